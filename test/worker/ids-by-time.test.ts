import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OutboxRecord } from '../../src/outbox/messages.ts';
import { createTables } from '../../src/outbox/schema.ts';
import { ok, receivers } from './receiver.ts';
import { START, eventId, freeze, outbox, pass, records, request, ring } from './steps.ts';

const DAY = 86_400_000;

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** The same, made of records of that time, one each `pace` milliseconds. */
function at(time: number, list: OutboxRecord[], pace = 0): OutboxRecord[] {
  return list.map((record, position) => ({ ...record, time: time + position * pace }));
}

const ZEROS = 'urn:uuid:00000000-0000-0000-0000-000000000000';

/** Records of one event each, with these ids. */
function named(...ids: string[]): OutboxRecord[] {
  return records(0, ids.length).map((record, index) => ({
    ...record,
    events: record.events.map((event) => ({ ...event, id: ids[index] ?? '' })),
  }));
}

async function rows(stub: ReturnType<typeof outbox>, table: string): Promise<number> {
  return runInDurableObject(
    stub,
    (_, state) => state.storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
  );
}

describe('the ids of records whose time never changes', () => {
  test('are remembered together, one row for all of ten seconds', async () => {
    const stub = outbox('one-row');
    await stub.append(request(at(START, records(0, 100), 150)));
    expect([await rows(stub, 'remembered'), await rows(stub, 'seen')]).toEqual([2, 0]);
    await stub.append(request(at(START + 1000, records(100, 100))));
    expect(await rows(stub, 'remembered')).toBe(2);
  });

  test('lie in rows of five hundred, and all are recognised after an eviction', async () => {
    receivers({ udp: ok });
    const stub = outbox('full-rows');
    for (const from of [0, 200, 400, 600]) {
      expect(await stub.append(request(at(START, records(from, 200))))).toEqual({ ok: true, duplicates: [] });
      await ring(stub);
    }
    expect(await rows(stub, 'remembered')).toBe(2);
    await evictDurableObject(stub);
    const answer = await stub.append(request(at(START, records(0, 801))));
    expect(answer).toEqual({ ok: true, duplicates: Array.from({ length: 800 }, (_, index) => index) });
  });

  test('stand in a row as sixteen bytes each, in order', async () => {
    const stub = outbox('bytes');
    await stub.append(request(at(START, [...records(1, 1), ...records(0xabc, 1)])));
    await stub.append(request(at(START, named('urn:uuid:ffffffff-ffff-ffff-ffff-ffffffffffff', ZEROS))));
    const found = await runInDurableObject(stub, (_, state) =>
      state.storage.sql
        .exec<{ span: number; number: number; ids: string }>('SELECT span, number, hex(ids) AS ids FROM remembered')
        .toArray(),
    );
    const ids = [
      ...['00000000000050008000000000000001', '00000000000050008000000000000ABC'],
      ...['FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', '00000000000000000000000000000000'],
    ];
    expect(found).toEqual([{ span: START / 10_000, number: 1, ids: ids.join('') }]);
  });

  test('are recognised within a request too, whatever the time or the id', async () => {
    const stub = outbox('within');
    const odd = 'urn:uuid:00000000-0000-5000-8000-00000000000A';
    const list = [
      ...at(START, named(ZEROS, odd, eventId(1))),
      ...at(START + 60_000, named(eventId(1))),
      ...named(eventId(1), ZEROS, odd, eventId(2)),
      ...at(START, named(eventId(2), eventId(3))),
    ].map((record, index) => ({ ...record, index }));
    expect(await stub.append(request(list))).toEqual({ ok: true, duplicates: [3, 4, 5, 6, 8] });
    // Three by their time; one that is no id of ours, and one that came without a time first.
    expect([await rows(stub, 'remembered'), await rows(stub, 'seen')]).toEqual([1, 2]);
    await evictDurableObject(stub);
    expect(await stub.append(request(at(START, named(ZEROS, odd, eventId(1), eventId(2), eventId(3)))))).toEqual({
      ...{ ok: true, duplicates: [0, 1, 2, 3, 4] },
    });
  });

  test('are recognised when they come again, also among new ones, and after delivery and an eviction', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('again');
    await stub.append(request(at(START, records(0, 3))));
    expect(await stub.append(request(at(START, records(2, 2))))).toEqual({ ok: true, duplicates: [0] });
    await ring(stub);
    await evictDurableObject(stub);
    expect(await stub.append(request(at(START, records(0, 5))))).toEqual({ ok: true, duplicates: [0, 1, 2, 3] });
    await ring(stub);
    expect(receiver.requests.map(({ ids }) => ids)).toEqual([[0, 1, 2, 3].map(eventId), [eventId(4)]]);
  });

  test('are recognised where they were remembered one by one', async () => {
    const stub = outbox('one-by-one');
    await stub.append(request(records(0, 2)));
    expect(await stub.append(request(at(START, records(0, 3))))).toEqual({ ok: true, duplicates: [0, 1] });
  });

  test('are not remembered when there was no room for the events', async () => {
    receivers({ udp: ok });
    const stub = outbox('no-room');
    const filler = 'x'.repeat(1000);
    await stub.append(request(at(START, records(0, 130, { filler }))));
    expect(await stub.append(request(at(START, records(200, 60, { filler }))))).toMatchObject({ reason: 'full' });
    await ring(stub);
    expect(await stub.append(request(at(START, records(200, 60, { filler }))))).toEqual({ ok: true, duplicates: [] });
  });

  test('are not remembered when the transaction is rolled back', async () => {
    const stub = outbox('rolled-back');
    await stub.append(request(at(START, records(0, 1))));
    const refused = await runInDurableObject(stub, (object, state) => {
      const { sql } = state.storage;
      sql.exec("CREATE TRIGGER refuse BEFORE INSERT ON minute BEGIN SELECT RAISE(ABORT, 'refused'); END");
      pass(60_000);
      let message = '';
      try {
        void object.append(request(at(START, records(1, 2))));
      } catch (error) {
        message = String(error);
      }
      sql.exec('DROP TRIGGER refuse');
      return message;
    });
    expect(refused).toContain('refused');
    expect(await stub.append(request(at(START, records(0, 3))))).toEqual({ ok: true, duplicates: [0] });
    expect((await stub.status()).counts).toEqual({
      duplicates: 1,
      emitted: 3,
      events: 3,
      'rule.video-paused.duplicates': 1,
      'rule.video-paused.emitted': 3,
    });
  });

  test('are forgotten after as many days as configured', async () => {
    receivers({ udp: ok });
    const stub = outbox('forget-by-time');
    await stub.append(request(at(START, records(0, 1))));
    pass(7 * DAY - 1);
    expect(await stub.append(request(at(START, records(0, 1))))).toEqual({ ok: true, duplicates: [0] });
    pass(1);
    await stub.append(request(at(START, records(1, 1))));
    pass(7 * DAY);
    await ring(stub);
    await ring(stub, 0);
    expect(await rows(stub, 'remembered')).toBe(1);
    expect(await stub.append(request(at(START, records(0, 2))))).toEqual({ ok: true, duplicates: [1] });
  });
});

