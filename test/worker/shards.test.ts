import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { rememberShards, shardNumber } from '../../src/outbox/shard-number.ts';
import { appendToShards, outboxShard } from '../../src/outbox/shards.ts';
import { deadLetterRoutes } from '../../src/status/dead-letters.ts';
import { moveDeadLetterRoutes } from '../../src/status/move-dead-letters.ts';
import { statusRoutes } from '../../src/status/status.ts';
import { testConfig } from './config.ts';
import { receivers } from './receiver.ts';
import { eventId, freeze, outbox, pass, records, request } from './steps.ts';

beforeEach(() => {
  freeze();
});

afterEach(async () => {
  vi.restoreAllMocks();
  // The shards are those of the configuration, so the tests of this file share them.
  for (let shard = 0; shard < 4; shard++) {
    await runInDurableObject(outboxShard(env.OUTBOX, shard), (_, { storage }) => {
      for (const table of ['chunk', 'dead_letter', 'counter', 'tally', 'seen'])
        storage.sql.exec(`DELETE FROM ${table}`);
      storage.sql.exec(
        "UPDATE destination SET state = 'open', reason = NULL, events = 0, bytes = 0, dead = 0, dead_bytes = 0, delivered = 0, done = 0, window_events = 0, suspect = 0, failures = 0, next_attempt = 0",
      );
    });
  }
});

/** The routes and the store of an adapter that is configured with so many shards. */
function adapter(shards: number): {
  append: (from: number, count: number) => Promise<unknown>;
  call: <T>(path: string, init?: RequestInit) => Promise<T>;
} {
  const config = { ...testConfig, shards };
  const access = (bindings: Cloudflare.Env): { config: typeof config; outbox: Cloudflare.Env['OUTBOX'] } => ({
    config,
    outbox: bindings.OUTBOX,
  });
  const app = new Hono<{ Bindings: Cloudflare.Env }>();
  for (const routes of [statusRoutes(access), deadLetterRoutes(access), moveDeadLetterRoutes(access)])
    app.route('/', routes);
  return {
    append: (from, count) => {
      // A learner for each record, so that they lie over all shards.
      const list = records(from, count).map((record, index) => ({ ...record, shardKey: `learner-${from + index}` }));
      return appendToShards(env.OUTBOX, config, request(list));
    },
    call: async <T>(path: string, init: RequestInit = {}): Promise<T> => {
      const headers = { Authorization: 'Bearer admin-token' };
      return (await app.request(path, { ...init, headers }, env)).json();
    },
  };
}

/** Rings the alarms that are set, whatever the configuration says of shards. */
async function ringAll(after = 1000): Promise<void> {
  pass(after);
  for (let shard = 0; shard < 4; shard++) await runDurableObjectAlarm(outboxShard(env.OUTBOX, shard));
}

interface Status {
  shards: unknown[];
  destinations: { name: string; state: string; backlog: number; deadLetters: number; delivered: number }[];
}

const ids = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => eventId(from + index));

describe('when the number of shards changes while events wait', () => {
  test.each([
    [1, 4],
    [4, 1],
    [4, 2],
  ])('from %i to %i, all are delivered once, and the status tells all', async (before, after) => {
    const receiver = receivers({ udp: () => new Response(null, { status: 200 }) });
    expect(await adapter(before).append(0, 40)).toEqual({ ok: true, duplicates: [] });
    const next = adapter(after);
    expect(await next.append(40, 40)).toEqual({ ok: true, duplicates: [] });
    const waiting = await next.call<Status>('/v1/status');
    expect(waiting.destinations.find(({ name }) => name === 'udp')).toMatchObject({ backlog: 80, delivered: 0 });
    expect(waiting.shards).toHaveLength(4);
    await ringAll();
    expect(receiver.requests.flatMap((envelope) => envelope.ids).sort()).toEqual(ids(0, 80));
    const done = await next.call<Status>('/v1/status');
    expect(done.destinations.find(({ name }) => name === 'udp')).toMatchObject({ backlog: 0, delivered: 80 });
  });

  test('dead letters of former shards are listed, replayed and dropped', async () => {
    let status = 400;
    const receiver = receivers({ udp: () => new Response(null, { status }) });
    await adapter(4).append(0, 12);
    const next = adapter(1);
    await ringAll();
    const { deadLetters } = await next.call<{ deadLetters: { id: string; eventId: string }[] }>('/v1/dead-letters');
    expect(deadLetters.map((letter) => letter.eventId).sort()).toEqual(ids(0, 12));
    const inLast = deadLetters.filter(({ id }) => id.startsWith('3.'));
    expect(inLast.length).toBeGreaterThan(0);
    const [dropped] = inLast;
    const move = (name: string, filter: object): Promise<unknown> =>
      next.call(`/v1/dead-letters/${name}`, { method: 'POST', body: JSON.stringify(filter) });
    expect(await move('drop', { ids: [dropped?.id] })).toEqual({ count: 1, more: false });
    status = 200;
    const before = receiver.requests.length;
    expect(await move('replay', {})).toEqual({ count: 11, more: false });
    await ringAll();
    const replayed = receiver.requests.slice(before).flatMap((envelope) => envelope.ids);
    expect(replayed.sort()).toEqual(ids(0, 12).filter((id) => id !== dropped?.eventId));
  });

  test('a destination that is paused in a former shard is seen, and resumed', async () => {
    let status = 401;
    const receiver = receivers({ udp: () => new Response(null, { status }) });
    await adapter(4).append(0, 40);
    await ringAll();
    const next = adapter(1);
    // Only the last one stays paused.
    for (const shard of [0, 1, 2]) await outboxShard(env.OUTBOX, shard).resume('udp');
    status = 200;
    await ringAll();
    const udp = (await next.call<Status>('/v1/status')).destinations.find(({ name }) => name === 'udp');
    expect(udp?.state).toBe('paused');
    expect(udp?.backlog).toBeGreaterThan(0);
    await next.call('/v1/destinations/udp/resume', { method: 'POST' });
    await ringAll();
    expect(new Set(receiver.requests.flatMap((envelope) => envelope.ids)).size).toBe(40);
    expect((await next.call<Status>('/v1/status')).destinations.find(({ name }) => name === 'udp')).toMatchObject({
      state: 'open',
      backlog: 0,
      delivered: 40,
    });
  });
});

test('the largest number of shards that was ever used is remembered', async () => {
  await runInDurableObject(outbox('most-shards'), (_, { storage: { sql } }) => {
    expect([1, 3, 2, 1, 64].map((shards) => rememberShards(sql, shards))).toEqual([1, 3, 3, 3, 64]);
  });
});

test('a shard knows its number by its name', () => {
  expect(['shard-0', 'shard-63', 'inbox', 'shard-', undefined].map(shardNumber)).toEqual([
    0,
    63,
    undefined,
    undefined,
    undefined,
  ]);
});
