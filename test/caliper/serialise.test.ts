import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalProperties } from '../../src/caliper/model.ts';
import { readJson } from '../../src/caliper/read.ts';
import { serialise } from '../../src/caliper/serialise.ts';
import { validateText } from '../../src/caliper/validate.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import { events } from './documents.ts';

test('a decimal has a fraction, an integer none, and extensions are plain JSON', () => {
  const score = { type: 'Score', maxScore: 10, scoreGiven: 7.5, count: 10, extensions: { maxScore: 10 } };
  expect(serialise(score)).toBe(
    '{"type":"Score","maxScore":10.0,"scoreGiven":7.5,"count":10,"extensions":{"maxScore":10}}',
  );
});

describe('a decimal is written', () => {
  test.each([
    [0, '0.0'],
    [-0, '0.0'],
    [-3, '-3.0'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000.0'],
    [1.5e22, '15000000000000000000000.0'],
    [1e-7, '0.0000001'],
    [-1.25e-9, '-0.00000000125'],
    [2 ** 53, '9007199254740992.0'],
    [5e-324, `0.${'0'.repeat(323)}5`],
  ])('%d as %s', (value, text) => {
    expect(serialise({ maxScore: value })).toBe(`{"maxScore":${text}}`);
  });
});

test('a decimal is found in an array inside an entity', () => {
  expect(serialise(events.unknownLearnerUsedTool)).toContain('"metricValue":30.0');
});

test('a document without decimals, and an empty one, is what JSON.stringify writes', () => {
  expect(serialise(events.mediaPaused)).toBe(JSON.stringify(events.mediaPaused));
  expect(serialise({})).toBe('{}');
});

const keys = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...decimalProperties, 'extensions', 'count', '__proto__'),
);
const { tree } = fc.letrec<{ tree: CaliperObject; value: CaliperObject[string] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('tree'),
  ),
  tree: fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));

test('whatever is written is read back as JSON.stringify would have had it', () => {
  fc.assert(
    fc.property(tree, (object) => {
      expect(JSON.parse(serialise(object))).toEqual(JSON.parse(JSON.stringify(object)));
    }),
    { numRuns: 500 },
  );
});

test('outside extensions every decimal is written with a fraction and without an exponent', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...decimalProperties),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (key, value) => {
        expect(serialise({ object: { items: [{ [key]: value }] } })).toMatch(/:-?\d+\.\d+\}\]\}\}$/);
      },
    ),
  );
});

test.each(Object.entries(events))('%s, once written, has nothing that its text alone gives away', (_, event) => {
  expect(readJson(serialise(event))).toMatchObject({ ok: true, value: event });
  expect(validateText(serialise(event))).toEqual([]);
});
