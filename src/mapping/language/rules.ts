import type { ConditionNode, EventNode, RuleNode } from '../table.ts';
import { readConditions } from './conditions.ts';
import { lowerEvent } from './events.ts';
import { readLets } from './lets.ts';
import { readNames } from './names.ts';
import type { Names } from './names.ts';
import { readRows, reportUnusedColumns } from './rows.ts';
import type { SourceRow } from './rows.ts';
import type { RuleSource } from './rule-source.ts';
import { listOf, textOf } from './shape.ts';
import { placed } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Shared } from './shared.ts';
import type { SourceEntry } from './source-node.ts';

/**
 * Lowers a rule: one node, or one for each of its rows.
 *
 * @returns undefined, with the faults reported, when something in it is wrong
 */
export function lowerRule(rule: RuleSource, shared: Shared): RuleNode[] | undefined {
  const { faults } = shared.scope.folder;
  const before = faults.reported;
  const scope: Scope = { ...shared.scope, fragments: rule.fragments, rule: rule.name };
  const rowsEntry = rule.keys.get('rows');
  let nodes: RuleNode[];
  if (rowsEntry === undefined) nodes = [lowerVariant(rule, shared, scope, undefined)];
  else {
    const rows = readRows(rowsEntry, scope);
    nodes = rows.map((row) => lowerVariant(rule, shared, { ...scope, row }, row));
    // With another fault in the rule, whatever would have read the column may not have been reached.
    if (faults.reported === before) reportUnusedColumns(rows, faults);
  }
  return rule.broken || faults.reported > before ? undefined : nodes;
}

function lowerVariant(rule: RuleSource, shared: Shared, outer: Scope, row: SourceRow | undefined): RuleNode {
  const { folder } = outer;
  const firstOwn = shared.lets.length;
  const { lets, scope } = readLets(rule.keys.get('let'), outer, firstOwn);
  const loopSlot = firstOwn + lets.length;
  const names = readRuleNames(rule, row, outer);
  const when = readWhen(rule, names, scope);
  const then = readBody(rule, shared, scope, loopSlot);
  const loops = then.kind === 'emit' && then.events.some((event) => event.forEach !== undefined);
  const node: RuleNode = {
    rule: rule.name,
    file: rule.place.file,
    line: rule.place.line,
    names: names.names,
    globs: names.globs,
    when,
    lets,
    then,
    slots: loopSlot + (loops ? 1 : 0),
  };
  return placed(folder, node, row?.map.place ?? rule.place);
}

function readRuleNames(rule: RuleSource, row: SourceRow | undefined, scope: Scope): Names {
  const { faults } = scope.folder;
  const when = rule.keys.get('when');
  const inWhen = nameEntry(when);
  const inRow = row?.map.entries.find((entry) => entry.key.value === 'name');
  if (inWhen !== undefined && inRow !== undefined && !readsRow(inWhen)) {
    faults.add(inWhen.key.place, 'NAME_TWICE', 'the names stand in the rows already', 'remove name from when');
  }
  const entry = inWhen ?? inRow;
  if (entry !== undefined) return readNames(entry, scope);
  if (row !== undefined) faults.add(row.map.place, 'NO_NAME', 'this row has no name', 'every row, or when, has a name');
  else if (when !== undefined && when.value.kind === 'map') {
    const hint = 'write when: { name: … }';
    faults.add(when.key.place, 'NO_NAME', 'when does not say which names it is for', hint);
  }
  return { names: [], globs: [], when: [] };
}

function nameEntry(when: SourceEntry | undefined): SourceEntry | undefined {
  return when?.value.kind === 'map' ? when.value.entries.find((entry) => entry.key.value === 'name') : undefined;
}

function readsRow({ value }: SourceEntry): boolean {
  return value.kind === 'scalar' && typeof value.value === 'string' && value.value.includes('$(row.');
}

function readWhen(rule: RuleSource, names: Names, scope: Scope): ConditionNode[] {
  const when = rule.keys.get('when');
  if (when === undefined) return names.when;
  const { conditions, never } = readConditions(when, scope, ['name']);
  if (never)
    scope.folder.faults.add(when.key.place, 'NEVER_HOLDS', 'these conditions hold for none of the records of a row');
  return [...names.when, ...conditions];
}

function readBody(rule: RuleSource, shared: Shared, scope: Scope, loopSlot: number): RuleNode['then'] {
  const { faults } = scope.folder;
  const skip = rule.keys.get('skip');
  const emit = rule.keys.get('emit');
  if (emit === undefined) {
    const reason = skip === undefined ? undefined : textOf(skip, faults);
    return { kind: 'skip', reason: reason?.value ?? '' };
  }
  const list = listOf(emit, faults);
  const events = (list?.items ?? []).map((item): EventNode | undefined =>
    lowerEvent(item, shared.event, scope, loopSlot),
  );
  return { kind: 'emit', events: events.filter((event) => event !== undefined) };
}