describe('a store of an earlier release', () => {
  test('keeps its chunks, in order', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('former-chunks');
    await stub.append(request(records(0, 2)));
    await stub.append(request(records(2, 1)));
    await runInDurableObject(stub, (_, state) => {
      const { sql } = state.storage;
      sql.exec('ALTER TABLE chunk RENAME TO moved');
      sql.exec(`CREATE TABLE chunk (id INTEGER PRIMARY KEY, destination TEXT NOT NULL, events INTEGER NOT NULL,
        bytes INTEGER NOT NULL, at INTEGER NOT NULL, rules TEXT NOT NULL, texts TEXT NOT NULL)`);
      sql.exec('CREATE INDEX chunk_destination ON chunk (destination, id)');
      sql.exec(`INSERT INTO chunk (id, destination, events, bytes, at, rules, texts)
        SELECT id + 40, destination, events, bytes, at, rules, texts FROM moved`);
      sql.exec('DROP TABLE moved');
      createTables(sql);
    });
    await stub.append(request(records(3, 1)));
    await ring(stub);
    expect(receiver.requests.map(({ ids }) => ids)).toEqual([[0, 1, 2, 3].map(eventId)]);
  });

  test('keeps its counters', async () => {
    const stub = outbox('former-counters');
    await runInDurableObject(stub, (_, state) => {
      state.storage.sql.exec("INSERT INTO counter (name, value) VALUES ('emitted', 5), ('skipped', 2)");
    });
    await stub.append(request(records(0, 1)));
    expect((await stub.status()).counts).toEqual({
      ...{ emitted: 6, events: 1, skipped: 2, 'rule.video-paused.emitted': 1 },
    });
  });
});
