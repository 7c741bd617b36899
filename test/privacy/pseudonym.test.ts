import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createEventIds } from '../../src/privacy/event-id.ts';
import { createDestinationIds } from '../../src/privacy/pseudonym-destination.ts';
import { createPseudonymPeriods } from '../../src/privacy/pseudonym-periods.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { TextMemory } from '../../src/privacy/text-memory.ts';
import { uuidOf } from '../../src/privacy/uuid.ts';

// The bytes 0 to 31, and 32 to 63. What is expected was computed with Python's hmac and uuid.
const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
const second = Uint8Array.from({ length: 32 }, (_, index) => index + 32);

describe('pseudonyms', () => {
  it('are these for ever: receivers know people by them', () => {
    const pseudonym = createPseudonyms(secret);
    expect([pseudonym('learner', '31'), pseudonym('username', '31'), pseudonym('session', 'Ünï')]).toEqual([
      '127b7289-f920-8622-93ec-a1fdc60512d2',
      '04a18a79-a206-89ba-b7ed-a788bbd46e5b',
      '6196c6fb-3d0e-8fc6-856e-f594f484a2e6',
    ]);
  });

  it('stay the same for values that seldom come again, of which few are remembered', () => {
    const pseudonym = createPseudonyms(new Uint8Array(32).fill(7), 10);
    const fresh = createPseudonyms(new Uint8Array(32).fill(7));
    for (let i = 0; i < 40_050; i++) pseudonym('learner', String(i));
    const values = Array.from({ length: 100 }, (_, i) => String(40_000 + (i % 60)));
    expect(values.map((value) => pseudonym('learner', value))).toEqual(values.map((value) => fresh('learner', value)));
  });

  it('stay the same when the room for them is used up by a scope whose values do not come again', () => {
    const pseudonym = createPseudonyms(secret, 1000);
    const fresh = createPseudonyms(secret);
    for (let i = 0; i < 5000; i++) {
      const learner = String(i % 400);
      expect(pseudonym('learner', learner)).toBe(fresh('learner', learner));
      pseudonym('session', `session ${i}`);
    }
    expect(pseudonym('session', 'session 4999')).toBe(fresh('session', 'session 4999'));
  });

  it('are remembered up to a bound, also beside scopes that hold few or none', () => {
    const set = vi.spyOn(TextMemory.prototype, 'set');
    try {
      const pseudonym = createPseudonyms(secret, 1000);
      for (let i = 0; i < 5; i++) pseudonym('certificate', `certificate ${i}`);
      for (let i = 0; i < 5000; i++) for (let time = 0; time < 5; time++) pseudonym('session', `session ${i}`);
      const most = Math.max(...set.mock.contexts.map((memory) => (memory as TextMemory).size));
      expect(most).toBeGreaterThan(500);
      expect(most).toBeLessThanOrEqual(1000);
    } finally {
      set.mockRestore();
    }
  });

  it('are remembered for values of up to a hundred characters', () => {
    const set = vi.spyOn(TextMemory.prototype, 'set');
    try {
      const pseudonym = createPseudonyms(secret);
      const made = ['x'.repeat(100), 'x'.repeat(101)].map((value) => pseudonym('learner', value));
      expect(set.mock.calls).toEqual([['x'.repeat(100), made[0]]]);
      expect(pseudonym('learner', 'x'.repeat(101))).toBe(made[1]);
    } finally {
      set.mockRestore();
    }
  });

  it('stay the same when more have been made than are remembered', () => {
    const pseudonym = createPseudonyms(secret);
    const first = pseudonym('learner', '31');
    for (let id = 0; id < 30_000; id++) pseudonym('learner', `many ${id}`);
    expect(pseudonym('learner', '31')).toBe(first);
  });

  it('need a secret of 32 bytes', () => {
    expect(() => createPseudonyms(new Uint8Array(31))).toThrow(
      new RangeError('a pseudonym secret has at least 32 bytes'),
    );
  });
});

