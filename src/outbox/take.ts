import { unpackRules } from './pack.ts';

/** Events from the head of a destination's queue. */
export interface Taken {
  texts: string[];
  /** The rule of each event. */
  rules: string[];
  bytes: number;
  /** The chunks that they stand in, in order. */
  chunks: { id: number; events: number }[];
}

type StoredChunk = { id: number; events: number; bytes: number; rules: string; texts: string };

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
  const taken: Taken = { texts: [], rules: [], bytes: 0, chunks: [] };
  let skip = done;
  const rows = sql.exec<StoredChunk>(
    'SELECT id, events, bytes, rules, texts FROM chunk WHERE destination = ? ORDER BY id',
    destination,
  );
  for (const row of rows) {
    const whole =
      skip === 0 && taken.texts.length + row.events <= limits.events && taken.bytes + row.bytes <= limits.bytes;
    const texts = row.texts.split('\n');
    const rules = unpackRules(row.rules);
    taken.chunks.push({ id: row.id, events: row.events });
    if (whole) {
      taken.texts.push(...texts);
      taken.rules.push(...rules);
      taken.bytes += row.bytes;
    } else if (!takeSome(taken, texts, rules, skip, limits)) {
      break;
    }
    skip = 0;
    // Before the next row is read: it may be a megabyte.
    if (taken.texts.length >= limits.events || taken.bytes >= limits.bytes) break;
  }
  return taken;
}

/** Takes events of one chunk one by one; false when a limit was reached. */
function takeSome(
  taken: Taken,
  texts: readonly string[],
  rules: readonly string[],
  from: number,
  limits: { events: number; bytes: number },
): boolean {
  for (const [offset, text] of texts.slice(from).entries()) {
    const bytes = Buffer.byteLength(text) + 1;
    if (taken.texts.length >= limits.events) return false;
    if (taken.texts.length > 0 && taken.bytes + bytes > limits.bytes) return false;
    taken.texts.push(text);
    taken.rules.push(rules[from + offset] ?? '');
    taken.bytes += bytes;
  }
  return true;
}
