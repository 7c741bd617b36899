import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AppendRequest, AppendResult, OutboxRecord } from '../../src/outbox/messages.ts';
import { appendToShards, outboxShard } from '../../src/outbox/shards.ts';
import { ok, receivers } from './receiver.ts';
import { START, eventId, freeze, outbox, records, request, ring } from './steps.ts';

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Calls of one turn: the first is stored alone, the others while it is being written. */
async function atOnce(stub: ReturnType<typeof outbox>, calls: readonly AppendRequest[]): Promise<AppendResult[]> {
  return runInDurableObject(stub, async (object) => Promise.all(calls.map(async (call) => object.append(call))));
}

/** Records whose ids are remembered by their time. */
const timed = (from: number, count: number): AppendRequest =>
  request(records(from, count).map((record) => ({ ...record, time: START })));

const stored = (...duplicates: number[]): AppendResult => ({ ok: true, duplicates });

describe('calls that come while one is written', () => {
  test('give the rows, counters and answers that each alone would give', async () => {
    const receiver = receivers({ udp: ok, second: ok, first: ok });
    // Positions of a request begin anew with each call; the last event is in two calls.
    const calls = [
      request(records(0, 2)),
      { ...request(records(2, 3)), counts: { skipped: 1, failed: 1 }, unmapped: { 'edx.a': 1 } },
      { ...request([]), counts: { unmapped: 2 }, unmapped: { 'edx.a': 2 } },
      request([...records(1, 2, { rule: 'b' }), ...records(5, 1, { source: 'both' })]),
      request([...records(5, 1, { source: 'both' }), ...records(6, 1, { filler: 'x'.repeat(1_000_001) })]),
    ].map((call) => ({
      ...call,
      records: call.records.map((record, index): OutboxRecord => ({ ...record, index, time: START })),
    }));
    const together = outbox('together');
    const answers = await atOnce(together, calls);
    expect(answers).toEqual([stored(), stored(), stored(), stored(0, 1), stored(0)]);
    const alone = outbox('one-after-another');
    for (const [index, call] of calls.entries()) expect(await alone.append(call)).toEqual(answers[index]);
    expect(await together.status()).toEqual(await alone.status());
    expect(await together.history()).toEqual(await alone.history());
    for (const stub of [together, alone]) {
      receiver.requests.length = 0;
      await ring(stub);
      expect(receiver.of('udp').map(({ ids }) => ids)).toEqual([[0, 1, 2, 3, 4].map(eventId)]);
      expect(receiver.of('first').map(({ ids }) => ids)).toEqual([[eventId(5)]]);
      expect((await stub.deadLetters({ cursor: 0, limit: 9 })).map((letter) => letter.eventId)).toEqual([eventId(6)]);
    }
  });

  test('are stored although one of them fails, and nothing is stored or counted of that one', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('one-fails');
    const settled = await runInDurableObject(stub, async (object, { storage: { sql } }) => {
      sql.exec(
        "CREATE TRIGGER refuse BEFORE INSERT ON unmapped WHEN NEW.name = 'poison' BEGIN SELECT RAISE(ABORT, 'refused'); END",
      );
      const calls = [
        timed(0, 1),
        timed(1, 2),
        { ...timed(3, 2), unmapped: { poison: 1 }, counts: { skipped: 1 } },
        { ...timed(2, 2), counts: { skipped: 1 } },
      ];
      const outcomes = await Promise.allSettled(calls.map(async (call) => object.append(call)));
      sql.exec('DROP TRIGGER refuse');
      return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.status));
    });
    expect(settled).toEqual([stored(), stored(), 'rejected', stored(0)]);
    expect(await stub.append(timed(0, 5))).toEqual(stored(0, 1, 2, 3));
    expect((await stub.status()).counts).toEqual({
      ...{ emitted: 5, events: 5, duplicates: 5, skipped: 1 },
      ...{ 'rule.video-paused.emitted': 5, 'rule.video-paused.duplicates': 5 },
    });
    await ring(stub);
    expect(receiver.requests.flatMap(({ ids }) => ids)).toEqual([0, 1, 2, 3, 4].map(eventId));
  });

  test('count names of every kind, as a call alone does', async () => {
    const stub = outbox('names-of-objects');
    const unmapped = Object.fromEntries(['toString', '__proto__', 'constructor'].map((name) => [name, 1]));
    const call = { ...request([]), unmapped };
    expect(await atOnce(stub, [request([]), call, call])).toEqual([stored(), stored(), stored()]);
    // In the object: its `__proto__` would not come through a call.
    const rows = await runInDurableObject(stub, (_, { storage: { sql } }) =>
      sql.exec<{ name: string; value: number }>('SELECT name, value FROM unmapped ORDER BY name').toArray(),
    );
    expect(rows).toEqual(['__proto__', 'constructor', 'toString'].map((name) => ({ name, value: 2 })));
  });

  test('fail with the object where it is lost, and whoever asked is told to ask again', async () => {
    const pause = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
    const shard = outboxShard(env.OUTBOX, 0);
    const lost = runInDurableObject(shard, async (object, state) => {
      // There are always several that wait.
      for (let number = 100; number < 130; number++) {
        for (const part of [0, 100]) void object.append(request(records(number + part, 1)));
        await pause();
      }
      state.abort('lost');
    }).catch(() => undefined);
    const state = { gone: false };
    void lost.then(() => (state.gone = true));
    const answers: Promise<AppendResult>[] = [];
    while (!state.gone) {
      answers.push(appendToShards(env.OUTBOX, { shards: 1 }, request(records(answers.length + 1000, 1))));
      await pause();
    }
    const results = await Promise.all(answers);
    for (const result of results) {
      // Which were under way is a matter of time.
      if (!result.ok) expect(result).toEqual({ ok: false, reason: 'unreachable', retryAfterSeconds: 5 });
    }
    const told = results.flatMap((result, number) => (result.ok ? [number] : []));
    const again = await appendToShards(env.OUTBOX, { shards: 1 }, request(records(1000, answers.length)));
    expect(again.ok ? again.duplicates : []).toEqual(expect.arrayContaining(told));
  });
});
