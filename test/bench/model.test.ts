import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planFor } from '../../scripts/bench/model.ts';
import type { Load, Measured } from '../../scripts/bench/model.ts';
import { withScaleTable } from '../../scripts/bench/scale.ts';

const measured: Measured = {
  worker: { request: 500, event: 50 },
  object: { call: 500, event: 20, envelope: 500 },
  read: { call: 10, envelope: 10 },
  idBytes: 20,
};
const load: Load = { name: 'a platform', rate: 5000, dedupeDays: 1, envelope: 100, answer: 100 };

describe('the plan for a load', () => {
  test('of one shard writes four rows for each request of a hundred events and one for its envelope', () => {
    const { requests, shards, rows, workerMilliseconds } = planFor(load, 100, measured);
    expect({ requests, shards, rows: Math.round(rows), workerMilliseconds }).toEqual({
      ...{ requests: 50, shards: 1, workerMilliseconds: 55_000 },
      // Two thousand are rows of five hundred ids, which are deleted; ten are of the alarm, which sends without a pause: one for every
      // twenty seconds of two hundred; seventeen are of minutes.
      rows: 52_027,
    });
  });

  test('takes more shards for more days of ids, and each of them writes its rows', () => {
    const { shards, rows } = planFor({ ...load, dedupeDays: 4 }, 100, measured);
    expect({ shards, rows: Math.round(rows / 1000) }).toEqual({ shards: 4, rows: 172 });
  });

  test('takes more shards for single events, by their calls', () => {
    expect(planFor(load, 1, measured).shards).toBe(10);
  });

  test('writes a chunk for each envelope of a large request', () => {
    expect(Math.round(planFor(load, 1000, measured).rows)).toBe(33_027);
  });

  test('stores calls that come within ten milliseconds together', () => {
    const { shards, rows } = planFor(load, 10, measured);
    // Five calls in that time: four rows for fifty events, where each call would write them for its ten.
    expect({ shards, rows: Math.round(rows) }).toEqual({ shards: 1, rows: 92_027 });
  });

  test('costs no more than the plan where all is included', () => {
    expect(planFor({ ...load, rate: 40 }, 100, measured).month).toBe(5);
  });

  test('has parts that add up', () => {
    const { dollars, total } = planFor(load, 20, measured);
    expect(total).toBeCloseTo(Object.values(dollars).reduce((sum, part) => sum + part, 0));
  });
});

test('docs/27-scale.md holds the table of today', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/27-scale.md'), 'utf8');
  expect(withScaleTable(page)).toBe(page);
});
