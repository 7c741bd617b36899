import { functions } from '../functions/index.ts';
import type { Template } from '../expression.ts';
import type { ConditionNode, ValueNode } from '../table.ts';
import { readConditions } from './conditions.ts';
import { lowerExpression } from './expressions.ts';
import { didYouMean } from './nearest.ts';
import { isMissing, missingValue, placed } from './scope.ts';
import type { Scope } from './scope.ts';
import type { SourceEntry, SourceMap, SourceNode, SourceScalar } from './source-node.ts';
import { valueOf } from './source-node.ts';
import { isText, readTemplate } from './templates.ts';

/** RFC 3986, section 3.1. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * Lowers a value of an event, a `let` or a fragment. What is broken becomes a missing value, its fault reported.
 *
 * @param inExtensions true below `extensions`, where a map with a `type` is no Caliper entity
 */
export function lowerValue(source: SourceNode, scope: Scope, inExtensions = false): ValueNode {
  const node = scope.fragments.expand(source);
  switch (node.kind) {
    case 'scalar':
      return lowerScalar(node, scope);
    case 'list': {
      const items = node.items.map((item) => lowerValue(item, scope, inExtensions)).filter((item) => !isMissing(item));
      return placed(scope.folder, { k: 'list', items }, node.place);
    }
    case 'map':
      return node.entries.some((entry) => entry.key.value === '$case')
        ? lowerCase(node, scope, inExtensions)
        : lowerMap(node, scope, inExtensions);
    case 'broken':
      scope.folder.faults.again();
      return placed(scope.folder, missingValue(), node.place);
  }
}

function lowerScalar(scalar: SourceScalar, scope: Scope): ValueNode {
  const { folder } = scope;
  if (!isText(scalar)) return placed(folder, { k: 'const', v: scalar.value }, scalar.place);
  const template = readTemplate(scalar, folder.faults);
  if (template === undefined) return placed(folder, missingValue(), scalar.place);
  const carrier = { text: scalar.value, within: (start: number, end: number) => scalar.within(start, end) };
  const parts = template.parts.map((part): ValueNode =>
    typeof part === 'string' ? { k: 'const', v: part } : lowerExpression(part, carrier, scope),
  );
  const [only] = parts;
  if (template.sole && only !== undefined) return only;
  if (parts.some(isMissing) && parts.length > 1) return placed(folder, missingValue(), scalar.place);
  const joined = joinConstants(parts);
  const [text] = joined;
  if (joined.length === 1 && text?.k === 'const') return placed(folder, text, scalar.place);
  return placed(folder, { k: 'text', parts: joined, iri: isIriText(template, parts, scope) }, scalar.place);
}

/** Neighbouring constants (text, and cells of rows) as one. */
function joinConstants(parts: readonly ValueNode[]): ValueNode[] {
  const joined: ValueNode[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.k === 'const' && last?.k === 'const')
      joined[joined.length - 1] = { k: 'const', v: textOf(last) + textOf(part) };
    else joined.push(part);
  }
  return joined;
}

function textOf(node: Extract<ValueNode, { k: 'const' }>): string {
  return typeof node.v === 'string' ? node.v : JSON.stringify(node.v);
}

