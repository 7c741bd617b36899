import { Outbox as RealOutbox } from '../../../src/worker.ts';
import type { Bindings } from '../../../src/runtime.ts';
import adapter from '../../../src/worker.ts';
import type { OutboxRecord } from '../../../src/outbox/messages.ts';
import type { Rows } from './rows.ts';

export { ExternalIds, Inbox } from '../../../src/worker.ts';

/** Characters that make a made-up event as long as a real one is at least. */
const FILLER = 500;

/** The adapter's outbox, with a count of its rows where the binding PROBE is there. */
export class Outbox extends RealOutbox {
  readonly #storage: DurableObjectStorage;
  readonly #count: () => Omit<Rows, 'size'>;

  constructor(ctx: DurableObjectState, env: Bindings) {
    const count = 'PROBE' in env ? probe(ctx.storage) : () => ({ written: 0, read: 0, alarms: 0 });
    super(ctx, env);
    this.#storage = ctx.storage;
    this.#count = count;
  }

  rows(): Rows {
    return { ...this.#count(), size: this.#storage.sql.databaseSize };
  }

  /** Stores so many made-up events more, for a backlog of which none was translated. */
  async fill(from: number, events: number): Promise<void> {
    const records = Array.from({ length: events }, (_, index): OutboxRecord => {
      const id = `urn:uuid:${(from + index).toString(16).padStart(8, '0')}-0000-5000-8000-000000000000`;
      const text = `{"id":"${id}","filler":"${'x'.repeat(FILLER)}","eventTime":"2026-01-01T00:00:00.000Z"}`;
      return { index, rule: 'video-paused', source: 'lms', time: (from + index) * 10, events: [{ id, text }] };
    });
    await this.append({ records, counts: {}, unmapped: {} });
  }
}

/** Watches what a storage is asked to do. */
function probe(storage: DurableObjectStorage): () => Omit<Rows, 'size'> {
  const rows = { written: 0, read: 0, alarms: 0 };
  // A cursor that is read to its end knows its rows; one that is broken off, those so far.
  let open: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
  const settle = (): void => {
    for (const cursor of open) {
      rows.written += cursor.rowsWritten;
      rows.read += cursor.rowsRead;
    }
    open = [];
  };
  const { sql } = storage;
  const exec = sql.exec.bind(sql);
  Object.defineProperty(sql, 'exec', {
    value: (...given: Parameters<typeof exec>) => {
      if (open.length > 1000) settle();
      const cursor = exec(...given);
      open.push(cursor);
      return cursor;
    },
  });
  Object.defineProperty(storage, 'sql', { value: sql });
  const setAlarm = storage.setAlarm.bind(storage);
  Object.defineProperty(storage, 'setAlarm', {
    value: (...given: Parameters<typeof setAlarm>) => {
      rows.alarms++;
      return setAlarm(...given);
    },
  });
  return () => {
    settle();
    return rows;
  };
}

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.startsWith('/bench/')) return adapter.fetch(request, env, ctx);
    const name = `shard-${searchParams.get('shard') ?? '0'}`;
    // The outboxes of this Worker are those above.
    const namespace = env.OUTBOX as unknown as DurableObjectNamespace<Outbox>;
    const outbox = namespace.get(namespace.idFromName(name));
    if (pathname === '/bench/rows') return Response.json(await outbox.rows());
    await outbox.fill(Number(searchParams.get('from')), Number(searchParams.get('events')));
    return Response.json({});
  },
} satisfies ExportedHandler<Bindings>;
