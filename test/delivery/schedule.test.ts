import { describe, expect, test } from 'vitest';
import { retryAfterMilliseconds } from '../../src/delivery/retry-after.ts';
import { BACKOFF_STEPS, backoff, dueAt } from '../../src/delivery/schedule.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('1994-11-06T08:48:37Z');

describe('the wait after a failure', () => {
  test('grows from five seconds to ten hours, then the attempts are spent', () => {
    expect(Array.from({ length: 9 }, (_, failures) => backoff(failures + 1, undefined, 0.5))).toEqual([
      5_000,
      30_000,
      120_000,
      600_000,
      1_800_000,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      undefined,
    ]);
  });

  test('is spread by a fifth either way', () => {
    expect([backoff(1, undefined, 0), backoff(1, undefined, 0.999999)]).toEqual([4_000, 6_000]);
  });

  test('is never shorter than Retry-After says', () => {
    expect([0, 0.5, 0.999999].map((random) => backoff(1, 60_000, random))).toEqual([60_000, 66_000, 72_000]);
  });

  test('is not shortened by Retry-After, which would spend the attempts at once', () => {
    expect(backoff(3, 1_000, 0.5)).toBe(120_000);
    expect(backoff(BACKOFF_STEPS.length + 1, 1_000, 0.5)).toBeUndefined();
  });

  test('is bounded by ten hours and a fifth, whatever Retry-After says', () => {
    expect(backoff(1, 400 * HOUR, 0)).toBe(10 * HOUR);
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 60_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 60_000],
    ['Sun Nov  6 08:49:37 1994', 60_000],
    ['Sun, 06 Nov 1994 08:48:60 GMT', 22_000],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ])('%j is read', (value, milliseconds) => {
    expect(retryAfterMilliseconds(value, NOW)).toBe(milliseconds);
  });

  test.each([null, '', 'soon', '-5', '1.5', '1994-11-06T08:49:37Z', 'Sun, 99 Nov 1994 08:49:37 GMT', '9'.repeat(20)])(
    '%j is as good as absent',
    (value) => {
      expect(retryAfterMilliseconds(value, NOW)).toBeUndefined();
    },
  );
});

describe('the next envelope', () => {
  const batch = { events: 100, bytes: 1000, seconds: 2 };
  const waiting = { state: 'open', nextAttempt: 0, window: 0, events: 1, bytes: 10, oldest: 5_000 } as const;

  test.each([
    ['waits for company', waiting, 7_000],
    ['goes at once when it has enough events', { ...waiting, events: 100 }, 0],
    ['goes at once when it has enough bytes', { ...waiting, bytes: 1000 }, 0],
    ['goes at once while a refused one is halved', { ...waiting, window: 3 }, 0],
    [
      'waits for the end of the backing off, full or not',
      { ...waiting, state: 'backing-off', nextAttempt: 9, events: 500 },
      9,
    ],
    ['does not go to a paused destination', { ...waiting, state: 'paused', events: 500 }, undefined],
    ['does not go without events', { ...waiting, events: 0 }, undefined],
  ] as const)('%s', (_, state, expected) => {
    expect(dueAt(state, batch)).toBe(expected);
  });
});
