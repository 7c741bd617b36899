import type { Minute } from './messages.ts';

const MINUTE = 60_000;

/** Minutes that are kept. */
const KEPT = 120;

/** What happened at once; what is left out is 0. */
export type Happened = Partial<Pick<Minute, 'accepted' | 'delivered' | 'failed' | 'dead'>>;

/**
 * Adds to the row of the current minute, and notes how many events wait now. One statement; the first of a minute also deletes what is
 * older than two hours, but for the newest such row, which tells the backlog before the ones that are kept. Runs inside a transaction.
 *
 * @param now milliseconds since 1970
 */
export function addToMinute(sql: SqlStorage, happened: Happened, now: number): void {
  const at = now - (now % MINUTE);
  const { accepted = 0, delivered = 0, failed = 0, dead = 0 } = happened;
  const values = [accepted, delivered, failed, dead, at];
  const updated = sql.exec(
    `UPDATE minute SET accepted = accepted + ?, delivered = delivered + ?, failed = failed + ?, dead = dead + ?,
      backlog = (SELECT coalesce(sum(events), 0) FROM destination) WHERE at = ?`,
    ...values,
  );
  if (updated.rowsWritten > 0) return;
  sql.exec(
    `INSERT INTO minute (accepted, delivered, failed, dead, at, backlog)
      VALUES (?, ?, ?, ?, ?, (SELECT coalesce(sum(events), 0) FROM destination))`,
    ...values,
  );
  sql.exec('DELETE FROM minute WHERE at < (SELECT max(at) FROM minute WHERE at <= ?)', at - KEPT * MINUTE);
}

/** The rows that are kept, oldest first; minutes in which nothing happened have none. */
export function readMinutes(sql: SqlStorage): Minute[] {
  return sql.exec<Minute>('SELECT at, accepted, delivered, failed, dead, backlog FROM minute ORDER BY at').toArray();
}
