import type { Location } from '../diagnostic.ts';
import type { Expression } from '../expression.ts';
import { functions } from '../functions/index.ts';
import type { ValueNode } from '../table.ts';
import { constant } from './constants.ts';
import { didYouMean } from './nearest.ts';
import { expandPrefix, isMissing, missingValue, placed, recordFields } from './scope.ts';
import type { Scope } from './scope.ts';

/** Where the parts of the scalar stand that holds the expression, and its text. */
export interface Carrier {
  text: string;
  within(start: number, end: number): Location;
}

type Path = Extract<Expression, { kind: 'path' }>;
type Call = Extract<Expression, { kind: 'call' }>;

/** Lowers an expression; names and functions are resolved. Faults are reported where their word stands. */
export function lowerExpression(expression: Expression, carrier: Carrier, scope: Scope): ValueNode {
  const place = carrier.within(expression.span.start, expression.span.end);
  const node = lower(expression, carrier, scope);
  // A cell of a row keeps its own place: there stands what can be wrong with it.
  return scope.folder.locations.has(node) ? node : placed(scope.folder, node, place);
}

function lower(expression: Expression, carrier: Carrier, scope: Scope): ValueNode {
  switch (expression.kind) {
    case 'literal':
      return { k: 'const', v: expression.value };
    case 'path':
      return lowerPath(expression, carrier, scope);
    case 'first': {
      const present = expression.of
        .map((each) => lowerExpression(each, carrier, scope))
        .filter((each) => !isMissing(each));
      // A constant is always there: what stands after it is never reached.
      const last = present.findIndex((each) => each.k === 'const');
      const of = last < 0 ? present : present.slice(0, last + 1);
      const [only] = of;
      if (only === undefined) return missingValue();
      return of.length === 1 ? only : { k: 'first', of };
    }
    case 'demand': {
      const { start, end } = expression.of.span;
      const label = carrier.text.slice(start, end);
      return { k: 'demand', of: lowerExpression(expression.of, carrier, scope), label };
    }
    case 'call':
      return lowerCall(expression, carrier, scope);
  }
}

function lowerCall(call: Call, carrier: Carrier, scope: Scope): ValueNode {
  const { faults } = scope.folder;
  const input = lowerExpression(call.input, carrier, scope);
  const args = call.args.map((each) => lowerExpression(each, carrier, scope));
  const fn = functions.get(call.name);
  const place = carrier.within(call.nameSpan.start, call.nameSpan.end);
  if (fn === undefined) {
    const hint = didYouMean(call.name, functions.keys()) ?? 'docs/05-functions.md lists them';
    faults.add(place, 'UNKNOWN_FUNCTION', `there is no function "${call.name}"`, hint);
    return missingValue();
  }
  const most = fn.parameters.length;
  const least = fn.parameters.filter((parameter) => parameter.optional !== true).length;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? String(most) : `${least} to ${most}`;
    const noun = most === 1 && least === 1 ? 'argument' : 'arguments';
    const names = fn.parameters.map((each) => (each.optional === true ? `[${each.name}]` : each.name)).join(', ');
    const hint = most === 0 ? `write | ${fn.name}` : `write | ${fn.name}(${names})`;
    faults.add(place, 'WRONG_ARGUMENTS', `${fn.name} takes ${wanted} ${noun}, not ${args.length}`, hint);
    return missingValue();
  }
  return isMissing(input) ? missingValue() : { k: 'call', fn: fn.name, input, args };
}

