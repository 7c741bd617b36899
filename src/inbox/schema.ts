/** The tables of the built-in endpoint. docs/08-storage.md shows a row of each. */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS envelope (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at INTEGER NOT NULL,
    signature TEXT NOT NULL,
    body TEXT NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    action TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    envelope INTEGER NOT NULL,
    repeats INTEGER NOT NULL DEFAULT 0
  )`,
  `CREATE TABLE IF NOT EXISTS jti (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`,
];

/** Makes the tables that are not there yet. */
export function createTables(sql: SqlStorage): void {
  for (const statement of TABLES) sql.exec(statement);
}
