import type { Progress } from '../delivery/progress.ts';

/** A row of the table `destination`: where the delivery stands, and what waits. */
export interface DestinationRow extends Progress {
  name: string;
  /** Events of the first chunk that are settled already. */
  done: number;
  /** Events that wait, and their bytes. */
  events: number;
  bytes: number;
  delivered: number;
  dead: number;
  deadBytes: number;
}

type Stored = {
  name: string;
  state: string;
  reason: string | null;
  failures: number;
  attempts: number;
  window_events: number;
  suspect: number;
  payload_limit: number;
  payload_limit_until: number;
  next_attempt: number;
  last_success: number | null;
  done: number;
  events: number;
  bytes: number;
  delivered: number;
  dead: number;
  dead_bytes: number;
};

/** Makes the row of each destination that has none. */
export function createDestinations(sql: SqlStorage, names: readonly string[]): void {
  for (const name of names) sql.exec('INSERT OR IGNORE INTO destination (name) VALUES (?)', name);
}

/** All rows, those included that the configuration no longer has. */
export function readDestinations(sql: SqlStorage): DestinationRow[] {
  return sql.exec<Stored>('SELECT * FROM destination ORDER BY name').toArray().map(fromStored);
}

/** One row, or undefined when the outbox has never heard of the destination. */
export function readDestination(sql: SqlStorage, name: string): DestinationRow | undefined {
  const [row] = sql.exec<Stored>('SELECT * FROM destination WHERE name = ?', name).toArray();
  return row === undefined ? undefined : fromStored(row);
}

/** Writes a whole row back. */
export function writeDestination(sql: SqlStorage, row: DestinationRow): void {
  sql.exec(
    `UPDATE destination SET state = ?, reason = ?, failures = ?, attempts = ?, window_events = ?, suspect = ?,
      payload_limit = ?, payload_limit_until = ?, next_attempt = ?, last_success = ?, done = ?, events = ?, bytes = ?,
      delivered = ?, dead = ?, dead_bytes = ? WHERE name = ?`,
    row.state,
    row.reason,
    row.failures,
    row.attempts,
    row.window,
    row.suspect,
    row.payloadLimit,
    row.payloadLimitUntil,
    row.nextAttempt,
    row.lastSuccess,
    row.done,
    row.events,
    row.bytes,
    row.delivered,
    row.dead,
    row.deadBytes,
    row.name,
  );
}

/** When the oldest waiting event of a destination was stored, or null. */
export function oldestWaiting(sql: SqlStorage, name: string): number | null {
  const [row] = sql
    .exec<{ at: number }>('SELECT at FROM chunk WHERE destination = ? ORDER BY id LIMIT 1', name)
    .toArray();
  return row?.at ?? null;
}

function fromStored(row: Stored): DestinationRow {
  return {
    name: row.name,
    // The table holds only what writeDestination wrote.
    state: row.state as Progress['state'],
    reason: row.reason,
    failures: row.failures,
    attempts: row.attempts,
    window: row.window_events,
    suspect: row.suspect,
    payloadLimit: row.payload_limit,
    payloadLimitUntil: row.payload_limit_until,
    nextAttempt: row.next_attempt,
    lastSuccess: row.last_success,
    done: row.done,
    events: row.events,
    bytes: row.bytes,
    delivered: row.delivered,
    dead: row.dead,
    deadBytes: row.dead_bytes,
  };
}
