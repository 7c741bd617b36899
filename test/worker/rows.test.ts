import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { append } from '../../src/outbox/append.ts';
import { createSender } from '../../src/outbox/alarm.ts';
import { createTables } from '../../src/outbox/schema.ts';
import { testConfig } from './config.ts';
import { receivers } from './receiver.ts';
import { START, eventId, freeze, outbox, records, request, ring } from './steps.ts';

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** A storage that counts the rows written, as Cloudflare bills them. */
function counted(storage: DurableObjectStorage): { storage: DurableObjectStorage; written: () => number } {
  const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
  let before = 0;
  const sql = new Proxy(storage.sql, {
    get: (target, name) => {
      if (name !== 'exec') return Reflect.get(target, name, target) as unknown;
      return (...given: Parameters<SqlStorage['exec']>) => {
        const cursor = target.exec(...given);
        cursors.push(cursor);
        return cursor;
      };
    },
  });
  return {
    storage: new Proxy(storage, {
      get: (target, name) => {
        if (name === 'sql') return sql;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    }),
    written: () => {
      const all = cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
      const more = all - before;
      before = all;
      return more;
    },
  };
}

test('a call of a hundred events writes three rows, and an envelope changes one and deletes one', async () => {
  receivers({ udp: () => new Response() });
  const [udp] = testConfig.destinations;
  const config: Config = { ...testConfig, destinations: udp === undefined ? [] : [udp] };
  await runInDurableObject(outbox('row-count'), async (_, state) => {
    const { storage, written } = counted(state.storage);
    const sender = createSender(storage, config, {
      now: () => START,
      random: () => 0.5,
      uuid: () => crypto.randomUUID(),
      fetch: () => Promise.resolve(new Response()),
    });
    const store = (from: number): void => {
      const list = records(from, 100).map((record) => ({ ...record, time: START }));
      expect(append(storage.sql, config, request(list), START)).toEqual({ ok: true, duplicates: [] });
    };
    // The first of a minute begins its row.
    store(0);
    await sender.run();
    written();
    store(100);
    expect(written()).toBe(3);
    await sender.run();
    expect(written()).toBe(2);
  });
});

describe('a store of an earlier release', () => {
  test('whose chunks have a key of two columns keeps them, in order, and what is counted', async () => {
    const receiver = receivers({ udp: () => new Response() });
    const stub = outbox('former-keys');
    await stub.append(request(records(0, 2)));
    await stub.append(request(records(2, 1)));
    await runInDurableObject(stub, (_, { storage: { sql } }) => {
      sql.exec('CREATE TABLE moved AS SELECT * FROM chunk');
      sql.exec('DROP TABLE chunk');
      sql.exec(`CREATE TABLE chunk (destination TEXT NOT NULL, id INTEGER NOT NULL, events INTEGER NOT NULL,
        bytes INTEGER NOT NULL, at INTEGER NOT NULL, rules TEXT NOT NULL, texts TEXT NOT NULL,
        PRIMARY KEY (destination, id)) WITHOUT ROWID`);
      sql.exec(`INSERT INTO chunk (destination, id, events, bytes, at, rules, texts)
        SELECT destination, id & 255, events, bytes, at, rules, texts FROM moved`);
      // Totals of what waits stood in the destination, those of the minute in its row.
      sql.exec(`UPDATE destination SET events = 3, bytes = (SELECT sum(bytes) FROM moved) WHERE name = 'udp'`);
      sql.exec('UPDATE minute SET accepted = 3');
      for (const column of ['number', 'noted']) sql.exec(`ALTER TABLE destination DROP COLUMN ${column}`);
      for (const column of ['arrived', 'noted']) sql.exec(`ALTER TABLE tally DROP COLUMN ${column}`);
      sql.exec('UPDATE tally SET version = 77');
      sql.exec('DROP TABLE moved');
      createTables(sql);
      // Once more changes nothing.
      createTables(sql);
    });
    expect((await stub.status()).destinations.find(({ name }) => name === 'udp')).toMatchObject({ backlog: 3 });
    await stub.append(request(records(3, 1)));
    await ring(stub);
    expect(receiver.requests.map(({ ids }) => ids)).toEqual([[0, 1, 2, 3].map(eventId)]);
    expect((await stub.status()).destinations.find(({ name }) => name === 'udp')).toMatchObject({
      ...{ backlog: 0, backlogBytes: 0, delivered: 4 },
    });
    expect((await stub.status()).counts).toMatchObject({ emitted: 4, events: 4 });
    expect(await stub.history()).toEqual([{ at: START, accepted: 4, delivered: 4, failed: 0, dead: 0, backlog: 0 }]);
  });
});
