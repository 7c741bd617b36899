import { readCounters, readTally, writeTally } from './tally.ts';

/** Distinct unmapped names that are kept; what comes after them is counted under {@link OTHER_NAMES}. */
const UNMAPPED_NAMES = 1_000;

/** Characters of an unmapped name that are kept. */
const NAME_LENGTH = 200;

/** Stands for all names beyond the limit. */
export const OTHER_NAMES = '(other)';

/** Adds to counters, making those that are new. */
export function addCounts(sql: SqlStorage, counts: Readonly<Record<string, number>>): void {
  if (Object.keys(counts).length > 0) writeTally(sql, (tally) => addTo(tally.counts, counts));
}

/** Adds to counters in memory. */
export function addTo<Name extends string>(
  counts: Partial<Record<Name, number>>,
  more: Readonly<Partial<Record<Name, number>>>,
): void {
  // The keys of an object are strings of its type where nothing else was put into it.
  for (const [name, value] of Object.entries(more) as [Name, number][]) counts[name] = (counts[name] ?? 0) + value;
}

/** Counts names that no rule handles. A sender of endless new names fills one bucket, not the store. */
export function addUnmapped(sql: SqlStorage, names: Readonly<Record<string, number>>): void {
  const entries = Object.entries(names);
  if (entries.length === 0) return;
  let room = UNMAPPED_NAMES - sql.exec<{ names: number }>('SELECT count(*) AS names FROM unmapped').one().names;
  for (const [name, value] of entries) {
    const kept = name.slice(0, NAME_LENGTH);
    const updated = sql.exec('UPDATE unmapped SET value = value + ? WHERE name = ?', value, kept).rowsWritten > 0;
    if (updated) continue;
    sql.exec(
      `INSERT INTO unmapped (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
      room > 0 ? kept : OTHER_NAMES,
      value,
    );
    room--;
  }
}

/** All counters. */
export function readCounts(sql: SqlStorage): Record<string, number> {
  return { ...readTally(sql).counts };
}

/** The unmapped names, with how often they came. */
export function readUnmapped(sql: SqlStorage): Record<string, number> {
  return readCounters(sql, 'unmapped');
}
