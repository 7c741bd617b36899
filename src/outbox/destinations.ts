import type { Progress } from '../delivery/progress.ts';
import type { Noted } from './history.ts';
import { readTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** Bits of a key of `chunk` that number the rows of one destination; those above are the destination's own number. */
export const QUEUE_BITS = 40;

/** Condition of the rows of `chunk` that wait for a destination, whose name is the first parameter. */
export const IN_QUEUE = `id BETWEEN (SELECT number << ${QUEUE_BITS} FROM destination WHERE name = ?1)
  AND (SELECT ((number + 1) << ${QUEUE_BITS}) - 1 FROM destination WHERE name = ?1)`;

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

/** The same as it is read, with what is only for keeping it. */
export interface WholeRow extends DestinationRow {
  /** What settling did in the minute of the last envelope. */
  noted: Noted;
  /** When the oldest waiting event was stored, or null. */
  oldest: number | null;
  /** What was ever put into its queue. */
  arrived: { events: number; bytes: number };
}

type Stored = Omit<WholeRow, 'noted' | 'arrived'> & { noted: string; version: number };

/** The columns that are written back, by their properties. */
const COLUMNS = {
  state: 'state',
  reason: 'reason',
  failures: 'failures',
  attempts: 'attempts',
  window: 'window_events',
  suspect: 'suspect',
  payloadLimit: 'payload_limit',
  payloadLimitUntil: 'payload_limit_until',
  nextAttempt: 'next_attempt',
  lastSuccess: 'last_success',
  done: 'done',
  events: 'events',
  bytes: 'bytes',
  delivered: 'delivered',
  dead: 'dead',
  deadBytes: 'dead_bytes',
  noted: 'noted',
} as const;

const columns = Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][];

const SELECT = `SELECT name, ${columns.map(([property, column]) => `${column} AS ${property}`).join(', ')},
  (SELECT at FROM chunk WHERE id > number << ${QUEUE_BITS} AND id < (number + 1) << ${QUEUE_BITS} ORDER BY id LIMIT 1) AS oldest,
  coalesce((SELECT version FROM tally), 0) AS version FROM destination`;

const UPDATE = `UPDATE destination SET ${columns.map(([, column]) => `${column} = ?`).join(', ')} WHERE name = ?`;

const NONE = { events: 0, bytes: 0 };

/** Makes the row of each destination that has none. */
export function createDestinations(sql: SqlStorage, names: readonly string[]): void {
  for (const name of names) {
    sql.exec(
      `INSERT OR IGNORE INTO destination (name, number)
        VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM destination))`,
      name,
    );
  }
}

/** All rows, those included that the configuration no longer has. */
export function readDestinations(sql: SqlStorage): WholeRow[] {
  return sql
    .exec<Stored>(`${SELECT} ORDER BY name`)
    .toArray()
    .map((row) => fromStored(sql, row));
}

/** One row, or undefined when the outbox has never heard of the destination. */
export function readDestination(sql: SqlStorage, name: string): WholeRow | undefined {
  const [row] = sql.exec<Stored>(`${SELECT} WHERE name = ?`, name).toArray();
  return row === undefined ? undefined : fromStored(sql, row);
}

/** Writes a whole row back. */
export function writeDestination(sql: SqlStorage, row: WholeRow): void {
  const { arrived } = row;
  const stored: Omit<Stored, 'version'> = {
    ...row,
    noted: JSON.stringify(row.noted),
    events: row.events - arrived.events,
    bytes: row.bytes - arrived.bytes,
  };
  sql.exec(UPDATE, ...columns.map(([property]) => stored[property]), row.name);
}

/** Events that wait, over all destinations, and their bytes with those of dead letters. */
export function waiting(
  sql: SqlStorage,
  { arrived }: Readonly<Tally> = readTally(sql),
): { events: number; bytes: number } {
  const sum = sql
    .exec<typeof NONE>(
      'SELECT coalesce(sum(events), 0) AS events, coalesce(sum(bytes + dead_bytes), 0) AS bytes FROM destination',
    )
    .one();
  return [...arrived.values()].reduce(
    (all, { events, bytes }) => ({ events: all.events + events, bytes: all.bytes + bytes }),
    sum,
  );
}

function fromStored(sql: SqlStorage, { version, ...row }: Stored): WholeRow {
  const { events, bytes } = readTally(sql, version).arrived.get(row.name) ?? NONE;
  return {
    ...row,
    // The column holds what writeDestination wrote.
    noted: JSON.parse(row.noted) as Noted,
    // What the tally holds changes with the next call.
    arrived: { events, bytes },
    events: events + row.events,
    bytes: bytes + row.bytes,
  };
}
