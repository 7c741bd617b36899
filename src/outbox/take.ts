import type { EventTexts } from '../delivery/deliver.ts';
import { IN_QUEUE } from './destinations.ts';
import { unpackRules } from './pack.ts';

/** Events from the head of a destination's queue. */
export interface Taken extends EventTexts {
  /** The rule of each event. */
  readonly rules: readonly string[];
  bytes: number;
  /** The chunks that they stand in, in order. */
  chunks: { id: number; events: number }[];
}

type StoredChunk = { id: number; events: number; bytes: number; rules: string; texts: ArrayBuffer };

/** As bytes: a string would only be made to be made into bytes again, and be copied with each collection of garbage until then. */
const CHUNKS = `SELECT id, events, bytes, rules, CAST(texts AS BLOB) AS texts FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id`;

/**
 * Takes events from the head, up to the limits, at least one if any waits. Takes nothing out: that is for settling.
 *
 * @param done events of the first chunk that are settled already
 */
export function take(
  sql: SqlStorage,
  destination: string,
  done: number,
  limits: { events: number; bytes: number },
): Taken {
  const parts: Part[] = [];
  const chunks: Taken['chunks'] = [];
  let count = 0;
  let bytes = 0;
  let skip = done;
  for (const row of readHead(sql, destination, done, limits)) {
    const whole = skip === 0 && count + row.events <= limits.events && bytes + row.bytes <= limits.bytes;
    const room = { events: limits.events - count, bytes: limits.bytes - bytes, first: count === 0 };
    const part = whole ? { ...row, from: 0, lines: new Uint8Array(row.texts) } : some(row, skip, room);
    chunks.push({ id: row.id, events: row.events });
    if (part.events > 0) parts.push(part);
    count += part.events;
    bytes += part.bytes;
    if (skip + part.events < row.events || count >= limits.events || bytes >= limits.bytes) break;
    skip = 0;
  }
  const lines = parts.map((part) => part.lines);
  return {
    ...{ count, bytes, chunks, lines },
    get texts() {
      return lines.flatMap((part) => new TextDecoder().decode(part).split('\n'));
    },
    get rules() {
      return parts.flatMap(({ rules, from, events }) => unpackRules(rules).slice(from, from + events));
    },
  };
}

/** Rows of which the sizes are read at a time, at first: an envelope is mostly of two or three. */
const FEW = 4;

const SIZES = `SELECT id, events, bytes FROM chunk WHERE ${IN_QUEUE} AND id > ?2 ORDER BY id LIMIT ?3`;

/**
 * The chunks at the head that may stand in an envelope. Their sizes are read before their texts, which may be a megabyte each; to break
 * off one query for all of it would have it prepared anew each time.
 */
function readHead(
  sql: SqlStorage,
  destination: string,
  done: number,
  limits: { events: number; bytes: number },
): StoredChunk[] {
  let first: number | undefined;
  let last = -1;
  let events = -done;
  let bytes = 0;
  for (let most = FEW; events < limits.events && bytes < limits.bytes; most *= 4) {
    const rows = sql.exec<{ id: number; events: number; bytes: number }>(SIZES, destination, last, most).toArray();
    for (const row of rows) {
      if (events >= limits.events || bytes >= limits.bytes) break;
      events += row.events;
      // Of a chunk that is settled in part nobody knows what is left.
      if (first !== undefined || done === 0) bytes += row.bytes;
      first ??= row.id;
      last = row.id;
    }
    if (rows.length < most) break;
  }
  return first === undefined ? [] : sql.exec<StoredChunk>(CHUNKS, first, last).toArray();
}

/** Events of one chunk; its rules are those of the whole chunk. */
interface Part {
  rules: string;
  from: number;
  events: number;
  bytes: number;
  lines: Uint8Array;
}

/** Takes events of one chunk one by one, as bytes: to make texts of them and bytes again takes 0.5 µs for an event. */
function some(
  { rules, texts }: StoredChunk,
  from: number,
  room: { events: number; bytes: number; first: boolean },
): Part {
  const lines = Buffer.from(texts);
  // A character a byte: a text is searched eight times as fast as bytes.
  const characters = lines.toString('latin1');
  const endOf = (start: number): number => {
    const end = characters.indexOf('\n', start);
    return end < 0 ? lines.length : end;
  };
  let begin = 0;
  for (let line = 0; line < from; line++) begin = endOf(begin) + 1;
  let next = begin;
  let events = 0;
  while (events < room.events && next < lines.length) {
    const after = endOf(next) + 1;
    // An event counts with its separator.
    if ((!room.first || events > 0) && after - begin > room.bytes) break;
    next = after;
    events += 1;
  }
  return { rules, from, events, bytes: next - begin, lines: lines.subarray(begin, Math.max(begin, next - 1)) };
}
