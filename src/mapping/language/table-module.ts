import type { MappingTable } from '../table.ts';

/**
 * The table as the text of a TypeScript module. Parsing JSON from a string starts faster than evaluating an object literal of the
 * same size.
 */
export function renderTableModule(table: MappingTable): string {
  return [
    '// Written by scripts/build-mappings.ts from mappings/**/*.yaml: change those.',
    "import type { MappingTable } from '../src/mapping/table.ts';",
    '',
    '/** The mapping tables. */',
    `export const mappings = JSON.parse(${quoted(JSON.stringify(table))}) as MappingTable;`,
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
