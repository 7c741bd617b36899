import { brotliDecompressSync } from 'node:zlib';
import { fromBareJson } from './bare-json.ts';
import type { PackedTable } from './pack-table.ts';
import type { MappingTable } from './table.ts';
import { unpackTable } from './unpack-table.ts';

/** The table that renderTableModule (language/table-module.ts) wrote: a PackedTable as JSON without quotes, compressed with Brotli, in base64. */
export function readTable(base64: string): MappingTable {
  const json = fromBareJson(brotliDecompressSync(Buffer.from(base64, 'base64')).toString());
  const { root, shared } = JSON.parse(json) as PackedTable; // what the build wrote
  return unpackTable(root, shared);
}
