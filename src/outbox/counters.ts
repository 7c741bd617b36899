/** Distinct unmapped names that are kept; what comes after them is counted under {@link OTHER_NAMES}. */
const UNMAPPED_NAMES = 1_000;

/** Characters of an unmapped name that are kept. */
const NAME_LENGTH = 200;

/** Stands for all names beyond the limit. */
export const OTHER_NAMES = '(other)';

interface Tally {
  /** Grows with each change, so that what is in memory can be told from what a rolled back transaction left there. */
  version: number;
  counts: Record<string, number>;
}

const memory = new WeakMap<SqlStorage, Tally>();

/** Adds to counters, making those that are new. All are one row: a request counts under forty names, and each row written costs. */
export function addCounts(sql: SqlStorage, counts: Readonly<Record<string, number>>): void {
  const entries = Object.entries(counts);
  if (entries.length === 0) return;
  const tally = readTally(sql);
  for (const [name, value] of entries) tally.counts[name] = (tally.counts[name] ?? 0) + value;
  tally.version++;
  sql.exec(
    'INSERT OR REPLACE INTO tally (id, version, counts) VALUES (1, ?, ?)',
    tally.version,
    JSON.stringify(tally.counts),
  );
}

function readTally(sql: SqlStorage): Tally {
  const known = memory.get(sql);
  const version = sql.exec<{ version: number }>('SELECT version FROM tally').toArray()[0]?.version ?? 0;
  if (known?.version === version) return known;
  const [row] = sql.exec<{ counts: string }>('SELECT counts FROM tally').toArray();
  // The column holds what addCounts wrote; before there was one, each counter was a row of its own.
  const counts = row === undefined ? readTable(sql, 'counter') : (JSON.parse(row.counts) as Tally['counts']);
  const tally = { version, counts };
  memory.set(sql, tally);
  return tally;
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
  return readTable(sql, 'unmapped');
}

function readTable(sql: SqlStorage, table: 'counter' | 'unmapped'): Record<string, number> {
  const rows = sql.exec<{ name: string; value: number }>(`SELECT name, value FROM ${table} ORDER BY name`);
  return Object.fromEntries(Array.from(rows, ({ name, value }) => [name, value]));
}
