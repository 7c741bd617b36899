import type { Config, ThinConfig } from '../config/config.ts';
import type { Descriptions } from '../delivery/thin.ts';

/** Entities that are remembered for one destination in one period; what comes after them is sent in full. */
export const MOST_ENTITIES = 200_000;

/** Rows that one purge deletes. */
const PURGE_STEP = 5_000;

const DAY = 86_400_000;

/** Makes the function that tells what a destination was told last of an entity, in the period of `now`. */
export function descriptionsOf(
  sql: SqlStorage,
  destination: string,
  thin: ThinConfig,
  now: number,
): (key: string) => string | undefined {
  const start = currentPeriod(sql, destination, thin, now)?.start;
  if (start === undefined) return () => undefined;
  return (key) =>
    sql
      .exec<{ description: string }>(
        'SELECT lower(hex(description)) AS description FROM described WHERE destination = ? AND start = ? AND entity = unhex(?)',
        destination,
        start,
        key,
      )
      .toArray()[0]?.description;
}

/**
 * Remembers what an envelope that was accepted told. Runs inside the transaction that settles it, so that a refused or lost envelope
 * leaves nothing untold.
 */
export function rememberDescriptions(
  sql: SqlStorage,
  destination: string,
  thin: ThinConfig,
  told: Descriptions,
  now: number,
): void {
  if (told.size === 0) return;
  const { start, entities } = currentPeriod(sql, destination, thin, now) ?? { start: now, entities: 0 };
  let more = 0;
  for (const [key, description] of told) {
    const values = [description, destination, start, key];
    const changed = sql.exec(
      'UPDATE described SET description = unhex(?) WHERE destination = ? AND start = ? AND entity = unhex(?)',
      ...values,
    ).rowsWritten;
    if (changed > 0 || entities + more >= MOST_ENTITIES) continue;
    sql.exec(
      'INSERT INTO described (description, destination, start, entity) VALUES (unhex(?), ?, ?, unhex(?))',
      ...values,
    );
    more++;
  }
  sql.exec(
    'INSERT OR REPLACE INTO describing (destination, start, entities) VALUES (?, ?, ?)',
    destination,
    start,
    entities + more,
  );
}

/** Forgets what a destination was told: everything is told in full again. */
export function forgetDescriptions(sql: SqlStorage, destination: string): void {
  sql.exec('DELETE FROM described WHERE destination = ?', destination);
  sql.exec('DELETE FROM describing WHERE destination = ?', destination);
}

/** Deletes, in a small step, what earlier periods left and what destinations that get full events no longer need. True when more is left. */
export function purgeDescriptions(sql: SqlStorage, config: Config, now: number): boolean {
  const rows = sql.exec<{ destination: string }>('SELECT destination FROM describing').toArray();
  for (const { destination } of rows) {
    const thin = config.destinations.find(({ name }) => name === destination)?.thin;
    const kept = thin === undefined ? undefined : currentPeriod(sql, destination, thin, now)?.start;
    const deleted = sql.exec(
      `DELETE FROM described WHERE destination = ? AND (start, entity) IN
        (SELECT start, entity FROM described WHERE destination = ? AND start < ? LIMIT ?)`,
      destination,
      destination,
      kept ?? Number.MAX_SAFE_INTEGER,
      PURGE_STEP,
    ).rowsWritten;
    if (deleted > 0) return true;
    if (kept === undefined) sql.exec('DELETE FROM describing WHERE destination = ?', destination);
  }
  return false;
}

/** The period under way, if anything was told in it. Periods are whole days in UTC, so that a day's events tell all they name. */
function currentPeriod(
  sql: SqlStorage,
  destination: string,
  thin: ThinConfig,
  now: number,
): { start: number; entities: number } | undefined {
  const [row] = sql
    .exec<{ start: number; entities: number }>(
      'SELECT start, entities FROM describing WHERE destination = ?',
      destination,
    )
    .toArray();
  const period = (time: number): number => Math.floor(time / (thin.days * DAY));
  return row !== undefined && period(row.start) === period(now) ? row : undefined;
}