/** The rule of docs/04-mapping-language.md for text whose parts are percent-encoded. */
function isIriText(template: Template, parts: readonly ValueNode[], scope: Scope): boolean {
  const [first, second] = template.parts;
  const [node] = parts;
  if (first === undefined || node === undefined) return false;
  if (typeof first === 'string') {
    return SCHEME.test(first) && !template.parts.some((part) => typeof part === 'string' && /\s/.test(part));
  }
  return isIri(node, scope) || (typeof second === 'string' && /^[/#?]/.test(second));
}

function isIri(node: ValueNode, scope: Scope): boolean {
  switch (node.k) {
    case 'setting':
      return true;
    case 'const':
      return typeof node.v === 'string' && SCHEME.test(node.v);
    case 'text':
      return node.iri;
    case 'var': {
      const named = scope.lets.get(node.name);
      return node.path.length === 0 && named?.slot === node.slot && isIri(named.value, scope);
    }
    case 'first':
      return node.of.every((each) => isIri(each, scope));
    case 'demand':
      return isIri(node.of, scope);
    case 'call':
      return functions.get(node.fn)?.returns === 'iri';
    case 'case':
      return [...node.branches.map((branch) => branch.then), ...(node.otherwise ? [node.otherwise] : [])].every(
        (each) => isIri(each, scope),
      );
    case 'field':
    case 'map':
    case 'list':
      return false;
  }
}

function lowerMap(map: SourceMap, scope: Scope, inExtensions: boolean): ValueNode {
  const fields: [string, ValueNode][] = [];
  for (const { key, value } of map.entries) {
    if (key.value.startsWith('$')) {
      const hint = didYouMean(key.value, ['$use', '$case']);
      scope.folder.faults.add(key.place, 'UNKNOWN_KEY', `there is no key "${key.value}" in the language`, hint);
      continue;
    }
    const lowered = lowerValue(value, scope, inExtensions || key.value === 'extensions');
    if (!isMissing(lowered)) fields.push(placed(scope.folder, [key.value, lowered], key.place));
  }
  const entity = !inExtensions && valueOf(map, 'type') !== undefined;
  return placed(scope.folder, { k: 'map', entity, fields }, map.place);
}

interface Branches {
  branches: { when: ConditionNode[]; then: ValueNode }[];
  otherwise?: ValueNode;
}

function lowerCase(map: SourceMap, scope: Scope, inExtensions: boolean): ValueNode {
  const { faults } = scope.folder;
  const entry = map.entries.find((each) => each.key.value === '$case');
  const other = map.entries.find((each) => each !== entry);
  if (other !== undefined) {
    faults.add(other.key.place, 'CASE_NOT_ALONE', `nothing can stand beside $case, not even ${other.key.value}`);
  }
  if (entry === undefined) return missingValue();
  if (entry.value.kind !== 'list' || entry.value.items.length === 0) {
    if (entry.value.kind === 'broken') faults.again();
    else faults.add(entry.key.place, 'WRONG_SHAPE', '$case takes a list of when and then', 'begin each branch with -');
    return placed(scope.folder, missingValue(), map.place);
  }
  const found: Branches = { branches: [] };
  entry.value.items.forEach((item, index, all) =>
    readBranch(item, index === all.length - 1, found, scope, inExtensions),
  );
  const { branches, otherwise } = found;
  if (branches.length === 0) return otherwise ?? placed(scope.folder, missingValue(), map.place);
  const node: ValueNode = otherwise === undefined ? { k: 'case', branches } : { k: 'case', branches, otherwise };
  return placed(scope.folder, node, entry.key.place);
}

function readBranch(item: SourceNode, last: boolean, found: Branches, scope: Scope, inExtensions: boolean): void {
  const { faults } = scope.folder;
  if (item.kind !== 'map') {
    if (item.kind === 'broken') faults.again();
    else faults.add(item.place, 'WRONG_SHAPE', 'a branch of $case has when and then, or else');
    return;
  }
  const known = ['when', 'then', 'else'];
  const unknown = item.entries.filter((entry) => !known.includes(entry.key.value));
  for (const { key } of unknown) {
    const message = `a branch of $case has when and then, or else, not "${key.value}"`;
    faults.add(key.place, 'UNKNOWN_KEY', message, didYouMean(key.value, known));
  }
  const entry = (name: string): SourceEntry | undefined => item.entries.find((each) => each.key.value === name);
  const [when, then, otherwise] = [entry('when'), entry('then'), entry('else')];
  if (otherwise !== undefined) {
    if (when !== undefined || then !== undefined) {
      faults.add(otherwise.key.place, 'WRONG_SHAPE', 'else stands alone in the last branch');
    } else if (!last) faults.add(otherwise.key.place, 'ELSE_NOT_LAST', 'the branches after else are never reached');
    const value = lowerValue(otherwise.value, scope, inExtensions);
    // A branch that always holds for this row has been found before.
    found.otherwise ??= value;
    return;
  }
  if (when === undefined || then === undefined) {
    if (unknown.length > 0) return;
    const missing = when === undefined ? 'when' : 'then';
    faults.add(item.place, 'MISSING_KEY', `this branch of $case has no ${missing}`);
    return;
  }
  const conditions = readConditions(when, scope);
  const value = lowerValue(then.value, scope, inExtensions);
  if (found.otherwise !== undefined || conditions.never) return;
  if (conditions.conditions.length === 0) found.otherwise = value;
  else found.branches.push({ when: conditions.conditions, then: value });
}
