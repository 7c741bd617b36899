import { isDeeperThan, isObject } from '../../ingest/json.ts';
import { functions } from '../../mapping/functions/index.ts';
import type { RuleNode } from '../../mapping/table.ts';

/** A rule of one's own is a page or two; a table of hundreds of rows has its place in the files. */
const MOST_NODES = 20_000;

const DEEPEST = 120;

/** Texts that one value or event may be made of, none longer than LONGEST: `let`s can double one another. Shipped events have up to 107. */
const MOST_PARTS = 500;

/** Characters of a record that is tried, and so of each of its texts. */
export const LONGEST = 64 * 1024;

/** What the parts of a node are. `x?` may be absent. */
type Parts = Readonly<Record<string, string>>;

const VALUES: Readonly<Record<string, Parts>> = {
  const: {},
  text: { parts: 'values', iri: 'boolean' },
  field: { path: 'texts' },
  var: { slot: 'slot', name: 'string', path: 'texts' },
  setting: {},
  first: { of: 'choices' },
  demand: { of: 'value', label: 'string' },
  call: { fn: 'function', input: 'value', args: 'values' },
  case: { branches: 'branches', otherwise: 'value?' },
  map: { entity: 'boolean', fields: 'fields' },
  list: { items: 'values' },
};

const TESTS: Readonly<Record<string, Parts>> = {
  is: {},
  any: { of: 'tests' },
  all: { of: 'tests' },
  not: { test: 'test' },
  exists: { v: 'boolean' },
  below: { v: 'number' },
  above: { v: 'number' },
  like: { glob: 'string' },
};

/** `when` reads the `let`s, which stand first for that. */
const RULE: Parts = {
  lets: 'lets',
  rule: 'string',
  file: 'string',
  line: 'number',
  names: 'texts',
  globs: 'texts',
  when: 'conditions',
};
const EVENT: Parts = { event: 'string', line: 'number', if: 'conditions', fields: 'fields', own: 'texts' };

class Malformed extends Error {}

/**
 * Rules that the browser has lowered (src/mapping/table.ts): anybody may have written them, so every part is looked at. What they make
 * of a record is judged afterwards like that of all rules: by Caliper's validator and by the last guard.
 *
 * @param shared how many slots the shared `let`s of the table take
 * @returns undefined where they are no rules of the language, or would make texts without measure
 */
export function readRules(value: unknown, shared: number): RuleNode[] | undefined {
  if (!Array.isArray(value) || isDeeperThan(value, DEEPEST)) return undefined;
  let nodes = 0;
  let slots = 0;
  let parts: number[] = [];

  const demand = (holds: boolean): void => {
    if (!holds) throw new Malformed();
  };
  const list = (of: unknown): unknown[] => {
    demand(Array.isArray(of));
    return of as unknown[]; // demanded just now
  };
  const object = (of: unknown): Record<string, unknown> => {
    demand(isObject(of) && ++nodes <= MOST_NODES);
    return of as Record<string, unknown>; // demanded just now
  };
  const sum = (all: unknown[], one: (item: unknown) => number): number => all.reduce<number>((n, x) => n + one(x), 0);
  const largest = (all: unknown[], one: (item: unknown) => number): number => Math.max(0, ...all.map(one));

  /** Reads the parts of a node, and gives how many parts a text of it has at most. */
  const read = (node: Record<string, unknown>, spec: Parts): number =>
    sum(Object.entries(spec), (entry) => {
      const [name, kind] = entry as [string, string];
      return kind.endsWith('?') && node[name] === undefined ? 0 : part(node[name], kind.replace('?', ''));
    });
  const choose = (of: unknown, key: 'k' | 't', specs: Readonly<Record<string, Parts>>): number => {
    const node = object(of);
    const kind = node[key];
    demand(typeof kind === 'string' && Object.hasOwn(specs, kind));
    const own = kind === 'const' ? JSON.stringify(node['v'] ?? null).length / LONGEST : 0;
    const size = Math.max(1, own, read(node, specs[kind as string] ?? {}));
    demand(size <= MOST_PARTS);
    return size;
  };
  const one = (of: unknown): number => choose(of, 'k', VALUES);
  const pair = (of: unknown): number => {
    const [name, field, ...more] = list(of);
    demand(typeof name === 'string' && more.length === 0);
    return one(field);
  };
  const condition = (of: unknown): number => {
    const node = object(of);
    part(node['label'], 'string');
    choose(node['test'], 't', TESTS);
    return one(node['value']);
  };

  const part = (of: unknown, kind: string): number => {
    switch (kind) {
      case 'string':
      case 'boolean':
      case 'number':
        demand(typeof of === kind);
        return 0;
      case 'texts':
        demand(list(of).every((text) => typeof text === 'string'));
        return 0;
      case 'function':
        demand(typeof of === 'string' && functions.has(of));
        return 0;
      case 'slot':
        demand(Number.isInteger(of) && Number(of) >= 0 && Number(of) < slots);
        return parts[Number(of)] ?? 1;
      case 'value':
        return one(of);
      case 'values':
        return sum(list(of), one);
      case 'choices':
        return largest(list(of), one);
      case 'fields':
        return sum(list(of), pair);
      case 'conditions':
        return largest(list(of), condition);
      case 'branches':
        return largest(list(of), (branch) => {
          const { when, then } = object(branch);
          part(when, 'conditions');
          return one(then);
        });
      case 'test':
        return choose(of, 't', TESTS);
      case 'tests':
        return largest(list(of), (test) => choose(test, 't', TESTS));
      case 'lets':
        // One may read those before it only.
        for (const item of list(of)) {
          const node = object(item);
          demand(typeof node['name'] === 'string' && node['slot'] === slots);
          parts[slots] = one(node['value']);
          slots += 1;
        }
        return 0;
      default:
        throw new Malformed();
    }
  };

  const event = (of: unknown): void => {
    const node = object(of);
    const loop = node['forEach'];
    if (loop !== undefined) {
      const { name, slot, over } = object(loop);
      demand(typeof name === 'string' && slot === slots);
      one(over);
      slots += 1;
    }
    demand(read(node, EVENT) <= MOST_PARTS);
    if (loop !== undefined) slots -= 1;
  };

  try {
    for (const item of value) {
      const node = object(item);
      slots = shared;
      parts = [];
      read(node, RULE);
      const then = object(node['then']);
      if (then['kind'] === 'skip') demand(typeof then['reason'] === 'string');
      else {
        demand(then['kind'] === 'emit');
        for (const each of list(then['events'])) event(each);
      }
      // What it says itself is not taken at its word.
      node['slots'] = slots + 1;
    }
  } catch {
    return undefined;
  }
  return value as RuleNode[]; // every part was looked at
}
