import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { append } from '../../src/outbox/append.ts';
import { createDestinations } from '../../src/outbox/destinations.ts';
import type { OutboxRecord } from '../../src/outbox/messages.ts';
import { take } from '../../src/outbox/take.ts';
import { destination, testConfig } from './config.ts';
import { START, eventId, outbox, request } from './steps.ts';

const LARGE = { events: 1000, bytes: 500_000 };

/** What is taken of chunks with so many events each: the number of each event, and the events of each chunk that was touched. */
async function taken(
  chunks: readonly number[],
  done: number,
  limits: { events: number; bytes: number },
): Promise<{ events: number[]; chunks: number[] }> {
  return runInDurableObject(outbox(`take ${chunks.join()} ${done} ${limits.events} ${limits.bytes}`), (_, state) => {
    const { sql } = state.storage;
    const config = { ...testConfig, destinations: [destination('udp')], outboxBytes: 9_000_000 };
    createDestinations(sql, ['udp']);
    let number = 0;
    for (const size of chunks) {
      const records = Array.from({ length: size }, (): OutboxRecord => {
        const id = eventId(number++);
        return { index: 0, rule: 'played', source: 'lms', events: [{ id, text: JSON.stringify({ id }) }] };
      });
      expect(append(sql, config, request(records), START).ok).toBe(true);
    }
    const found = take(sql, 'udp', done, limits);
    const numbers = found.texts.map((text) => Number.parseInt((JSON.parse(text) as { id: string }).id.slice(-12), 16));
    expect(found.count).toBe(numbers.length);
    return { events: numbers, chunks: found.chunks.map(({ events }) => events) };
  });
}

const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, index) => from + index);

test('an envelope takes as many chunks as it has room for, however many that are', async () => {
  const single = upTo(90).map(() => 1);
  expect(await taken(single, 0, LARGE)).toEqual({ events: upTo(90), chunks: single });
  expect(await taken(single, 0, { ...LARGE, events: 70 })).toEqual({ events: upTo(70), chunks: single.slice(20) });
  expect(await taken(single, 0, { ...LARGE, events: 4 })).toEqual({ events: upTo(4), chunks: [1, 1, 1, 1] });
  expect(await taken([], 0, LARGE)).toEqual({ events: [], chunks: [] });
});

test('an envelope begins behind what is settled, and ends within a chunk', async () => {
  expect(await taken([5, 5, 5], 3, { ...LARGE, events: 4 })).toEqual({ events: [3, 4, 5, 6], chunks: [5, 5] });
  expect(await taken([5, 5, 5], 3, { ...LARGE, events: 2 })).toEqual({ events: [3, 4], chunks: [5] });
  expect(await taken([5, 5, 5], 4, LARGE)).toEqual({ events: upTo(15, 4), chunks: [5, 5, 5] });
});

test('bytes bound an envelope as well, also behind what is settled of a chunk, but one event is always taken', async () => {
  // {"id":"urn:uuid:…"} has 54 bytes, and counts with its separator.
  const bytes = 55;
  expect(await taken([2, 2, 2, 2, 2, 2], 0, { ...LARGE, bytes: 11 * bytes })).toMatchObject({ events: upTo(11) });
  expect(await taken([4, 4, 4], 3, { ...LARGE, bytes: 6 * bytes })).toMatchObject({ events: upTo(9, 3) });
  expect(await taken([4, 4], 1, { ...LARGE, bytes: 1 })).toEqual({ events: [1], chunks: [4] });
});
