import { describe, expect, test } from 'vitest';
import { niceTop, sentence } from '../../src/console/chart.ts';
import { lastHour } from '../../src/console/history.ts';
import type { Minute } from '../../src/outbox/messages.ts';

const now = Date.parse('2026-03-02T10:00:30Z');

function minute(clock: string, more: Partial<Minute>): Minute {
  const at = Date.parse(`2026-03-02T${clock}:00Z`);
  return { at, accepted: 0, delivered: 0, failed: 0, dead: 0, backlog: 0, ...more };
}

describe('the last hour', () => {
  test('has sixty minutes, the current one last, and adds the shards up', () => {
    const minutes = lastHour(
      [
        [minute('09:58', { accepted: 3, backlog: 3 }), minute('10:00', { delivered: 2, dead: 1, backlog: 0 })],
        [minute('10:00', { accepted: 5, failed: 1, backlog: 5 })],
      ],
      now,
    );
    expect(minutes).toHaveLength(60);
    expect(minutes[0]).toEqual(minute('09:01', {}));
    expect(minutes.slice(-3)).toEqual([
      minute('09:58', { accepted: 3, backlog: 3 }),
      minute('09:59', { backlog: 3 }),
      minute('10:00', { accepted: 5, delivered: 2, failed: 1, dead: 1, backlog: 5 }),
    ]);
    expect(sentence(minutes)).toBe(
      'The last hour: 8 events accepted, 2 delivered, 2 failed or dead; 5 wait now, at most 5 waited.',
    );
  });

  test('begins with what waited before it', () => {
    const minutes = lastHour([[minute('07:00', { accepted: 9, backlog: 9 })]], now);
    expect(minutes.map(({ backlog }) => backlog)).toEqual(new Array(60).fill(9));
    expect(minutes.every(({ accepted }) => accepted === 0)).toBe(true);
  });

  test('is empty where nothing ever happened', () => {
    expect(sentence(lastHour([[]], now))).toBe(
      'The last hour: 0 events accepted, 0 delivered, 0 failed or dead; 0 wait now, at most 0 waited.',
    );
  });
});

test('the scale of the chart ends at a round number', () => {
  const values = [0, 1, 4, 5, 10, 11, 31, 59, 61, 199, 12_345];
  expect(values.map(niceTop)).toEqual([4, 4, 4, 6, 10, 20, 40, 60, 100, 200, 20_000]);
});
