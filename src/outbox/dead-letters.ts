import type { DeadLetter, DeadLetterFilter, DeadLetterGroup, DeadLetterQuery } from './messages.ts';

type StoredLetter = {
  id: number;
  destination: string;
  event_id: string;
  rule: string;
  reason: string;
  status: number | null;
  response: string;
  attempts: number;
  at: number;
  bytes: number;
  text: string;
};

/** Lists events as dead letters of a destination, and keeps its totals right. Runs inside a transaction. */
export function insertDeadLetters(
  sql: SqlStorage,
  destination: string,
  letters: readonly Omit<DeadLetter, 'id' | 'destination' | 'at'>[],
  now: number,
): void {
  let total = 0;
  for (const { eventId, rule, reason, status, response, attempts, text } of letters) {
    const bytes = Buffer.byteLength(text);
    total += bytes;
    sql.exec(
      `INSERT INTO dead_letter (destination, event_id, rule, reason, status, response, attempts, at, bytes, text)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      destination,
      eventId,
      rule,
      reason,
      status,
      response,
      attempts,
      now,
      bytes,
      text,
    );
  }
  if (letters.length > 0) countDead(sql, destination, letters.length, total);
}

/** A page of dead letters, oldest first. */
export function readDeadLetters(sql: SqlStorage, query: DeadLetterQuery): DeadLetter[] {
  return select(sql, query, query.cursor, query.limit).map((row) => ({
    id: row.id,
    destination: row.destination,
    eventId: row.event_id,
    rule: row.rule,
    reason: row.reason,
    status: row.status,
    response: row.response,
    attempts: row.attempts,
    at: row.at,
    text: row.text,
  }));
}

/** Groups that are listed. */
const GROUPS = 100;

/** How many dead letters there are of a kind, most frequent first. */
export function groupDeadLetters(sql: SqlStorage, filter: DeadLetterFilter): DeadLetterGroup[] {
  const { text, values } = conditions(filter, 0);
  return sql
    .exec<DeadLetterGroup>(
      `SELECT destination, reason, rule, status, count(*) AS count, min(at) AS first, max(at) AS last FROM dead_letter
        WHERE ${text} GROUP BY destination, reason, rule, status ORDER BY count DESC, destination, reason, rule LIMIT ?`,
      ...values,
      GROUPS,
    )
    .toArray();
}

/** Takes a page of dead letters out of the list; with `stored` only those whose text is there. Runs inside a transaction. */
export function removeDeadLetters(
  sql: SqlStorage,
  filter: DeadLetterFilter & { stored?: boolean },
  limit: number,
): StoredLetter[] {
  const rows = select(sql, filter, 0, limit);
  for (const row of rows) {
    sql.exec('DELETE FROM dead_letter WHERE id = ?', row.id);
    countDead(sql, row.destination, -1, -row.bytes);
  }
  return rows;
}

function countDead(sql: SqlStorage, destination: string, letters: number, bytes: number): void {
  sql.exec(
    'UPDATE destination SET dead = dead + ?, dead_bytes = dead_bytes + ? WHERE name = ?',
    letters,
    bytes,
    destination,
  );
}

function select(
  sql: SqlStorage,
  filter: DeadLetterFilter & { stored?: boolean },
  cursor: number,
  limit: number,
): StoredLetter[] {
  const { text, values } = conditions(filter, cursor);
  return sql
    .exec<StoredLetter>(`SELECT * FROM dead_letter WHERE ${text} ORDER BY id LIMIT ?`, ...values, limit)
    .toArray();
}

function conditions(
  filter: DeadLetterFilter & { stored?: boolean },
  cursor: number,
): { text: string; values: (string | number)[] } {
  const conditions = ['id > ?'];
  const values: (string | number)[] = [cursor];
  const where = (condition: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  where('destination = ?', filter.destination);
  where('reason = ?', filter.reason);
  where('rule = ?', filter.rule);
  where('at < ?', filter.before);
  where('at > ?', filter.after);
  where('bytes >= ?', filter.stored === true ? 1 : undefined);
  where('id IN (SELECT value FROM json_each(?))', filter.ids === undefined ? undefined : JSON.stringify(filter.ids));
  return { text: conditions.join(' AND '), values };
}
