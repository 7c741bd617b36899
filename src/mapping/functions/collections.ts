import { flatText } from '../flat-text.ts';
import type { MappingFunction } from './function.ts';
import { tidy, toNumber } from './numbers.ts';
import { toText } from './text.ts';

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key of the map's own, never one of its prototype: records come from strangers. */
export function own(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? (value[Number(key)] as unknown) : undefined;
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Tables name few paths, and splitting one takes longer than following it. */
const keysByPath = new Map<string, readonly string[]>();
const mostPaths = 100;
/** A path may come from a record, and a longer one would hold memory. */
const longestPath = 100;

/** Follows keys joined by dots. */
function along(value: unknown, path: string): unknown {
  let keys = keysByPath.get(path);
  if (keys === undefined) {
    // What is cut out of a longer text holds that in memory.
    const whole = flatText(path);
    keys = whole.split('.');
    if (keysByPath.size === mostPaths) keysByPath.clear();
    if (whole.length <= longestPath) keysByPath.set(whole, keys);
  }
  return keys.reduce(own, value);
}

export const collectionFunctions: readonly MappingFunction[] = [
  {
    name: 'list',
    input: 'any',
    parameters: [],
    returns: 'list',
    // `isArray` makes `any[]` of what is unknown.
    apply: (input) => (Array.isArray(input) ? (input as unknown[]) : [input]),
  },
  {
    name: 'split',
    input: 'any',
    parameters: [{ name: 'separator', kind: 'text' }],
    returns: 'list',
    apply: (input, [separator]) => {
      if (Array.isArray(input)) return input as unknown[];
      const between = toText(separator);
      return between === undefined || between === '' ? undefined : toText(input)?.split(between);
    },
  },
  {
    name: 'join',
    input: 'list',
    parameters: [{ name: 'separator', kind: 'text' }],
    returns: 'text',
    apply: (input, [separator]) => {
      const items = (Array.isArray(input) ? input : [input]).map(toText).filter((item) => item !== undefined);
      return items.length > 0 ? items.join(toText(separator) ?? '') : undefined;
    },
  },
  {
    name: 'count',
    input: 'any',
    parameters: [],
    returns: 'integer',
    apply: (input) => (Array.isArray(input) ? input.length : isMap(input) ? Object.keys(input).length : undefined),
  },
  {
    name: 'sum',
    input: 'any',
    parameters: [{ name: 'path', kind: 'text' }],
    returns: 'number',
    apply: (input, [path]) => {
      const numbers = (Array.isArray(input) ? input : [input])
        .map((item) => toNumber(along(item, toText(path) ?? '')))
        .filter((number) => number !== undefined);
      return numbers.length > 0 ? tidy(numbers.reduce((total, number) => total + number, 0)) : undefined;
    },
  },
  {
    name: 'get',
    input: 'any',
    parameters: [{ name: 'key', kind: 'any' }],
    returns: 'any',
    apply: (input, [key]) => {
      const name = toText(key);
      return name === undefined ? undefined : own(input, name);
    },
  },
  {
    name: 'where',
    input: 'any',
    parameters: [
      { name: 'path', kind: 'text' },
      { name: 'value', kind: 'any' },
    ],
    returns: 'any',
    apply: (input, [path, value]) => {
      const keys = toText(path) ?? '';
      if (!Array.isArray(input)) return along(input, keys) === value ? input : undefined;
      return input.find((item) => along(item, keys) === value) as unknown;
    },
  },
  {
    name: 'language',
    input: 'any',
    parameters: [{ name: 'tag', kind: 'text', optional: true }],
    returns: 'text',
    apply: (input, [tag]) => {
      if (typeof input === 'string') return toText(input);
      if (!isMap(input)) return undefined;
      const wanted = (toText(tag) ?? 'en').toLowerCase();
      const languages = Object.keys(input);
      const exact = languages.find((language) => language.toLowerCase() === wanted);
      const found = exact ?? languages.find((language) => language.toLowerCase().startsWith(`${wanted}-`));
      return toText(input[found ?? languages[0] ?? '']);
    },
  },
];
