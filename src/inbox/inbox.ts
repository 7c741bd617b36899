import { DurableObject } from 'cloudflare:workers';
import { CLOCK_SKEW, SIGNATURE_LASTS } from '../delivery/verify-detached-jws.ts';
import { createTables } from './schema.ts';

/** Envelopes and events that are kept; the endpoint is for trying out and must not fill a disk. */
const KEPT_ENVELOPES = 2_000;
const KEPT_EVENTS = 200_000;

/** How long a `jti` is remembered: as long as a signature with it can be good. */
const JTI_LASTS = (SIGNATURE_LASTS + CLOCK_SKEW) * 1000;

/** An envelope that passed every check. */
export interface ReceivedEnvelope {
  jti: string;
  /** The value of `X-JWS-Signature`. */
  signature: string;
  /** The body, exactly as it came. */
  body: string;
  events: { id: string; type: string; action: string }[];
}

export type ReceiveResult = { kind: 'stored'; fresh: number; repeats: number } | { kind: 'replayed' };

/** An event that arrived. `receivedAt` is in milliseconds since 1970. */
export interface InboxEvent {
  number: number;
  id: string;
  type: string;
  action: string;
  receivedAt: number;
  /** Id of the envelope that brought it first. */
  envelope: number;
  /** How often it came again. */
  repeats: number;
}

/** An envelope that arrived, with all that is needed to verify its signature once more. */
export interface InboxEnvelope {
  id: number;
  receivedAt: number;
  signature: string;
  body: string;
}

/** An envelope in a list. */
export interface EnvelopeSummary extends Omit<InboxEnvelope, 'body'> {
  /** Characters of its body. */
  characters: number;
  events: number;
}

/** What has arrived since the beginning, whatever is still kept. */
export interface InboxTotals {
  envelopes: number;
  events: number;
  repeats: number;
}

type StoredEvent = Omit<InboxEvent, 'receivedAt'> & { received_at: number };
type StoredEnvelope = Omit<InboxEnvelope, 'receivedAt'> & { received_at: number };

/** The store behind the built-in Caliper endpoint. */
export class Inbox<Env = unknown> extends DurableObject<Env> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    createTables(this.#sql);
  }

  /** Stores an envelope, unless its `jti` came before. Events that came before are counted, not stored again. */
  receive(envelope: ReceivedEnvelope): ReceiveResult {
    return this.ctx.storage.transactionSync(() => this.#store(envelope, Date.now()));
  }

  /** Events with a number greater than the cursor, oldest first. */
  events(cursor: number, limit: number): InboxEvent[] {
    return this.#sql
      .exec<StoredEvent>('SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?', cursor, limit)
      .toArray()
      .map(({ received_at: receivedAt, ...event }) => ({ ...event, receivedAt }));
  }

  /** Envelopes with an id greater than the cursor, oldest first. */
  envelopes(cursor: number, limit: number): InboxEnvelope[] {
    return this.#sql
      .exec<StoredEnvelope>('SELECT * FROM envelope WHERE id > ? ORDER BY id LIMIT ?', cursor, limit)
      .toArray()
      .map(({ received_at: receivedAt, ...envelope }) => ({ ...envelope, receivedAt }));
  }

  /** Envelopes with an id smaller than `before`, newest first, without their bodies. */
  recentEnvelopes(before: number, limit: number): EnvelopeSummary[] {
    return this.#sql
      .exec<Omit<EnvelopeSummary, 'receivedAt'> & { received_at: number }>(
        `SELECT id, received_at, signature, length(body) AS characters, json_array_length(body, '$.data') AS events
          FROM envelope WHERE id < ? ORDER BY id DESC LIMIT ?`,
        before,
        limit,
      )
      .toArray()
      .map(({ received_at: receivedAt, ...envelope }) => ({ ...envelope, receivedAt }));
  }

  /** How much arrived. */
  totals(): InboxTotals {
    const rows = this.#sql.exec<{ name: string; value: number }>('SELECT name, value FROM total');
    return { envelopes: 0, events: 0, repeats: 0, ...Object.fromEntries(Array.from(rows, (r) => [r.name, r.value])) };
  }

  #store({ jti, signature, body, events }: ReceivedEnvelope, now: number): ReceiveResult {
    this.#sql.exec('DELETE FROM jti WHERE at < ?', now - JTI_LASTS);
    const isNew = this.#sql.exec('INSERT OR IGNORE INTO jti (id, at) VALUES (?, ?)', jti, now).rowsWritten > 0;
    if (!isNew) return { kind: 'replayed' };
    const { id: envelope } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO envelope (received_at, signature, body) VALUES (?, ?, ?) RETURNING id',
        now,
        signature,
        body,
      )
      .one();
    let fresh = 0;
    for (const { id, type, action } of events) {
      const { repeats } = this.#sql
        .exec<{ repeats: number }>(
          `INSERT INTO event (id, type, action, received_at, envelope) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET repeats = repeats + 1 RETURNING repeats`,
          id,
          type,
          action,
          now,
          envelope,
        )
        .one();
      if (repeats === 0) fresh++;
    }
    const repeats = events.length - fresh;
    this.#count({ envelopes: 1, events: fresh, repeats });
    this.#sql.exec('DELETE FROM envelope WHERE id <= ?', envelope - KEPT_ENVELOPES);
    this.#sql.exec('DELETE FROM event WHERE number <= (SELECT max(number) FROM event) - ?', KEPT_EVENTS);
    return { kind: 'stored', fresh, repeats };
  }

  #count(totals: InboxTotals): void {
    for (const [name, value] of Object.entries(totals)) {
      this.#sql.exec(
        'INSERT INTO total (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value',
        name,
        value,
      );
    }
  }
}
