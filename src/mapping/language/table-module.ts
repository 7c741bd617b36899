import { packTable } from '../pack-table.ts';
import type { MappingTable } from '../table.ts';

/**
 * The table as the text of a TypeScript module, packed. Parsing JSON from a string starts faster than evaluating an object literal of
 * the same size.
 */
export function renderTableModule(table: MappingTable): string {
  const { root, shared } = packTable(table);
  const parts = shared.length > 0 ? [root, shared] : [root];
  const parsed = parts.map((part) => `  JSON.parse(${quoted(JSON.stringify(part))}),`);
  return [
    '// Written by scripts/build-mappings.ts from mappings/**/*.yaml: change those.',
    "import { unpackTable } from '../src/mapping/unpack-table.ts';",
    '',
    '/** The mapping tables. */',
    'export const mappings = unpackTable(',
    ...parsed,
    ');',
    '',
  ].join('\n');
}

/** A string literal in single quotes: the JSON within needs few escapes. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `'${escaped}'`;
}
