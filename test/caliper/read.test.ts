import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJson } from '../../src/caliper/read.ts';

test('any JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      expect(readJson(text)).toMatchObject({ ok: true, value: JSON.parse(text) as unknown, duplicates: [] });
    }),
  );
});

test('text is JSON exactly when JSON.parse says so', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    '1',
    '01',
    '-',
    '1.',
    '.5',
    '1e5',
    'true',
    'nul',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
      (text) => {
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect(readJson(text).ok).toBe(parses);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a whole number that was written with a fraction or an exponent is remembered with its object', () => {
  const read = readJson('{"a":10.0,"b":10,"c":1.5,"d":{"e":1e1}}');
  if (!read.ok) throw new Error(read.message);
  expect([...read.fractions.values()].map((keys) => [...keys])).toEqual([['a'], ['e']]);
});

test('a key that stands twice is reported with its path, and the last one wins', () => {
  expect(readJson('{"a":[{"b":1,"c":2,"b":3}]}')).toMatchObject({
    ok: true,
    value: { a: [{ b: 3, c: 2 }] },
    duplicates: [['a', 0, 'b']],
  });
});

test('a key named __proto__ is a property like any other', () => {
  const read = readJson('{"__proto__":{"x":1}}');
  expect(read.ok && JSON.stringify(read.value)).toBe('{"__proto__":{"x":1}}');
});

test('a text that is not JSON is refused with line and column, and without its content', () => {
  expect(readJson('{"name":\n  Ann}')).toEqual({
    ok: false,
    message: 'The text is not JSON: something unexpected stands at line 2, column 3',
  });
  expect(readJson('{"a":1')).toEqual({ ok: false, message: 'The text is not JSON: the text ends at line 1, column 7' });
  expect(readJson('')).toEqual({ ok: false, message: 'The text is not JSON: the text ends at line 1, column 1' });
});

test('a long string is read, and one that never ends is refused, in linear time', () => {
  const long = 'x'.repeat(3_000_000);
  expect(readJson(`"${long}"`)).toMatchObject({ ok: true, value: long });
  expect(readJson(`"${long}`).ok).toBe(false);
});

test('deep nesting is refused, not a crash', () => {
  expect(readJson('['.repeat(100_000))).toEqual({ ok: false, message: 'The text is nested more than 500 levels deep' });
});
