import type { Noted } from './history.ts';

/** What calls have brought so far. All of it is one row: a request counts under forty names, and each row written costs. */
export interface Tally {
  /** Grows with each change, so that what is in memory can be told from what a rolled back transaction left there. */
  version: number;
  counts: Record<string, number>;
  /** Events and bytes that were ever put into the queue of each destination; what left it stands in `destination`. */
  arrived: Map<string, { events: number; bytes: number }>;
  /** What calls brought in the minute of the last of them. */
  noted: Noted;
}

const memory = new WeakMap<SqlStorage, Tally>();

/**
 * The tally, not to be changed.
 *
 * @param version of what is stored, where it was read with something else
 */
export function readTally(sql: SqlStorage, version = storedVersion(sql)): Readonly<Tally> {
  const known = memory.get(sql);
  if (known?.version === version) return known;
  const [row] = sql.exec<Record<'counts' | 'arrived' | 'noted', string>>('SELECT * FROM tally').toArray();
  // The columns hold what writeTally wrote; before there was the row, each counter was one of its own.
  const tally: Tally = {
    version,
    counts: row === undefined ? readCounters(sql, 'counter') : (JSON.parse(row.counts) as Tally['counts']),
    arrived: new Map(JSON.parse(row?.arrived ?? '[]') as [string, { events: number; bytes: number }][]),
    noted: JSON.parse(row?.noted ?? '{}') as Noted,
  };
  if (row !== undefined) memory.set(sql, tally);
  return tally;
}

/** Changes the tally, and writes it. `change` must not read it elsewhere. Runs inside a transaction. */
export function writeTally(sql: SqlStorage, change: (tally: Tally) => void): void {
  const tally: Tally = readTally(sql);
  // First, or what a change that failed has left would pass for what is stored.
  tally.version++;
  memory.set(sql, tally);
  change(tally);
  sql.exec(
    'INSERT OR REPLACE INTO tally (id, version, counts, arrived, noted) VALUES (1, ?, ?, ?, ?)',
    tally.version,
    ...[tally.counts, [...tally.arrived], tally.noted].map((value) => JSON.stringify(value)),
  );
}

function storedVersion(sql: SqlStorage): number {
  return sql.exec<{ version: number }>('SELECT version FROM tally').toArray()[0]?.version ?? 0;
}

/** A table of names with their counts. */
export function readCounters(sql: SqlStorage, table: 'counter' | 'unmapped'): Record<string, number> {
  const rows = sql.exec<{ name: string; value: number }>(`SELECT name, value FROM ${table} ORDER BY name`);
  return Object.fromEntries(Array.from(rows, ({ name, value }) => [name, value]));
}
