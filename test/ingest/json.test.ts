import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, isObject } from '../../src/ingest/json.ts';

/** The same value with the keys of all its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(turned(inner))}`);
  // As text: an assignment of __proto__ is none of a field.
  return JSON.parse(`{${fields.reverse().join(',')}}`) as unknown;
}

describe('canonical JSON', () => {
  test.each([
    ['keys in order', '{"a":1,"b":{"c":2,"d":3}}', '{"a":1,"b":{"c":2,"d":3}}'],
    ['keys out of order', '{"b":{"d":3,"c":2},"a":1}', '{"a":1,"b":{"c":2,"d":3}}'],
    ['a list whose items are out of order', '{"a":[{"c":2,"b":1}]}', '{"a":[{"b":1,"c":2}]}'],
    ['whole numbers as keys', '{"b":1,"10":2,"9":3}', '{"9":3,"10":2,"b":1}'],
    ['__proto__ as a key', '{"a":1,"__proto__":{"y":1,"x":2}}', '{"__proto__":{"x":2,"y":1},"a":1}'],
  ])('has %s', (_, text, canonical) => {
    expect(canonicalJson(JSON.parse(text))).toBe(canonical);
  });

  test('is the same text whatever the order of the keys, and says the same', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        const canonical = canonicalJson(value);
        expect(canonicalJson(turned(value))).toBe(canonical);
        expect(JSON.parse(canonical)).toEqual(value);
      }),
    );
  });
});
