import { functions } from './functions/index.ts';
import type { ConditionNode, LetNode, ValueNode } from './table.ts';

/** What the value of a node depends on, through the `let`s that it reads. */
export interface Reads {
  /** The one field of the record, or none; `undefined` when there are several. */
  path: readonly string[] | 'none' | undefined;
  /** False where more than the record and the settings counts, or where a missing value throws. */
  pure: boolean;
}

const slotsOf = new WeakMap<ValueNode, number>();

/** The highest slot of a `let` that the node reads by itself, -1 without any. Equal for equal nodes, whichever rule they are of. */
export function highestSlot(node: ValueNode): number {
  const known = slotsOf.get(node);
  if (known !== undefined) return known;
  const highest = Math.max(node.k === 'var' ? node.slot : -1, ...parts(node).map(highestSlot));
  slotsOf.set(node, highest);
  return highest;
}

/** What the node depends on. */
export function readsOf(node: ValueNode, lets: readonly (LetNode | undefined)[]): Reads {
  let path: Reads['path'] = 'none';
  let pure = true;
  const visit = (part: ValueNode): void => {
    if (!pure) return;
    if (part.k === 'demand') pure = false;
    else if (part.k === 'call') pure = isPure(part.fn);
    else if (part.k === 'field') path = path === 'none' || same(path, part.path) ? part.path : undefined;
    else if (part.k === 'var') {
      const named = lets[part.slot];
      if (named === undefined) pure = false;
      else visit(named.value);
    }
    for (const inner of parts(part)) visit(inner);
  };
  visit(node);
  return { path, pure };
}

/** A function that declares the context uses it: pseudonyms and free text depend on more than the record. */
function isPure(fn: string): boolean {
  return (functions.get(fn)?.apply.length ?? 3) < 3;
}

function same(path: Reads['path'], other: readonly string[]): boolean {
  return Array.isArray(path) && path.length === other.length && path.every((name, at) => name === other[at]);
}

function parts(node: ValueNode): ValueNode[] {
  const tested = (conditions: readonly ConditionNode[]): ValueNode[] => conditions.map(({ value }) => value);
  switch (node.k) {
    case 'const':
    case 'setting':
    case 'field':
    case 'var':
      return [];
    case 'text':
      return node.parts;
    case 'first':
      return node.of;
    case 'demand':
      return [node.of];
    case 'call':
      return [node.input, ...node.args];
    case 'case': {
      const branches = node.branches.flatMap(({ when, then }) => [...tested(when), then]);
      return node.otherwise === undefined ? branches : [...branches, node.otherwise];
    }
    case 'map':
      return node.fields.map(([, value]) => value);
    case 'list':
      return node.items;
  }
}
