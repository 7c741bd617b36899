import type {
  KeptRecord,
  QuarantineFilter,
  QuarantineGroup,
  QuarantinePage,
  QuarantineQuery,
  QuarantineSettlement,
  QuarantinedRecord,
} from './quarantine-messages.ts';
import { addCounts } from './counters.ts';
import type { DeadLetterMove } from './messages.ts';

type Stored = {
  id: number;
  key: string;
  source: string;
  kind: string;
  name: string;
  code: string;
  rule: string | null;
  message: string;
  at: number;
  bytes: number;
  sealed: ArrayBuffer | null;
};

/** Bytes of sealed records in one answer; a call to a Durable Object has room for 32 MiB. */
const PAGE_BYTES = 4_194_304;

/** Records that one call deletes. */
const DROP_AT_ONCE = 1_000;

/** Groups in one answer, the largest. */
const MOST_GROUPS = 1_000;

/** Bytes of a row beside its texts and the sealed record: key, numbers, indexes. */
const ROW_BYTES = 100;

/** What a record counts for. */
export function rowBytes({ name, message, sealed }: QuarantinedRecord): number {
  return ROW_BYTES + name.length + message.length + (sealed?.byteLength ?? 0);
}

/** Records and their bytes. */
export function totals(sql: SqlStorage): { records: number; bytes: number } {
  return sql.exec<{ records: number; bytes: number }>('SELECT records, bytes FROM quarantine_total').one();
}

/** A page of kept records, oldest first, with what is sealed. */
export function readQuarantine(sql: SqlStorage, { cursor, limit, ...filter }: QuarantineQuery): QuarantinePage {
  const { where, values } = conditions(filter, cursor);
  const rows = sql.exec<Stored>(
    `SELECT id, lower(hex(key)) AS key, source, kind, name, code, rule, message, at, bytes, sealed FROM quarantine
      WHERE ${where} ORDER BY id LIMIT ?`,
    ...values,
    limit + 1,
  );
  const records: KeptRecord[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (records.length === limit || (records.length > 0 && bytes + row.bytes > PAGE_BYTES)) {
      return { records, more: true };
    }
    records.push(fromStored(row));
    bytes += row.bytes;
  }
  return { records, more: false };
}

/** How many records are kept for which reason, the most frequent first. */
export function groupQuarantine(sql: SqlStorage, filter: QuarantineFilter): QuarantineGroup[] {
  const { where, values } = conditions(filter, 0);
  const rows = sql.exec<Omit<QuarantineGroup, 'kind'> & { kind: string }>(
    `SELECT source, name, kind, code, count(*) AS count, min(at) AS oldest, max(at) AS newest FROM quarantine
      WHERE ${where} GROUP BY source, name, kind, code ORDER BY count DESC, source, name, kind, code LIMIT ?`,
    ...values,
    MOST_GROUPS,
  );
  // The table holds only what the Worker wrote.
  return Array.from(rows, (row) => ({ ...row, kind: row.kind as QuarantineGroup['kind'] }));
}

/** Writes down what became of records that were translated again. Runs inside a transaction. */
export function settleQuarantine(sql: SqlStorage, { remove, update }: QuarantineSettlement): void {
  const replayed = removeRows(sql, remove);
  for (const { id, kind, name, code, message, rule = null } of update) {
    sql.exec(
      'UPDATE quarantine SET kind = ?, name = ?, code = ?, rule = ?, message = ? WHERE id = ?',
      ...[kind, name, code, rule, message, id],
    );
  }
  if (replayed > 0) addCounts(sql, { 'quarantine.replayed': replayed });
}

/** Deletes records for good. Runs inside a transaction. */
export function dropQuarantined(sql: SqlStorage, filter: QuarantineFilter): DeadLetterMove {
  const { where, values } = conditions(filter, 0);
  const ids = sql
    .exec<{ id: number }>(`SELECT id FROM quarantine WHERE ${where} ORDER BY id LIMIT ?`, ...values, DROP_AT_ONCE)
    .toArray()
    .map(({ id }) => id);
  return { count: removeRows(sql, ids), more: ids.length === DROP_AT_ONCE };
}

/** Deletes rows, and keeps the totals right. Gives how many there were. */
export function removeRows(sql: SqlStorage, ids: readonly number[]): number {
  if (ids.length === 0) return 0;
  const list = JSON.stringify(ids);
  const { records, bytes } = sql
    .exec<{ records: number; bytes: number }>(
      `SELECT count(*) AS records, ifnull(sum(bytes), 0) AS bytes FROM quarantine
        WHERE id IN (SELECT value FROM json_each(?))`,
      list,
    )
    .one();
  sql.exec('DELETE FROM quarantine WHERE id IN (SELECT value FROM json_each(?))', list);
  sql.exec('UPDATE quarantine_total SET records = records - ?, bytes = bytes - ?', records, bytes);
  return records;
}

function conditions(filter: QuarantineFilter, cursor: number): { where: string; values: (string | number)[] } {
  const parts = ['id > ?'];
  const values: (string | number)[] = [cursor];
  const add = (condition: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    parts.push(condition);
    values.push(value);
  };
  for (const column of ['source', 'kind', 'code', 'name', 'rule'] as const) add(`${column} = ?`, filter[column]);
  add('at < ?', filter.before);
  add('at > ?', filter.after);
  add('id IN (SELECT value FROM json_each(?))', filter.ids === undefined ? undefined : JSON.stringify(filter.ids));
  return { where: parts.join(' AND '), values };
}

function fromStored({ kind, rule, ...row }: Stored): KeptRecord {
  // The table holds only what the Worker wrote.
  const known = kind as KeptRecord['kind'];
  return rule === null ? { ...row, kind: known } : { ...row, kind: known, rule };
}
