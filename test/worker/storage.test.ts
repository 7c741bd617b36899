import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { idKey, rememberKeys } from '../../src/outbox/dedupe.ts';
import { appendToShards, outboxShard, shardOf } from '../../src/outbox/shards.ts';
import { ok, receivers } from './receiver.ts';
import { eventId, eventText, freeze, outbox, pass, records, request, ring } from './steps.ts';

const DAY = 86_400_000;

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function rows(stub: ReturnType<typeof outbox>, table: string): Promise<number> {
  return runInDurableObject(
    stub,
    (_, state) => state.storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
  );
}

describe('a repeated request', () => {
  test('is a duplicate and stores nothing', async () => {
    const stub = outbox('repeat');
    await stub.append(request(records(0, 3)));
    expect(await stub.append(request(records(0, 3)))).toEqual({ ok: true, duplicates: [0, 1, 2] });
    expect((await stub.status()).counts).toEqual({
      duplicates: 3,
      emitted: 3,
      events: 3,
      'rule.video-paused.duplicates': 3,
      'rule.video-paused.emitted': 3,
    });
    expect(await rows(stub, 'chunk')).toBe(1);
  });

  test('is a duplicate after delivery and an eviction too', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('repeat-later');
    await stub.append(request(records(0, 3)));
    await ring(stub);
    await evictDurableObject(stub);
    expect(await stub.append(request(records(2, 2)))).toEqual({ ok: true, duplicates: [0] });
    await ring(stub);
    expect(receiver.requests.map((envelope) => envelope.ids)).toEqual([
      [eventId(0), eventId(1), eventId(2)],
      [eventId(3)],
    ]);
  });

  test('of a record stores only the events that are missing', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('partly');
    await stub.append(request(records(0, 1)));
    const both = [0, 1].map((number) => ({ id: eventId(number), text: eventText(number) }));
    expect(await stub.append(request([{ index: 0, rule: 'problem', source: 'lms', events: both }]))).toEqual({
      ok: true,
      duplicates: [],
    });
    await ring(stub);
    expect(receiver.requests.flatMap((envelope) => envelope.ids)).toEqual([eventId(0), eventId(1)]);
  });

  test('within one request is a duplicate of its first record', async () => {
    const stub = outbox('within');
    const [record] = records(0, 1);
    if (record === undefined) throw new Error('no record');
    expect(await stub.append(request([record, { ...record, index: 1 }]))).toEqual({ ok: true, duplicates: [1] });
  });

  test('is recognised for at least as many days as configured, then forgotten', async () => {
    receivers({ udp: ok });
    const stub = outbox('forget');
    await stub.append(request(records(0, 1)));
    pass(7 * DAY - 1);
    expect(await stub.append(request(records(0, 1)))).toEqual({ ok: true, duplicates: [0] });
    pass(1);
    await stub.append(request(records(1, 1)));
    pass(7 * DAY);
    await ring(stub);
    await ring(stub, 0);
    expect(await rows(stub, 'seen')).toBe(1);
    expect(await stub.append(request([...records(0, 1)]))).toEqual({ ok: true, duplicates: [] });
  });
});

describe('ids that are remembered', () => {
  test('are forgotten in time although nothing more is stored or sent', async () => {
    receivers({ udp: ok });
    const stub = outbox('forget-alone');
    await stub.append(request(records(0, 1)));
    await ring(stub);
    pass(7 * DAY);
    await stub.append(request(records(1, 1)));
    await ring(stub);
    expect(await rows(stub, 'seen')).toBe(2);
    expect(await ring(stub, 7 * DAY)).toBe(true);
    expect(await ring(stub, 0)).toBe(true);
    expect(await rows(stub, 'seen')).toBe(1);
    expect(await ring(stub, 0)).toBe(false);
  });

  test('are all forgotten although a record waits in the quarantine for its own time', async () => {
    const stub = outbox('forget-beside');
    const many = Array.from({ length: 6_000 }, (_, number) => idKey(eventId(number)));
    await runInDurableObject(stub, (_, state) => {
      rememberKeys(state.storage.sql, many, 7, Date.now());
      rememberKeys(state.storage.sql, [idKey(eventId(9_000))], 7, Date.now() + 7 * DAY);
    });
    pass(14 * DAY);
    const kept = {
      key: 'ab'.repeat(16),
      source: 'lms',
      kind: 'unmapped',
      name: 'a',
      code: 'NO_RULE',
      message: '',
    } as const;
    await stub.append({ ...request([]), quarantine: [{ ...kept, sealed: new ArrayBuffer(8) }] });
    await ring(stub);
    expect(await rows(stub, 'seen')).toBe(1_001);
    expect(await runInDurableObject(stub, (_, state) => state.storage.getAlarm())).toBe(Date.now());
    await ring(stub, 0);
    expect(await rows(stub, 'seen')).toBe(1);
  });
});

