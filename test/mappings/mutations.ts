import { isObject } from '../../src/ingest/json.ts';
import type { Json, JsonObject } from '../../src/mapping/table.ts';

/** Values that some sender has put, or may put, where another kind of value belongs. `undefined`: the field is not there. */
export const oddValues: readonly (Json | undefined)[] = [
  undefined,
  null,
  '',
  '  ',
  0,
  -1,
  0.1,
  1e21,
  1e300,
  '7.5',
  '-3',
  'NaN',
  '1e999',
  true,
  false,
  [],
  [1, null],
  [{ a: 1 }],
  {},
  { a: { b: [null] } },
  'Zoë 🦉 日本 \u202e"<>\\',
  'a\u0000b\nc\td',
  '\ud800x',
  '%zz%2F../..',
  '{"a": 1, "b": [',
  '{"a": 1}',
  'https://u:p@h.example/u/n?x=1#y',
  'http://[::1',
  'javascript:alert(1)',
  'library-v1:DemoU+Lib',
  'lib-block-v1:DemoU+Lib+type@problem+block@a',
  'lb:DemoU:Lib:problem:abc',
  'ccx-v1:DemoU+CE101+2026+ccx@1',
  'ccx-block-v1:DemoU+CE101+2026+ccx@1+type@problem+block@a',
  'DemoU/CE101/2014',
  'i4x://DemoU/CE101/problem/a',
  'a#b?c=d e',
  '2026-13-45',
  '__proto__',
];

/** The path of every field and item of a value, those within others too. */
export function pathsOf(value: Json | undefined, path: readonly string[] = []): string[][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => inner(item, path, String(index)));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => inner(item, path, key)); // JSON holds JSON
  return [];
}

function inner(item: Json, path: readonly string[], key: string): string[][] {
  return [[...path, key], ...pathsOf(item, [...path, key])];
}

/** A copy of the record with another value at the path; a path of which nothing is there changes nothing. */
export function replaced(record: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
  const changed = replacedIn(record, path, value);
  return isObject(changed) ? changed : record; // JSON holds JSON
}

function replacedIn(at: Json | undefined, path: readonly string[], value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(at)) {
    return at.map((item, index) => (String(index) === key ? (replacedIn(item, rest, value) ?? null) : item));
  }
  if (!isObject(at) || !Object.hasOwn(at, key)) return at;
  const entries = Object.entries(at).flatMap(([name, item]): [string, Json][] => {
    const now = name === key ? replacedIn(item, rest, value) : item;
    return now === undefined ? [] : [[name, now]];
  });
  return Object.fromEntries(entries);
}