function lowerPath(path: Path, carrier: Carrier, scope: Scope): ValueNode {
  const [first] = path.segments;
  if (first === undefined) return missingValue();
  const names = segmentNames(path, carrier, scope);
  if (names === undefined) return missingValue();
  const rest = names.slice(1);
  const fail = (at: number, code: string, message: string, hint?: string): ValueNode => {
    const span = path.segments[at]?.span ?? path.span;
    scope.folder.faults.add(carrier.within(span.start, span.end), code, message, hint);
    return missingValue();
  };

  if (!first.quoted) {
    if (first.name === scope.loop?.name) {
      const inner = ['key', 'index', 'value'];
      if (rest[0] !== undefined && !inner.includes(rest[0])) {
        const hint = didYouMean(rest[0], inner) ?? `write ${first.name}.value.${rest[0]}`;
        return fail(1, 'UNKNOWN_NAME', `a loop variable has key, index and value, not "${rest[0]}"`, hint);
      }
      return { k: 'var', slot: scope.loop.slot, name: first.name, path: rest };
    }
    if (first.name === 'row') return lowerCell(rest, scope, fail);
    if (first.name === 'lms') {
      return rest.length === 0
        ? { k: 'setting', name: 'lms' }
        : fail(1, 'UNKNOWN_NAME', 'lms is text: nothing can be read from it');
    }
    const named = scope.lets.get(first.name);
    if (named !== undefined) {
      if (named.broken) scope.folder.faults.again();
      return { k: 'var', slot: named.slot, name: first.name, path: rest };
    }
  }
  const fields = recordFields[scope.folder.source];
  const [field] = names;
  if (field === undefined || (!fields.includes(field) && scope.loose !== true))
    return unknownName(first.name, scope, fail);
  return { k: 'field', path: names };
}

function unknownName(
  name: string,
  scope: Scope,
  fail: (at: number, code: string, message: string, hint?: string) => ValueNode,
): ValueNode {
  const fields = recordFields[scope.folder.source];
  const own = [...scope.lets.keys(), ...(scope.loop === undefined ? [] : [scope.loop.name]), 'lms'];
  const inRule = scope.rule === undefined ? '' : `give rule ${scope.rule} a let of that name; `;
  const near = didYouMean(name, [...own, ...(scope.row === undefined ? [] : ['row']), ...fields]);
  const far = scope.below?.has(name) === true ? 'it stands below: a let may use what stands above it' : undefined;
  const hint = far ?? near ?? `${inRule}the record has ${fields.join(', ')}`;
  return fail(0, 'UNKNOWN_NAME', `"${name}" is neither a field of the record nor a name of this rule`, hint);
}

function lowerCell(
  rest: readonly string[],
  scope: Scope,
  fail: (at: number, code: string, message: string, hint?: string) => ValueNode,
): ValueNode {
  const { row } = scope;
  const [column, ...inner] = rest;
  if (row === undefined) {
    if (scope.loose === true) return missingValue();
    return fail(0, 'NO_ROWS', 'this rule has no rows', 'give it rows, or write the value itself');
  }
  if (column === undefined) return fail(0, 'UNKNOWN_COLUMN', 'a row is read by column', 'write row.column');
  if (!row.columns.has(column)) {
    const known = [...row.columns];
    const hint = didYouMean(column, known) ?? `the columns are ${known.join(', ')}`;
    return fail(1, 'UNKNOWN_COLUMN', `no row has a column "${column}"`, hint);
  }
  row.read.add(column);
  let cell = row.cells.get(column);
  for (const key of inner) {
    cell = cell?.kind === 'map' ? cell.entries.find((entry) => entry.key.value === key)?.value : undefined;
  }
  return cell === undefined ? missingValue() : constant(cell, scope.folder);
}

/** The keys of a path, prefixes written out. Undefined when a prefix is unknown. */
function segmentNames(path: Path, carrier: Carrier, scope: Scope): string[] | undefined {
  const { prefixes, faults } = scope.folder;
  const names: string[] = [];
  for (const { name, quoted, span } of path.segments) {
    if (quoted || !name.includes(':')) {
      names.push(name);
      continue;
    }
    const expanded = expandPrefix(name, prefixes);
    if (expanded === undefined) {
      const prefix = name.slice(0, name.indexOf(':'));
      const hint = didYouMean(prefix, prefixes.keys()) ?? `put the key in quotes: '${name}'`;
      const place = carrier.within(span.start, span.start + prefix.length);
      faults.add(place, 'UNKNOWN_PREFIX', `_shared.yaml has no prefix "${prefix}"`, hint);
      return undefined;
    }
    names.push(expanded);
  }
  return names;
}