describe('event ids', () => {
  it('are these for ever: receivers recognise repeats by them', () => {
    const eventId = createEventIds(secret);
    expect([eventId('seed', 'video-paused', 0), eventId('seed', 'video-paused', 1)]).toEqual([
      'urn:uuid:657b9eab-c70e-5e2d-b205-2357927a83e2',
      'urn:uuid:143f63a3-8072-573a-b720-724a5f86f666',
    ]);
  });

  it('are those of the same hash however long the record, whichever came before', () => {
    const eventId = createEventIds(secret);
    const namespace = createHmac('sha256', secret).update('caliper-edge event id namespace').digest().subarray(0, 16);
    const expected = (seed: string, index: number): string => {
      const digest = createHash('sha1').update(namespace).update(`${seed}\nnotes-viewed\n${index}`).digest();
      return `urn:uuid:${uuidOf(digest, 5)}`;
    };
    const seeds = ['ü'.repeat(4_096), 'ü'.repeat(4_097), `${'x'.repeat(9_999)}1`, `${'x'.repeat(9_999)}2`];
    for (const seed of [...seeds, ...seeds]) {
      expect([0, 1].map((index) => eventId(seed, 'notes-viewed', index))).toEqual([
        expected(seed, 0),
        expected(seed, 1),
      ]);
    }
  });
});

describe('ids of destinations', () => {
  const adapter = createPseudonyms(secret)('learner', '31');
  const event = createEventIds(secret)('seed', 'video-paused', 0);

  it('are these for ever', () => {
    const udp = createDestinationIds('udp', [secret, second]);
    expect([udp.person(adapter, 0), udp.person(adapter, 1), udp.thing(adapter), udp.event(event)]).toEqual([
      '3ef6635f-579d-8b90-8c08-fd1c881b42a9',
      '5919afc8-0519-80fa-bfe5-ddcfb1264140',
      'c5946813-9500-8fd3-9864-ba79419a1266',
      'urn:uuid:e6606011-0437-5694-a0f4-bbb8c8cd1837',
    ]);
  });

  it('are others for another name', () => {
    const all = ['udp', 'lrs'].flatMap((name) => {
      const ids = createDestinationIds(name, [secret]);
      return [ids.person(adapter, 0), ids.thing(adapter), ids.event(event)];
    });
    expect(new Set([...all, adapter, event]).size).toBe(8);
  });

  it('stay those of a person when the first secret is gone for good and the second has its place', () => {
    const before = createDestinationIds('udp', [secret, second]);
    const after = createDestinationIds('udp', [second]);
    expect(after.person(adapter, 0)).toBe(before.person(adapter, 1));
  });

  it('keep to the one secret that a destination has of its own, whatever the period', () => {
    const own = createDestinationIds('', [second]);
    expect(own.person(adapter, 3)).toBe(own.person(adapter, 0));
    expect(own.person(adapter, 0)).toBe('1e38ea60-da18-89c6-9175-386351e3d778');
  });
});

describe('secrets that take turns', () => {
  const at = createPseudonymPeriods(secret, [
    { from: '2027-01-01T00:00:00.000Z', secret: second },
    { from: '2028-01-01T00:00:00.000Z', secret: secret.toReversed() },
  ]);

  it.each([
    ['2026-12-31T23:59:59.999999Z', 0],
    ['2027-01-01T00:00:00.000000Z', 1],
    ['2027-01-01T00:59:59+01:00', 0],
    ['2027-01-01T01:00:00+01:00', 1],
    ['2027-12-31T23:59:59.999Z', 1],
    ['2028-01-01', 2],
    ['2999-01-01T00:00:00Z', 2],
    ['1970-01-01T00:00:00Z', 0],
    ['yesterday', 0],
    ['', 0],
    [undefined, 0],
    [null, 0],
    [1_830_297_600, 0],
  ])('at %s it is the turn of secret %d', (time, period) => {
    const expected = [secret, second, secret.toReversed()][period] ?? secret;
    expect(at(time).period).toBe(period);
    expect(at(time).pseudonym('learner', '31')).toBe(createPseudonyms(expected)('learner', '31'));
  });

  it('is always the first without a rotation, and no time is read', () => {
    const { period, pseudonym } = createPseudonymPeriods(secret)('2999-01-01T00:00:00Z');
    expect([period, pseudonym('learner', '31')]).toEqual([0, createPseudonyms(secret)('learner', '31')]);
  });
});
