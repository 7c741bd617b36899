import { waiting } from './destinations.ts';
import type { Minute } from './messages.ts';
import { readTally } from './tally.ts';

const MINUTE = 60_000;

/** Minutes that are kept. */
const KEPT = 120;

const KINDS = ['accepted', 'delivered', 'failed', 'dead'] as const;

/**
 * What happened in a minute, `at` when it began, noted in a row that is written anyway: the row of the minute itself is written when it
 * begins and when it is over.
 */
export type Noted = Partial<Record<(typeof KINDS)[number] | 'at', number>>;

/**
 * Gives what was noted in the minute of `now`, to be added to. Where it was of another one, that goes to its own row. To be called
 * before the change itself, inside its transaction.
 *
 * @param events that wait
 */
export function notedNow(sql: SqlStorage, noted: Noted, now: number, events: () => number): Noted {
  const at = now - (now % MINUTE);
  if (noted.at === at) return noted;
  begin(sql, at, events());
  sql.exec(
    `UPDATE minute SET ${KINDS.map((kind) => `${kind} = ${kind} + ?`).join(', ')} WHERE at = ?`,
    ...[...KINDS, 'at' as const].map((kind) => noted[kind] ?? 0),
  );
  return { at };
}

/**
 * The minute before is told how many events wait, and what is older than two hours goes, but for the newest such row, which tells the
 * backlog before the ones that are kept.
 */
function begin(sql: SqlStorage, at: number, events: number): void {
  const last = sql.exec<{ at: number | null }>('SELECT max(at) AS at FROM minute').one().at ?? 0;
  sql.exec(
    'INSERT OR IGNORE INTO minute (at, accepted, delivered, failed, dead, backlog) VALUES (?, 0, 0, 0, 0, ?)',
    ...[at, events],
  );
  if (last >= at) return;
  sql.exec('UPDATE minute SET backlog = ? WHERE at = ?', events, last);
  sql.exec('DELETE FROM minute WHERE at < (SELECT max(at) FROM minute WHERE at <= ?)', at - KEPT * MINUTE);
}

/** The rows that are kept, oldest first; minutes in which nothing happened have none. */
export function readMinutes(sql: SqlStorage): Minute[] {
  const minutes = sql
    .exec<Minute>('SELECT at, accepted, delivered, failed, dead, backlog FROM minute ORDER BY at')
    .toArray();
  const rows = sql.exec<{ noted: string }>('SELECT noted FROM destination').toArray();
  // The column holds what writeDestination wrote.
  const noted = rows.map((row) => JSON.parse(row.noted) as Noted);
  for (const each of [...noted, readTally(sql).noted]) {
    const row = minutes.find(({ at }) => at === each.at);
    if (row !== undefined) for (const kind of KINDS) row[kind] += each[kind] ?? 0;
  }
  const last = minutes.at(-1);
  if (last !== undefined) last.backlog = waiting(sql).events;
  return minutes;
}
