import { brotliCompressSync, constants } from 'node:zlib';
import { toBareJson } from '../bare-json.ts';
import { packTable } from '../pack-table.ts';
import type { MappingTable } from '../table.ts';

/**
 * The table as the text of a TypeScript module: packed, compressed and in base64, since what a Worker may weigh is measured after gzip,
 * which finds less: 25 KB instead of 37.5 (2026-11). readTable (read-table.ts) undoes it in 8 ms.
 */
export function renderTableModule(table: MappingTable): string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const compressed = brotliCompressSync(toBareJson(JSON.stringify(packTable(forEngine(table)))), { params });
  return [
    '// Written by scripts/build-mappings.ts from mappings/**/*.yaml: change those.',
    "import { readTable } from '../src/mapping/read-table.ts';",
    '',
    '/** The mapping tables. */',
    `export const mappings = readTable('${compressed.toString('base64')}');`,
    '',
  ].join('\n');
}

/** The table without what only checks and explanations read: texts of conditions, lines of events, names of named values. */
function forEngine(table: MappingTable): MappingTable {
  const shorter = (key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || key === 'v') return value;
    if ('label' in value && 'test' in value) return { ...value, label: '' };
    if ('event' in value && 'own' in value) return { ...value, line: 0 };
    if ('slot' in value && 'value' in value) return { ...value, name: '' };
    return value;
  };
  return JSON.parse(JSON.stringify(table, shorter)) as MappingTable; // only texts and numbers changed
}
