import type { Kind } from '../functions/function.ts';
import { functions } from '../functions/index.ts';
import type { Json, ValueNode } from '../table.ts';
import type { Scope } from './provenance.ts';

/** A value after all choices have been made: none of `first`, `demand`, `case`, nor a name for something else. */
export type Leaf = Exclude<ValueNode, { k: 'first' } | { k: 'demand' } | { k: 'case' }>;

/** Everything that a value can turn out to be, constants of maps and lists as nodes. Values that are never there are left out. */
export function outcomesOf(value: ValueNode, scope: Scope, inside: readonly string[] = []): Leaf[] {
  const follow = (node: ValueNode): Leaf[] => outcomesOf(node, scope, inside);
  switch (value.k) {
    case 'const':
      return inside.length > 0 ? ofStructure(structured(value), value, scope, inside) : ofConstant(value);
    case 'first':
      return value.of.flatMap(follow);
    case 'demand':
      return follow(value.of);
    case 'case':
      return [...value.branches.map((branch) => branch.then), ...(value.otherwise ? [value.otherwise] : [])].flatMap(
        follow,
      );
    case 'var': {
      const slot = scope.get(value.slot);
      if (slot?.kind !== 'let') return [{ ...value, path: [...value.path, ...inside] }];
      return outcomesOf(slot.node.value, scope, [...value.path, ...inside]);
    }
    case 'field':
      return [inside.length === 0 ? value : { ...value, path: [...value.path, ...inside] }];
    case 'map':
    case 'list':
      if (inside.length > 0) return ofStructure(value, value, scope, inside);
      return isNever(value, scope) ? [] : [value];
    case 'text':
      return inside.length > 0 || isNever(value, scope) ? [] : [value];
    case 'call':
      if (isNever(value.input, scope)) return [];
      // What a function gives back is not known by its parts.
      return [inside.length === 0 ? value : { k: 'call', fn: 'get', input: value, args: [] }];
    case 'setting':
      return inside.length > 0 ? [] : [value];
  }
}

/** True when a value is missing for every record. */
export function isNever(value: ValueNode, scope: Scope): boolean {
  switch (value.k) {
    case 'text':
      return value.parts.some((part) => isNever(part, scope));
    case 'map':
      if (value.entity && value.fields.some(([name, node]) => name === 'id' && isNever(node, scope))) return true;
      return value.fields.every(([, node]) => isNever(node, scope));
    case 'list':
      return value.items.every((item) => isNever(item, scope));
    default:
      return outcomesOf(value, scope).length === 0;
  }
}

/** What is known of a value before there is a record. */
export function kindOf(leaf: Leaf, scope: Scope): Kind {
  switch (leaf.k) {
    case 'const':
      if (typeof leaf.v === 'number') return Number.isInteger(leaf.v) ? 'integer' : 'number';
      return typeof leaf.v === 'boolean' ? 'boolean' : 'text';
    case 'text':
      return leaf.iri ? 'iri' : 'text';
    case 'setting':
      return 'iri';
    case 'map':
      return 'map';
    case 'list':
      return 'list';
    case 'call':
      return functions.get(leaf.fn)?.returns ?? 'any';
    case 'var':
      return scope.get(leaf.slot)?.kind === 'loop' && leaf.path[0] === 'index' ? 'integer' : 'any';
    case 'field':
      return 'any';
  }
}

function ofConstant(value: ValueNode & { k: 'const' }): Leaf[] {
  if (value.v === null || value.v === '') return [];
  return [structured(value)];
}

/** A constant map or list as the node that the tables could have written instead. */
function structured(value: ValueNode & { k: 'const' }): Leaf {
  const { v } = value;
  if (typeof v !== 'object' || v === null) return value;
  const node = (item: Json): ValueNode => ({ k: 'const', v: item });
  if (Array.isArray(v)) return { k: 'list', items: v.map(node) };
  return { k: 'map', entity: 'type' in v, fields: Object.entries(v).map(([name, item]) => [name, node(item)]) };
}

function ofStructure(leaf: Leaf, value: ValueNode, scope: Scope, inside: readonly string[]): Leaf[] {
  const [key = '', ...rest] = inside;
  if (leaf.k === 'map') {
    const found = leaf.fields.find(([name]) => name === key)?.[1];
    return found === undefined ? [] : outcomesOf(found, scope, rest);
  }
  if (leaf.k !== 'list' || value.k === 'text') return [];
  const item = leaf.items[Number(key)];
  return item === undefined ? [] : outcomesOf(item, scope, rest);
}
