import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAt } from '../../src/privacy/look-at.ts';

describe('a look at a value', () => {
  it.each([
    ['', 'plain', true, 0],
    ['3', 'plain', true, 0],
    ['8456123', 'plain', true, 0],
    ['jane_doe', 'plain', false, 0],
    ['learner_7', 'plain', false, 4],
    ['learner_7000001', 'plain', false, 7],
    ['203.0.113.77', 'plain', false, 0],
    ['jane@example.org', 'ascii', false, 0],
    ['2001:db8::1', 'ascii', false, 0],
    ['jane doe', 'any', false, 0],
    ['jane%20doe', 'any', false, 0],
    ['zoë', 'any', false, 0],
    ['Jane', 'any', false, 1],
    [`${'a'.repeat(61)}qaa`, 'plain', false, 61],
    [`${'a'.repeat(62)}qaa`, 'plain', false, 0],
  ])('of "%s" tells how it is written, whether all are digits, and where its rarest character is', (text, ...told) => {
    const { spelling, digits, rareAt } = lookAt(text);
    expect([spelling, digits, rareAt]).toEqual(told);
  });

  it('tells what regular expressions tell', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.string({ maxLength: 1 }), fc.string({ unit: 'grapheme' })) }),
        (text) => {
          const { spelling, digits, rareAt } = lookAt(text);
          expect([spelling === 'plain', spelling !== 'any', digits]).toEqual([
            /^[a-z0-9_.~-]*$/.test(text),
            /^[!#$&-@[\]-~]*$/.test(text),
            /^\d*$/.test(text),
          ]);
          expect(rareAt).toBeLessThanOrEqual(Math.max(0, text.length - 3));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
