/** An event on its way into the outbox. */
export interface PackableEvent {
  text: string;
  /** UTF-8 bytes of the text. */
  bytes: number;
  rule: string;
}

/** One row of `chunk`: events in order, at most as many as one envelope takes. */
export interface Chunk {
  events: number;
  bytes: number;
  /** The rule of each event, in runs: `[["video-paused", 3], ["problem-checked", 1]]`. */
  rules: [rule: string, events: number][];
  /** The texts, joined by line feeds. */
  texts: string;
}

/** A row has room for 2 MB on Cloudflare; a chunk stays well below. */
export const CHUNK_BYTES = 1_000_000;

/** An event with more bytes than this cannot be stored; no endpoint is known to take one. */
export const EVENT_BYTES = 1_000_000;

/** Bytes of an envelope around its events: braces, names of properties, instant and context, with some to spare. */
const ENVELOPE_BYTES = 200;

/** What an envelope may hold, as events and bytes of events: the destination's limits less the envelope's own properties. */
export function envelopeLimits(
  batch: { events: number; bytes: number },
  sensorId: string,
): { events: number; bytes: number } {
  return {
    events: Math.max(1, batch.events),
    bytes: Math.max(1, Math.min(batch.bytes - ENVELOPE_BYTES - sensorId.length, CHUNK_BYTES)),
  };
}

/**
 * Packs events into chunks, in order. A chunk never exceeds the limits, unless one event alone does.
 *
 * @param limits of one envelope, from {@link envelopeLimits}
 */
export function pack(events: readonly PackableEvent[], limits: { events: number; bytes: number }): Chunk[] {
  const chunks: Chunk[] = [];
  let texts: string[] = [];
  let rules: [string, number][] = [];
  let bytes = 0;
  const close = (): void => {
    if (texts.length > 0) chunks.push({ events: texts.length, bytes, rules, texts: texts.join('\n') });
    texts = [];
    rules = [];
    bytes = 0;
  };
  for (const event of events) {
    // One byte more for the comma that will separate it.
    const size = event.bytes + 1;
    if (texts.length >= limits.events || (texts.length > 0 && bytes + size > limits.bytes)) close();
    const run = rules.at(-1);
    if (run?.[0] === event.rule) run[1]++;
    else rules.push([event.rule, 1]);
    texts.push(event.text);
    bytes += size;
  }
  close();
  return chunks;
}

/** The rule of each event of a chunk, from its runs. */
export function unpackRules(runs: string): string[] {
  // The column holds what append wrote from Chunk.rules.
  return (JSON.parse(runs) as Chunk['rules']).flatMap(([rule, events]) => Array.from({ length: events }, () => rule));
}
