import { generations } from './dedupe.ts';

/** Milliseconds of the records' own time whose ids lie together. */
const SPAN = 10_000;

/** Ids of one span; what comes after them is remembered one by one, so that no span is ever long to read. */
const MOST_IN_SPAN = 200_000;

/** Ids of read spans that an object holds in memory, about 80 bytes each. */
const MOST_IN_MEMORY = 300_000;

/** As many ids as a span by itself, with none in it, takes memory for: in a log with gaps each has one. */
const SPAN_WEIGHT = 8;

/** Ids in one row, of 16 bytes each; a row has room for 2 MB. */
const MOST_IN_ROW = 60_000;

/** Rows that one purge deletes. */
const PURGE_STEP = 500;

/** The ids of one span, as {@link idKey} gives them, and the rows that they were read from: by generation the number of the last one. */
interface Span {
  keys: Set<string>;
  rows: Map<number, number>;
}

const memory = new WeakMap<SqlStorage, Map<number, Span>>();

/**
 * The span in which an id is looked for; undefined for one that must be remembered by itself.
 *
 * @param key from {@link idKey}
 * @param time of the record from which the event was made: the same whenever the record comes
 */
export function spanOf(key: string, time: number | undefined): number | undefined {
  return time === undefined || !Number.isFinite(time) || key.length !== 32 ? undefined : Math.floor(time / SPAN);
}

/**
 * The ids that are remembered in each of these spans. A site sends its log in the order of time, so the ids of a request lie in one or
 * two spans, which are in memory already: one row is written for a request, not one for each event.
 */
export function readSpans(sql: SqlStorage, spans: readonly number[]): Map<number, ReadonlySet<string>> {
  const found = new Map<number, Span>();
  if (spans.length === 0) return new Map();
  trimMemory(sql);
  const wanted = JSON.stringify(spans);
  const last = new Map(spans.map((span) => [span, new Map<number, number>()]));
  for (const generation of generations(sql)) {
    const rows = sql.exec<{ span: number; last: number | null }>(
      `SELECT j.value AS span, (SELECT max(number) FROM remembered WHERE generation = ? AND span = j.value) AS last
        FROM json_each(?) j`,
      generation,
      wanted,
    );
    for (const { span, last: number } of rows) if (number !== null) last.get(span)?.set(generation, number);
  }
  const known = memoryOf(sql);
  for (const [span, rows] of last) {
    // What is in memory may be of a transaction that was rolled back, or be purged meanwhile.
    const kept = known.get(span);
    const read = kept !== undefined && isSame(kept.rows, rows) ? kept : readSpan(sql, span, rows);
    // The one that was used last is the last to go.
    known.delete(span);
    known.set(span, read);
    found.set(span, read);
  }
  return new Map(Array.from(found, ([span, { keys }]) => [span, keys]));
}

/**
 * Remembers new keys of a span that was read in this transaction. False when it has no room for them.
 *
 * @param generation in which they are remembered
 */
export function rememberInSpan(sql: SqlStorage, generation: number, span: number, keys: readonly string[]): boolean {
  const read = memoryOf(sql).get(span);
  if (read === undefined || read.keys.size + keys.length > MOST_IN_SPAN) return false;
  for (let from = 0; from < keys.length; from += MOST_IN_ROW) {
    const part = keys.slice(from, from + MOST_IN_ROW);
    const number = (read.rows.get(generation) ?? 0) + 1;
    sql.exec(
      'INSERT INTO remembered (generation, span, number, ids) VALUES (?, ?, ?, ?)',
      ...[generation, span, number, Buffer.from(part.join(''), 'hex')],
    );
    read.rows.set(generation, number);
    for (const key of part) read.keys.add(key);
  }
  return true;
}

/** Lets go of what is too much for the memory, the spans first that were not used for longest. */
function trimMemory(sql: SqlStorage): void {
  const known = memoryOf(sql);
  const weight = ({ keys }: Span): number => keys.size + SPAN_WEIGHT;
  let ids = 0;
  for (const span of known.values()) ids += weight(span);
  for (const [start, span] of known) {
    if (ids <= MOST_IN_MEMORY) return;
    known.delete(start);
    ids -= weight(span);
  }
}

/** Forgets, in a small step, ids of a generation. True when some were deleted. */
export function purgeSpans(sql: SqlStorage, generation: number): boolean {
  const deleted = sql.exec(
    `DELETE FROM remembered WHERE generation = ? AND (span, number) IN
      (SELECT span, number FROM remembered WHERE generation = ? LIMIT ?)`,
    ...[generation, generation, PURGE_STEP],
  );
  return deleted.rowsWritten > 0;
}

function memoryOf(sql: SqlStorage): Map<number, Span> {
  let known = memory.get(sql);
  if (known === undefined) memory.set(sql, (known = new Map<number, Span>()));
  return known;
}

function readSpan(sql: SqlStorage, span: number, rows: Map<number, number>): Span {
  const keys = new Set<string>();
  for (const generation of rows.keys()) {
    const cursor = sql.exec<{ ids: ArrayBuffer }>(
      'SELECT ids FROM remembered WHERE generation = ? AND span = ?',
      ...[generation, span],
    );
    for (const { ids } of cursor) {
      const digits = Buffer.from(ids).toString('hex');
      for (let at = 0; at < digits.length; at += 32) keys.add(digits.slice(at, at + 32));
    }
  }
  return { keys, rows };
}

function isSame(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): boolean {
  return one.size === other.size && Array.from(one).every(([generation, last]) => other.get(generation) === last);
}
