import { DurableObject } from 'cloudflare:workers';

// The floor of the pipeline's bench: a Worker that stores and forwards and does nothing else. It splits a body into its lines, parses
// each, and puts it on disk as it came; one alarm sends what waits in envelopes, unsigned, and settles them. No translation, no
// pseudonyms, no recognition of repeats, no counters, no back-off.

interface Bindings {
  STORE: DurableObjectNamespace<Store>;
  RECEIVER: string;
}

const ENVELOPE_RECORDS = 100;

type Row = { id: number; records: number; texts: string };

/** The records that wait, a row for each envelope. */
export class Store extends DurableObject<Bindings> {
  #sending = false;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY, records INTEGER NOT NULL, texts TEXT NOT NULL)',
    );
  }

  append(lines: string[]): void {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      for (let from = 0; from < lines.length; from += ENVELOPE_RECORDS) {
        const part = lines.slice(from, from + ENVELOPE_RECORDS);
        sql.exec('INSERT INTO waiting (records, texts) VALUES (?, ?)', part.length, part.join('\n'));
      }
    });
    if (this.#sending) return;
    this.#sending = true;
    void this.ctx.storage.setAlarm(Date.now());
  }

  backlog(): number {
    return this.ctx.storage.sql.exec<{ n: number }>('SELECT coalesce(sum(records), 0) AS n FROM waiting').one().n;
  }

  override async alarm(): Promise<void> {
    const { sql } = this.ctx.storage;
    this.#sending = true;
    for (;;) {
      const texts: string[] = [];
      let last = 0;
      for (const row of sql.exec<Row>('SELECT id, records, texts FROM waiting ORDER BY id')) {
        if (texts.length > 0 && texts.length + row.records > ENVELOPE_RECORDS) break;
        texts.push(...row.texts.split('\n'));
        last = row.id;
        if (texts.length >= ENVELOPE_RECORDS) break;
      }
      if (texts.length === 0) break;
      const sendTime = new Date().toISOString();
      const body = `{"sensor":"https://floor.example.edu/","sendTime":"${sendTime}","data":[${texts.join(',')}]}`;
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(this.env.RECEIVER, { method: 'POST', body, headers });
      await response.body?.cancel();
      if (!response.ok) {
        await this.ctx.storage.setAlarm(Date.now() + 1000);
        return;
      }
      sql.exec('DELETE FROM waiting WHERE id <= ?', last);
    }
    this.#sending = false;
  }
}

export default {
  async fetch(request, env) {
    const store = env.STORE.get(env.STORE.idFromName('shard-0'));
    if (request.method === 'GET') return Response.json({ backlog: await store.backlog() });
    const gzip = request.headers.get('Content-Encoding') === 'gzip';
    const { body } = request;
    const text = await new Response(gzip ? body?.pipeThrough(new DecompressionStream('gzip')) : body).text();
    const lines = text.split('\n').filter((line) => line !== '');
    for (const line of lines) JSON.parse(line);
    await store.append(lines);
    return Response.json({ received: lines.length });
  },
} satisfies ExportedHandler<Bindings>;