describe('a full outbox', () => {
  test('refuses the whole request and stores nothing of it', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('full');
    const filler = 'x'.repeat(1000);
    expect(await stub.append(request(records(0, 130, { filler })))).toEqual({ ok: true, duplicates: [] });
    const before = await stub.status();
    expect(await stub.append({ ...request(records(200, 60, { filler })), counts: { skipped: 1 } })).toEqual({
      ok: false,
      reason: 'full',
      retryAfterSeconds: 30,
    });
    expect(await stub.status()).toEqual(before);
    await ring(stub);
    expect(receiver.requests.flatMap((envelope) => envelope.ids)).toHaveLength(130);
    expect(await stub.append(request(records(200, 60, { filler })))).toEqual({ ok: true, duplicates: [] });
  });

  test('takes a request without events, whose counters need no room', async () => {
    const stub = outbox('full-counts');
    expect(await stub.append({ records: [], counts: { skipped: 2 }, unmapped: { 'edx.new': 2 } })).toEqual({
      ok: true,
      duplicates: [],
    });
    const { counts, unmapped } = await stub.status();
    expect({ counts, unmapped }).toEqual({ counts: { skipped: 2 }, unmapped: { 'edx.new': 2 } });
  });
});

describe('what cannot be stored as it is', () => {
  test('an event larger than a row is listed at once', async () => {
    const stub = outbox('large');
    expect(await stub.append(request(records(0, 1, { filler: 'x'.repeat(1_000_001) })))).toEqual({
      ok: true,
      duplicates: [],
    });
    expect(await stub.deadLetters({ cursor: 0, limit: 10 })).toMatchObject([
      { eventId: eventId(0), reason: 'TOO_LARGE', text: '', attempts: 0 },
    ]);
  });

  test('unmapped names beyond the thousandth share one counter', async () => {
    const stub = outbox('names');
    const unmapped = Object.fromEntries(Array.from({ length: 1_010 }, (_, number) => [`name-${number}`, 1]));
    await stub.append({ records: [], counts: {}, unmapped });
    await stub.append({ records: [], counts: {}, unmapped: { 'name-3': 4, another: 1 } });
    const stored = (await stub.status()).unmapped;
    expect(Object.keys(stored)).toHaveLength(1_001);
    expect([stored['name-3'], stored['(other)']]).toEqual([5, 11]);
  });
});

test('dead letters are listed by filter and page', async () => {
  receivers({ udp: () => new Response(null, { status: 400 }) });
  const stub = outbox('listing');
  await stub.append(request([...records(0, 2, { rule: 'a' }), ...records(2, 2, { rule: 'b' })]));
  await ring(stub);
  const ids = async (query: object): Promise<string[]> =>
    (await stub.deadLetters({ cursor: 0, limit: 100, ...query })).map((letter) => letter.eventId);
  expect(await ids({})).toEqual([0, 1, 2, 3].map(eventId));
  expect(await ids({ rule: 'b' })).toEqual([2, 3].map(eventId));
  expect(await ids({ cursor: 1, limit: 2 })).toEqual([1, 2].map(eventId));
  expect(await ids({ ids: [1, 4] })).toEqual([0, 3].map(eventId));
  expect(await ids({ reason: 'ATTEMPTS_SPENT' })).toEqual([]);
  expect(await ids({ destination: 'other' })).toEqual([]);
});

test('dead letters are replayed with their ids, or dropped, by filter', async () => {
  let healed = false;
  const receiver = receivers({ udp: () => new Response(null, { status: healed ? 200 : 400 }) });
  const stub = outbox('replay');
  await stub.append(request([...records(0, 3, { rule: 'a' }), ...records(3, 2, { rule: 'b' })]));
  await ring(stub);
  healed = true;
  receiver.requests.length = 0;
  expect(await stub.replayDeadLetters({ rule: 'a' })).toEqual({ count: 3, more: false });
  expect(await stub.replayDeadLetters({ destination: 'other' })).toEqual({ count: 0, more: false });
  await ring(stub);
  expect(receiver.requests.flatMap((envelope) => envelope.ids)).toEqual([0, 1, 2].map(eventId));
  expect(await stub.dropDeadLetters({ ids: [4] })).toEqual({ count: 1, more: false });
  expect((await stub.deadLetters({ cursor: 0, limit: 9 })).map((letter) => letter.eventId)).toEqual([eventId(4)]);
  expect((await stub.status()).destinations.find(({ name }) => name === 'udp')).toMatchObject({
    backlog: 0,
    backlogBytes: 0,
    delivered: 3,
    deadLetters: 1,
  });
});

describe('shards', () => {
  test('a learner has one shard, for ever', () => {
    expect(['anna', 'bert', 'carla', ''].map((key) => shardOf(key, 4))).toEqual([3, 2, 2, 1]);
    expect(shardOf('anything', 1)).toBe(0);
  });

  test('records go to the shard of their learner, and duplicates are told by position', async () => {
    const list = records(0, 20).map((record, index) => ({ ...record, shardKey: `learner-${index % 5}` }));
    const append = async (): Promise<unknown> => appendToShards(env.OUTBOX, { shards: 3 }, request(list));
    expect(await append()).toEqual({ ok: true, duplicates: [] });
    expect(await append()).toEqual({ ok: true, duplicates: list.map(({ index }) => index) });
    const backlogs = await Promise.all(
      [0, 1, 2].map(async (shard) => {
        const status = await outboxShard(env.OUTBOX, shard).status();
        return status.destinations.find(({ name }) => name === 'udp')?.backlog;
      }),
    );
    const expected = [0, 1, 2].map((shard) => list.filter(({ shardKey }) => shardOf(shardKey, 3) === shard).length);
    expect(backlogs).toEqual(expected);
  });
});
