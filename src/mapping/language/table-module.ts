import { brotliCompressSync, constants } from 'node:zlib';
import { packTable } from '../pack-table.ts';
import type { MappingTable } from '../table.ts';

/**
 * The table as the text of a TypeScript module: packed, compressed and in base64, since what a Worker may weigh is measured after gzip,
 * which finds less: 29 KB instead of 37.5 (2026-11). readTable (read-table.ts) undoes it in 2 ms.
 */
export function renderTableModule(table: MappingTable): string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const compressed = brotliCompressSync(JSON.stringify(packTable(table)), { params });
  return [
    '// Written by scripts/build-mappings.ts from mappings/**/*.yaml: change those.',
    "import { readTable } from '../src/mapping/read-table.ts';",
    '',
    '/** The mapping tables. */',
    `export const mappings = readTable('${compressed.toString('base64')}');`,
    '',
  ].join('\n');
}
