import { functions } from '../functions/index.ts';
import type { EventNode, LetNode, ValueNode } from '../table.ts';
import { anyKey } from './field-pattern.ts';

/** A path of the record that a value may come from. */
export interface Origin {
  path: readonly string[];
  /** The node that names it: where a fault belongs. */
  node: ValueNode;
  /** Nothing has been made of it yet: a function that opens closed fields still may. */
  untouched: boolean;
  /** A function has read it, and has not opened it. */
  read?: true;
}

/** Whether a function opens the field at that path. */
export type Opening = (fn: string, path: readonly string[]) => boolean;

/** What the slots of a rule stand for. */
export type Scope = ReadonlyMap<number, { kind: 'let'; node: LetNode } | { kind: 'loop'; over: ValueNode }>;

/** The slots that an event sees: shared and own lets, and its loop variable. */
export function scopeOf(lets: readonly LetNode[], forEach: EventNode['forEach']): Scope {
  const scope = new Map<number, { kind: 'let'; node: LetNode } | { kind: 'loop'; over: ValueNode }>(
    lets.map((node) => [node.slot, { kind: 'let', node }]),
  );
  if (forEach !== undefined) scope.set(forEach.slot, { kind: 'loop', over: forEach.over });
  return scope;
}

/** Nothing of a value but the number or the names of its parts comes out of these. */
const counting = new Set(['count', 'keys', 'problemOfForm']);

/**
 * The paths of the record that can stand in a value, without those that a function has opened. `inside` is a path that is
 * followed into the value, `at` the node that a fault on it belongs to.
 */
export function originsOf(
  value: ValueNode,
  scope: Scope,
  opens: Opening,
  inside: readonly string[] = [],
  at?: ValueNode,
): Origin[] {
  const follow = (node: ValueNode, path = inside): Origin[] => originsOf(node, scope, opens, path, at);
  switch (value.k) {
    case 'const':
    case 'setting':
      return [];
    case 'field':
      return [{ path: [...value.path, ...inside], node: at ?? value, untouched: true }];
    case 'var':
      return ofVariable(value, scope, opens, inside, at);
    case 'first':
      return value.of.flatMap((node) => follow(node));
    case 'demand':
      return follow(value.of);
    case 'case':
      return [...value.branches.map((branch) => branch.then), ...(value.otherwise ? [value.otherwise] : [])].flatMap(
        (node) => follow(node),
      );
    case 'text':
      return touched(value.parts.flatMap((part) => follow(part, [])));
    case 'list':
      return inside.length === 0
        ? touched(value.items.flatMap((item) => follow(item)))
        : value.items.flatMap((item) => follow(item, inside.slice(1)));
    case 'map': {
      const [key, ...rest] = inside;
      if (key === undefined) return touched(value.fields.flatMap(([, node]) => follow(node)));
      return value.fields.flatMap(([name, node]) => (key === anyKey || key === name ? follow(node, rest) : []));
    }
    case 'call':
      return ofCall(value, scope, opens).map((origin) => ({
        ...origin,
        path: [...origin.path, ...inside],
        node: inside.length > 0 ? (at ?? origin.node) : origin.node,
      }));
  }
}

function ofVariable(
  value: ValueNode & { k: 'var' },
  scope: Scope,
  opens: Opening,
  inside: readonly string[],
  at: ValueNode | undefined,
): Origin[] {
  const slot = scope.get(value.slot);
  const path = [...value.path, ...inside];
  const where = at ?? (value.path.length > 0 ? value : undefined);
  if (slot === undefined) return [];
  if (slot.kind === 'let') return originsOf(slot.node.value, scope, opens, path, where);
  const [part, ...rest] = path;
  // Keys and positions are names of parts, not of people.
  if (part === 'key' || part === 'index') return [];
  return originsOf(slot.over, scope, opens, [anyKey, ...rest], where ?? value);
}

function ofCall(value: ValueNode & { k: 'call' }, scope: Scope, opens: Opening): Origin[] {
  const input = originsOf(value.input, scope, opens);
  const args = touched(value.args.flatMap((arg) => originsOf(arg, scope, opens)));
  if (counting.has(value.fn)) return args;
  if (value.fn === 'get') {
    const [key] = value.args;
    const name = key?.k === 'const' && typeof key.v !== 'object' ? String(key.v) : anyKey;
    return [...append(input, name), ...args];
  }
  if (value.fn === 'sum') {
    const [path] = value.args;
    const keys = path?.k === 'const' && typeof path.v === 'string' ? path.v.split('.') : undefined;
    // Of each item only what stands at the path comes out.
    if (keys !== undefined) return touched([anyKey, ...keys].reduce(append, input));
  }
  if (value.fn === 'iris') {
    const [, property] = value.args;
    const name = property?.k === 'const' && typeof property.v === 'string' ? [property.v] : [];
    return [...touched([anyKey, ...name].reduce(append, input)), ...args];
  }
  if (value.fn === 'where') return [...input, ...append(input, anyKey), ...args];
  const left = functions.get(value.fn)?.opens === undefined ? input : input.filter((origin) => !opened(origin));
  return [...touched(left).map((origin) => ({ ...origin, read: true as const })), ...args];

  function opened(origin: Origin): boolean {
    return origin.untouched && opens(value.fn, origin.path);
  }
}

function append(origins: Origin[], name: string): Origin[] {
  return origins.map((origin) => ({ ...origin, path: [...origin.path, name] }));
}

function touched(origins: Origin[]): Origin[] {
  return origins.map((origin) => ({ ...origin, untouched: false }));
}
