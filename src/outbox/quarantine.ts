import type { Config } from '../config/config.ts';
import { createLog } from '../log/log.ts';
import { addCounts } from './counters.ts';
import { removeRows, rowBytes, totals } from './quarantine-rows.ts';
import type { QuarantineStatus, QuarantinedRecord } from './quarantine-messages.ts';

const DAY = 86_400_000;

/** Records expire by the hour, so that one alarm does for many. */
const HOUR = 3_600_000;

/** Rows that one step deletes. */
const STEP = 1_000;

/** The counter of records that had to go before their time. */
const EVICTED = 'quarantine.evicted';

/** The tables of the quarantine. */
export const QUARANTINE_TABLES = [
  `CREATE TABLE IF NOT EXISTS quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    rule TEXT,
    message TEXT NOT NULL,
    at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    sealed BLOB
  )`,
  `CREATE TABLE IF NOT EXISTS quarantine_total (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  )`,
  `INSERT OR IGNORE INTO quarantine_total (id, records, bytes) VALUES (1, 0, 0)`,
];

/**
 * Keeps records; one that is kept already stays as it is, with the new reason. Where there is no room the oldest go, and are
 * counted. Runs inside a transaction.
 */
export function insertQuarantined(
  sql: SqlStorage,
  config: Config,
  records: readonly QuarantinedRecord[],
  now: number,
): void {
  if (config.quarantine === undefined || records.length === 0) return;
  let added = 0;
  let bytes = 0;
  for (const record of records) {
    const { key, source, kind, name, code, message, rule = null, sealed } = record;
    const size = rowBytes(record);
    const inserted = sql.exec(
      `INSERT OR IGNORE INTO quarantine (key, source, kind, name, code, rule, message, at, bytes, sealed)
        VALUES (unhex(?), ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      ...[key, source, kind, name, code, rule, message, now, size, sealed],
    );
    if (inserted.toArray().length > 0) {
      added++;
      bytes += size;
    } else {
      sql.exec(
        'UPDATE quarantine SET kind = ?, name = ?, code = ?, rule = ?, message = ? WHERE key = unhex(?)',
        ...[kind, name, code, rule, message, key],
      );
    }
  }
  sql.exec('UPDATE quarantine_total SET records = records + ?, bytes = bytes + ?', added, bytes);
  const evicted = evict(sql, config.quarantine.bytes);
  if (evicted === 0) return;
  addCounts(sql, { [EVICTED]: evicted });
  createLog(config.log)({ level: 'error', at: now, what: 'fault', code: 'QUARANTINE_EVICTED', records: evicted });
}

/** By how many bytes the quarantine would grow; what has to go for it makes room. */
export function quarantineGrowth(sql: SqlStorage, config: Config, records: readonly QuarantinedRecord[] = []): number {
  if (config.quarantine === undefined || records.length === 0) return 0;
  const incoming = records.reduce((sum, record) => sum + rowBytes(record), 0);
  return Math.min(incoming, Math.max(0, config.quarantine.bytes - totals(sql).bytes));
}

/** Bytes that the quarantine takes. */
export function quarantineBytes(sql: SqlStorage): number {
  return totals(sql).bytes;
}

/** Deletes, in a step, what has been kept for its time; true when more is due. Runs inside a transaction. */
export function purgeQuarantine(sql: SqlStorage, config: Config, now: number): boolean {
  const head = sql
    .exec<{ id: number; at: number }>('SELECT id, at FROM quarantine ORDER BY id LIMIT ?', STEP)
    .toArray();
  const rest = head.findIndex(({ at }) => at + kept(config) > now);
  const expired = rest === -1 ? head : head.slice(0, rest);
  if (expired.length === 0) return false;
  removeRows(
    sql,
    expired.map(({ id }) => id),
  );
  addCounts(sql, { 'quarantine.expired': expired.length });
  return expired.length === STEP;
}

/** When the next record has been kept for its time, milliseconds since 1970; undefined when none is kept. */
export function quarantineDue(sql: SqlStorage, config: Config): number | undefined {
  const oldest = oldestKept(sql);
  return oldest === null ? undefined : Math.ceil((oldest + kept(config)) / HOUR) * HOUR;
}

/** What the shard tells about its quarantine. */
export function quarantineStatus(sql: SqlStorage, counts: Readonly<Record<string, number>>): QuarantineStatus {
  return { ...totals(sql), oldest: oldestKept(sql), evicted: counts[EVICTED] ?? 0 };
}

/** For how many milliseconds: none when the quarantine is off, so that what is left of it goes. */
function kept({ quarantine }: Config): number {
  return (quarantine?.days ?? 0) * DAY;
}

function oldestKept(sql: SqlStorage): number | null {
  const [row] = sql.exec<{ at: number }>('SELECT at FROM quarantine ORDER BY id LIMIT 1').toArray();
  return row?.at ?? null;
}

/** Deletes the oldest until the rest fits; gives how many went. */
function evict(sql: SqlStorage, most: number): number {
  let evicted = 0;
  for (let over = totals(sql).bytes - most; over > 0; over = totals(sql).bytes - most) {
    const victims: number[] = [];
    const rows = sql.exec<{ id: number; bytes: number }>('SELECT id, bytes FROM quarantine ORDER BY id LIMIT ?', STEP);
    for (const { id, bytes } of rows.toArray()) {
      if (over <= 0) break;
      victims.push(id);
      over -= bytes;
    }
    if (victims.length === 0) break;
    removeRows(sql, victims);
    evicted += victims.length;
  }
  return evicted;
}
