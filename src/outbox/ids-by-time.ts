import { generations } from './dedupe.ts';

/** Milliseconds of the records' own time whose ids lie together. */
const SPAN = 10_000;

/** Ids of one span; what comes after them is remembered one by one, so that no span is ever long to read. */
const MOST_IN_SPAN = 200_000;

/** Ids of read spans that an object holds in memory, about 100 bytes each. */
const MOST_IN_MEMORY = 300_000;

/** As many ids as a span by itself, with none in it, takes memory for: in a log with gaps each has one. */
const SPAN_WEIGHT = 8;

/** Ids in one row, of 16 bytes each; a row has room for 2 MB. */
const MOST_IN_ROW = 60_000;

/** A row takes the ids of further requests up to so many: that each row is deleted costs too. */
const GROWS_TO = 512;

/** The last row of a span as one number: its own times this, and how many ids stand in it. */
const PLACES = 65_536;

/** Rows that one purge deletes. */
const PURGE_STEP = 500;

/** The ids of one span, and the rows that they were read from: by generation the last one. */
interface Span {
  ids: Set<string>;
  rows: Map<number, number>;
}

/** Ids as we make them. They are compared as they stand: making sixteen bytes of each first took half a microsecond. */
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const memory = new WeakMap<SqlStorage, Map<number, Span>>();

/**
 * The span in which an id is looked for; undefined for one that must be remembered by itself.
 *
 * @param time of the record from which the event was made: the same whenever the record comes
 */
export function spanOf(id: string, time: number | undefined): number | undefined {
  return time === undefined || !Number.isFinite(time) || !UUID.test(id) ? undefined : Math.floor(time / SPAN);
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
      `SELECT j.value AS span, (SELECT number * ${PLACES} + length(ids) / 16 FROM remembered
        WHERE generation = ? AND span = j.value ORDER BY number DESC LIMIT 1) AS last FROM json_each(?) j`,
      generation,
      wanted,
    );
    for (const { span, last: row } of rows) if (row !== null) last.get(span)?.set(generation, row);
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
  return new Map(Array.from(found, ([span, { ids }]) => [span, ids]));
}

/**
 * Remembers new ids of a span that was read in this transaction. False when it has no room for them.
 *
 * @param generation in which they are remembered
 */
export function rememberInSpan(sql: SqlStorage, generation: number, span: number, fresh: readonly string[]): boolean {
  const read = memoryOf(sql).get(span);
  if (read === undefined || read.ids.size + fresh.length > MOST_IN_SPAN) return false;
  for (let from = 0; from < fresh.length; from += MOST_IN_ROW) {
    const part = fresh.slice(from, from + MOST_IN_ROW);
    const ids = Buffer.from(part.join('').replace(/urn:uuid:|-/g, ''), 'hex');
    const last = read.rows.get(generation) ?? 0;
    if (last > 0 && (last % PLACES) + part.length <= GROWS_TO) {
      sql.exec(
        'UPDATE remembered SET ids = CAST(ids || ? AS BLOB) WHERE generation = ? AND span = ? AND number = ?',
        ...[ids, generation, span, Math.floor(last / PLACES)],
      );
      read.rows.set(generation, last + part.length);
    } else {
      const number = Math.floor(last / PLACES) + 1;
      sql.exec(
        'INSERT INTO remembered (generation, span, number, ids) VALUES (?, ?, ?, ?)',
        ...[generation, span, number, ids],
      );
      read.rows.set(generation, number * PLACES + part.length);
    }
    for (const id of part) read.ids.add(id);
  }
  return true;
}

/** Lets go of what is too much for the memory, the spans first that were not used for longest. */
function trimMemory(sql: SqlStorage): void {
  const known = memoryOf(sql);
  const weight = (span: Span): number => span.ids.size + SPAN_WEIGHT;
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
  const found = new Set<string>();
  for (const generation of rows.keys()) {
    const cursor = sql.exec<{ ids: ArrayBuffer }>(
      'SELECT ids FROM remembered WHERE generation = ? AND span = ?',
      ...[generation, span],
    );
    for (const { ids } of cursor) {
      const digits = Buffer.from(ids).toString('hex');
      for (const [, ...parts] of digits.matchAll(/(.{8})(.{4})(.{4})(.{4})(.{12})/g)) {
        found.add(`urn:uuid:${parts.join('-')}`);
      }
    }
  }
  return { ids: found, rows };
}

function isSame(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): boolean {
  return one.size === other.size && Array.from(one).every(([generation, last]) => other.get(generation) === last);
}
