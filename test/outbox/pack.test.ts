import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idKey } from '../../src/outbox/dedupe.ts';
import { envelopeLimits, pack, unpackRules } from '../../src/outbox/pack.ts';

const event = fc
  .record({ text: fc.string({ minLength: 1, unit: 'binary-ascii' }), rule: fc.constantFrom('a', 'b', 'c') })
  .map(({ text, rule }) => ({ text: JSON.stringify(text), rule }))
  .map(({ text, rule }) => ({ text, rule, bytes: Buffer.byteLength(text) }));

test('chunks keep every event with its rule, in order, within the limits', () => {
  const limits = fc.record({ events: fc.integer({ min: 1, max: 10 }), bytes: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(fc.array(event), limits, (events, limit) => {
      const chunks = pack(events, limit);
      expect(chunks.flatMap((chunk) => chunk.texts.split('\n'))).toEqual(events.map(({ text }) => text));
      expect(chunks.flatMap((chunk) => unpackRules(JSON.stringify(chunk.rules)))).toEqual(
        events.map(({ rule }) => rule),
      );
      for (const chunk of chunks) {
        expect(chunk.events).toBe(chunk.texts.split('\n').length);
        expect(chunk.bytes).toBe(Buffer.byteLength(chunk.texts) + 1);
        expect(chunk.events).toBeLessThanOrEqual(limit.events);
        if (chunk.events > 1) expect(chunk.bytes).toBeLessThanOrEqual(limit.bytes);
      }
    }),
  );
});

test('an envelope leaves room for its own properties and never outgrows a row', () => {
  expect(envelopeLimits({ events: 100, bytes: 524_288 }, 'https://a.example/1')).toEqual({
    events: 100,
    bytes: 524_069,
  });
  expect(envelopeLimits({ events: 100, bytes: 50_000_000 }, '')).toEqual({ events: 100, bytes: 1_000_000 });
});

test('an event id is remembered as its sixteen bytes', () => {
  expect(idKey('urn:uuid:0a1b2c3d-0000-5000-8000-00000000ffff')).toBe('0a1b2c3d00005000800000000000ffff');
  expect(idKey('x:1')).toBe('783a31');
});
