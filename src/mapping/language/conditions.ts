import type { ConditionNode, TestNode } from '../table.ts';
import { holdsAlways } from './constants.ts';
import { lowerExpression } from './expressions.ts';
import { didYouMean } from './nearest.ts';
import { expandPrefix, placed } from './scope.ts';
import type { Scope } from './scope.ts';
import { describe } from './source-node.ts';
import type { SourceEntry, SourceMap, SourceNode, SourceScalar } from './source-node.ts';
import { isText, readExpression, readTemplate } from './templates.ts';

/** Conditions that must all hold. `never` is true when one of them, about a row, does not hold whatever the record is. */
export interface Conditions {
  conditions: ConditionNode[];
  never: boolean;
}

const TESTS = ['exists', 'below', 'above', 'like', 'not'];

/** Reads the map under `when`, `if` or `unless`; `without` names keys that someone else reads. */
export function readConditions(entry: SourceEntry, scope: Scope, without: readonly string[] = []): Conditions {
  const { faults } = scope.folder;
  const { value } = entry;
  if (value.kind !== 'map') {
    if (value.kind === 'broken') faults.again();
    else {
      const hint = 'write field: value';
      faults.add(entry.key.place, 'WRONG_SHAPE', `${entry.key.value} takes conditions, not ${describe(value)}`, hint);
    }
    return { conditions: [], never: false };
  }
  return readConditionMap(value, scope, without);
}

function readConditionMap(map: SourceMap, scope: Scope, without: readonly string[]): Conditions {
  const result: Conditions = { conditions: [], never: false };
  for (const { key, value } of map.entries) {
    if (without.includes(key.value)) continue;
    const before = scope.folder.faults.reported;
    const condition = readCondition({ key, value }, scope);
    if (condition === undefined || scope.folder.faults.reported > before) continue;
    const { value: left, test } = condition;
    if (left.k !== 'const') result.conditions.push(condition);
    else if (!holdsAlways(test, left.v)) result.never = true;
  }
  return result;
}

function readCondition({ key, value }: SourceEntry, scope: Scope): ConditionNode | undefined {
  const { folder } = scope;
  const test = readTest(value, key.value, scope);
  const expression = readExpression(key, folder.faults);
  if (expression === undefined) return undefined;
  if (expression.kind !== 'path') {
    const hint = 'give the value a name under let, and write that name here';
    folder.faults.add(key.place, 'CONDITION_ON_EXPRESSION', 'the left side of a condition is a field or a name', hint);
    return undefined;
  }
  const left = lowerExpression(expression, { text: key.value, within: (s, e) => key.within(s, e) }, scope);
  return test === undefined ? undefined : placed(folder, { label: key.value, value: left, test }, key.place);
}

/** Reads the right side of a condition. Undefined, with its fault reported, when it is no test. */
export function readTest(node: SourceNode, label: string, scope: Scope): TestNode | undefined {
  const { faults } = scope.folder;
  switch (node.kind) {
    case 'scalar': {
      const v = readConstant(node, scope);
      if (v === undefined) return undefined;
      if (v !== null && v !== '') return { t: 'is', v };
      const hint = `write ${label}: { exists: false } for a missing value`;
      faults.add(node.place, 'TEST_WITHOUT_VALUE', 'nothing is equal to a missing value', hint);
      return undefined;
    }
    case 'list': {
      const of = node.items.map((item) => readTest(item, label, scope));
      if (of.length === 0) faults.add(node.place, 'WRONG_SHAPE', 'no value is any of an empty list');
      return of.every((test) => test !== undefined) && of.length > 0 ? { t: 'any', of } : undefined;
    }
    case 'map':
      return readTestMap(node, label, scope);
    case 'broken':
      faults.again();
      return undefined;
  }
}

function readTestMap(map: SourceMap, label: string, scope: Scope): TestNode | undefined {
  const { faults } = scope.folder;
  if (map.entries.length === 0) {
    faults.add(map.place, 'WRONG_SHAPE', 'this test is empty', `the tests are ${TESTS.join(', ')}`);
  }
  const of = map.entries.map((entry) => readNamedTest(entry, label, scope));
  if (!of.every((test) => test !== undefined)) return undefined;
  const [only] = of;
  return of.length > 1 ? { t: 'all', of } : only;
}

function readNamedTest({ key, value }: SourceEntry, label: string, scope: Scope): TestNode | undefined {
  const { faults } = scope.folder;
  const wrong = (wanted: string): TestNode | undefined => {
    if (value.kind === 'broken') faults.again();
    else faults.add(value.place, 'WRONG_SHAPE', `${key.value} takes ${wanted}, not ${describe(value)}`);
    return undefined;
  };
  switch (key.value) {
    case 'exists':
      if (value.kind !== 'scalar' || typeof value.value !== 'boolean') return wrong('true or false');
      return { t: 'exists', v: value.value };
    case 'below':
    case 'above':
      if (value.kind !== 'scalar' || typeof value.value !== 'number') return wrong('a number');
      return { t: key.value, v: value.value };
    case 'like': {
      const globs = readGlobs(value, scope);
      if (globs === undefined) return wrong('a pattern or a list of patterns');
      const of = globs.map(({ glob }): TestNode => ({ t: 'like', glob }));
      const [only] = of;
      return of.length === 1 && only !== undefined ? only : { t: 'any', of };
    }
    case 'not': {
      const test = readTest(value, label, scope);
      return test === undefined ? undefined : { t: 'not', test };
    }
    default: {
      const hint = didYouMean(key.value, TESTS) ?? `the tests are ${TESTS.join(', ')}`;
      faults.add(key.place, 'UNKNOWN_TEST', `there is no test "${key.value}"`, hint);
      return undefined;
    }
  }
}

/** The patterns under `like`, one or a list. Undefined when it is neither. */
export function readGlobs(node: SourceNode, scope: Scope): { glob: string; node: SourceScalar }[] | undefined {
  const items = node.kind === 'list' ? node.items : [node];
  const globs = items.map((item) => {
    if (item.kind !== 'scalar') return undefined;
    const glob = readConstant(item, scope);
    return typeof glob === 'string' && glob !== '' ? { glob, node: item } : undefined;
  });
  return globs.length > 0 && globs.every((each) => each !== undefined) ? globs : undefined;
}

/** A constant of a condition, prefixes written out: a scalar, or a cell of the row. */
export function readConstant(scalar: SourceScalar, scope: Scope): string | number | boolean | null | undefined {
  if (!isText(scalar)) return scalar.value;
  const { folder } = scope;
  const template = readTemplate(scalar, folder.faults);
  if (template === undefined) return undefined;
  const [part] = template.parts;
  if (template.parts.length === 1 && typeof part === 'string') return expandPrefix(part, folder.prefixes) ?? part;
  if (template.sole && part !== undefined && typeof part !== 'string') {
    const carrier = { text: scalar.value, within: (start: number, end: number) => scalar.within(start, end) };
    const before = folder.faults.reported;
    const node = lowerExpression(part, carrier, scope);
    if (folder.faults.reported > before) return undefined;
    if (node.k === 'const' && typeof node.v !== 'object') return node.v;
    if (node.k === 'const' && node.v === null) return null;
  }
  const hint = 'only $(row.…) can stand here; compare a let instead';
  folder.faults.add(scalar.place, 'TEST_NOT_CONSTANT', 'a condition compares with a constant', hint);
  return undefined;
}
