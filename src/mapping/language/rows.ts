import { mapsOf, listOf } from './shape.ts';
import { placed } from './scope.ts';
import type { Row, Scope } from './scope.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';
import { isText } from './templates.ts';
import { isPlain } from '../parse-template.ts';
import { didYouMean } from './nearest.ts';
import type { Faults } from './faults.ts';

/** A row with the map in which it stands. */
export interface SourceRow extends Row {
  map: SourceMap;
}

/** Reads `rows`. Columns are the keys of all rows together: one that a row leaves out is a missing value there. */
export function readRows(entry: SourceEntry, scope: Scope): SourceRow[] {
  const { faults } = scope.folder;
  const list = listOf(entry, faults);
  const maps = list === undefined ? [] : mapsOf(list, 'a row', faults);
  const columns = new Set(maps.flatMap((map) => map.entries.map(({ key }) => key.value)));
  const read = new Set<string>(['name']);
  return maps.map((map) => {
    for (const { value } of map.entries) reportExpressions(value, faults);
    const cells = new Map(map.entries.map(({ key, value }) => [key.value, value]));
    return placed(scope.folder, { columns, cells, read, map }, map.place);
  });
}

/** Reports columns that nothing reads: one misspelt column makes its value silently missing. */
export function reportUnusedColumns(rows: readonly SourceRow[], faults: Faults): void {
  const reported = new Set<string>();
  for (const { map, read } of rows) {
    for (const { key } of map.entries) {
      if (read.has(key.value) || reported.has(key.value)) continue;
      reported.add(key.value);
      const hint = didYouMean(key.value, read) ?? `remove it, or write $(row.${key.value}) in the rule`;
      faults.add(key.place, 'UNUSED_COLUMN', `nothing in the rule reads the column "${key.value}"`, hint);
    }
  }
}

function reportExpressions(node: SourceNode, faults: Faults): void {
  if (node.kind === 'list') for (const item of node.items) reportExpressions(item, faults);
  if (node.kind === 'map') for (const { value } of node.entries) reportExpressions(value, faults);
  if (!isText(node) || isPlain(node.value)) return;
  const hint = 'write the expression in the rule, and what differs in the row';
  faults.add(node.place, 'ROW_NOT_CONSTANT', 'rows are constants', hint);
}
