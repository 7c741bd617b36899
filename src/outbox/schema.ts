import { QUEUE_BITS } from './destinations.ts';
import { QUARANTINE_TABLES } from './quarantine.ts';

/** Columns that came later than their table. */
const COLUMNS = {
  destination: ['number INTEGER NOT NULL DEFAULT 0', "noted TEXT NOT NULL DEFAULT '{}'"],
  tally: ["arrived TEXT NOT NULL DEFAULT '[]'", "noted TEXT NOT NULL DEFAULT '{}'"],
};

/**
 * The tables of the outbox. docs/08-storage.md shows a row of each. Rows of `chunk` are written once and deleted once: how far the
 * head of a destination has come stands in `destination.done`. Its key is a number, since SQLite reads a whole row of hundred kilobytes to
 * compare it with another key.
 */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS destination (
    name TEXT PRIMARY KEY,
    state TEXT NOT NULL DEFAULT 'open',
    reason TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    window_events INTEGER NOT NULL DEFAULT 0,
    suspect INTEGER NOT NULL DEFAULT 0,
    payload_limit INTEGER NOT NULL DEFAULT 0,
    payload_limit_until INTEGER NOT NULL DEFAULT 0,
    next_attempt INTEGER NOT NULL DEFAULT 0,
    last_success INTEGER,
    done INTEGER NOT NULL DEFAULT 0,
    events INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0,
    dead_bytes INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS chunk (
    id INTEGER PRIMARY KEY,
    destination TEXT NOT NULL,
    events INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    rules TEXT NOT NULL,
    texts TEXT NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS generation (start INTEGER PRIMARY KEY)`,
  `CREATE TABLE IF NOT EXISTS seen (
    generation INTEGER NOT NULL,
    id BLOB NOT NULL,
    PRIMARY KEY (generation, id)
  ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS remembered (
    generation INTEGER NOT NULL,
    span INTEGER NOT NULL,
    number INTEGER NOT NULL,
    ids BLOB NOT NULL,
    PRIMARY KEY (generation, span, number)
  ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS dead_letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    destination TEXT NOT NULL,
    event_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    status INTEGER,
    response TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    text TEXT NOT NULL
  )`,
  `CREATE INDEX IF NOT EXISTS dead_letter_destination ON dead_letter (destination, id)`,
  `CREATE TABLE IF NOT EXISTS describing (
    destination TEXT PRIMARY KEY,
    start INTEGER NOT NULL,
    entities INTEGER NOT NULL
  ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS described (
    destination TEXT NOT NULL,
    start INTEGER NOT NULL,
    entity BLOB NOT NULL,
    description BLOB NOT NULL,
    PRIMARY KEY (destination, start, entity)
  ) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS shards (most INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS tally (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, counts TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS unmapped (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS minute (
    at INTEGER PRIMARY KEY,
    accepted INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    backlog INTEGER NOT NULL
  )`,
];

/** Makes the tables that are not there yet. */
export function createTables(sql: SqlStorage): void {
  const former = hasFormerChunks(sql);
  // Its rows had an index beside them, or were compared whole with a key.
  if (former) sql.exec('ALTER TABLE chunk RENAME TO former_chunk');
  for (const statement of [...TABLES, ...QUARANTINE_TABLES]) sql.exec(statement);
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const statement = sql.exec<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?', table).one().sql;
    for (const column of columns) {
      if (!statement.includes(column)) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    }
  }
  sql.exec(
    `UPDATE destination SET number = 1 + (SELECT count(*) FROM destination AS other WHERE other.name < destination.name)
      WHERE number = 0`,
  );
  if (!former) return;
  sql.exec(
    `INSERT INTO chunk (id, destination, events, bytes, at, rules, texts)
      SELECT (number << ${QUEUE_BITS}) + row_number() OVER (PARTITION BY destination ORDER BY former_chunk.id),
        destination, former_chunk.events, former_chunk.bytes, at, rules, texts
        FROM former_chunk JOIN destination ON name = destination`,
  );
  sql.exec('DROP TABLE former_chunk');
}

function hasFormerChunks(sql: SqlStorage): boolean {
  const former =
    "SELECT 1 FROM sqlite_master WHERE name = 'chunk_destination' OR (name = 'chunk' AND sql LIKE '%ROWID%')";
  return sql.exec(former).toArray().length > 0;
}
