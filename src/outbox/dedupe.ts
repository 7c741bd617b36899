import { purgeSpans } from './ids-by-time.ts';

/** Ids in one statement; the text of the list must stay below the 2 MB that a bound value may have. */
const IDS_AT_ONCE = 20_000;

/** Ids that one purge deletes. */
const PURGE_STEP = 5_000;

const DAY = 86_400_000;

/** The sixteen bytes of a `urn:uuid:…` in hexadecimal; of any other id its UTF-8 bytes. */
export function idKey(id: string): string {
  const digits = id.startsWith('urn:uuid:') ? id.slice(9).replaceAll('-', '') : '';
  return /^[0-9a-f]{32}$/i.test(digits) ? digits.toLowerCase() : Buffer.from(id, 'utf8').toString('hex');
}

/** Which of the ids are remembered one by one. */
export function knownIds(sql: SqlStorage, ids: readonly string[]): Set<string> {
  const known = new Set<string>();
  // Most outboxes remember all ids by time.
  if (sql.exec('SELECT 1 FROM seen LIMIT 1').toArray().length === 0) return known;
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const part = ids.slice(from, from + IDS_AT_ONCE);
    // CROSS JOIN keeps SQLite to this order (www.sqlite.org/optoverview.html, 8.2): a look-up for each key, never a scan of `seen`.
    const rows = sql.exec<{ position: number }>(
      `SELECT DISTINCT j.key AS position FROM json_each(?) j CROSS JOIN generation g
        CROSS JOIN seen s ON s.generation = g.start AND s.id = unhex(j.value)`,
      JSON.stringify(part.map(idKey)),
    );
    for (const { position } of rows) {
      const id = part[position];
      if (id !== undefined) known.add(id);
    }
  }
  return known;
}

/**
 * Remembers keys. They go into the current generation; a generation lasts `days`, and the one before it is kept as long again, so
 * that every id is remembered for at least `days` and no index by time is needed.
 */
export function rememberKeys(sql: SqlStorage, keys: readonly string[], days: number, now: number): void {
  if (keys.length === 0) return;
  const generation = currentGeneration(sql, days, now);
  for (let from = 0; from < keys.length; from += IDS_AT_ONCE) {
    sql.exec(
      'INSERT OR IGNORE INTO seen (generation, id) SELECT ?, unhex(value) FROM json_each(?)',
      generation,
      JSON.stringify(keys.slice(from, from + IDS_AT_ONCE)),
    );
  }
}

/** Forgets, in a small step, what is older than `days`. True when more is left to forget. */
export function purgeKeys(sql: SqlStorage, days: number, now: number): boolean {
  const due = keysDue(sql, days);
  const [oldest] = generations(sql);
  if (oldest === undefined || due === undefined || due > now) return false;
  const deleted = sql.exec(
    'DELETE FROM seen WHERE generation = ? AND id IN (SELECT id FROM seen WHERE generation = ? LIMIT ?)',
    oldest,
    oldest,
    PURGE_STEP,
  ).rowsWritten;
  if (deleted > 0 || purgeSpans(sql, oldest)) return true;
  sql.exec('DELETE FROM generation WHERE start = ?', oldest);
  return false;
}

/** When there is something to forget, milliseconds since 1970; undefined when not before more is stored. */
export function keysDue(sql: SqlStorage, days: number): number | undefined {
  const [, next] = generations(sql);
  // The newest id of a generation is as old as the start of the next.
  return next === undefined ? undefined : next + days * DAY;
}

/** The generation in which ids are remembered now; begins a new one where the last is over. */
export function currentGeneration(sql: SqlStorage, days: number, now: number): number {
  const latest = generations(sql).at(-1);
  if (latest !== undefined && now < latest + days * DAY) return latest;
  sql.exec('INSERT OR IGNORE INTO generation (start) VALUES (?)', now);
  return now;
}

/** The generations that are kept, by the instant at which they began. */
export function generations(sql: SqlStorage): number[] {
  return sql
    .exec<{ start: number }>('SELECT start FROM generation ORDER BY start')
    .toArray()
    .map((row) => row.start);
}
