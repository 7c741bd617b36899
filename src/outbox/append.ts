import type { Config } from '../config/config.ts';
import { addTo, addUnmapped } from './counters.ts';
import { notedNow } from './history.ts';
import { insertDeadLetters } from './dead-letters.ts';
import { currentGeneration, idKey, knownIds, rememberKeys } from './dedupe.ts';
import { forDestination, type NamedEvent } from './destination-text.ts';
import { IN_QUEUE, QUEUE_BITS, waiting } from './destinations.ts';
import { readSpans, rememberInSpan, spanOf } from './ids-by-time.ts';
import { wants } from './match.ts';
import type { Matchable } from './match.ts';
import type { AppendRequest, AppendResult, OutboxRecord } from './messages.ts';
import { EVENT_BYTES, envelopeLimits, pack } from './pack.ts';
import { insertQuarantined, quarantineBytes, quarantineGrowth } from './quarantine.ts';
import type { Chunk, PackableEvent } from './pack.ts';
import { writeTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** Seconds after which a source may ask a full outbox again. */
const FULL_RETRY_AFTER = 30;

/** A Durable Object holds 10 GB; ids that are remembered take room too. */
const DATABASE_BYTES = 9_500_000_000;

interface FreshEvent extends NamedEvent, PackableEvent, Matchable {
  /** Where its id is remembered; undefined for one that is remembered by itself. */
  span: number | undefined;
}

/**
 * Stores what is new in a request, for each destination that wants it. Runs inside a transaction. Nothing is written when there is
 * no room.
 *
 * @param now milliseconds since 1970
 */
export function append(sql: SqlStorage, config: Config, request: AppendRequest, now: number): AppendResult {
  const { fresh, duplicates } = sift(sql, request.records);
  const deliveries = config.destinations.map((destination) => {
    const storable: FreshEvent[] = [];
    const oversized: FreshEvent[] = [];
    for (const event of fresh) {
      if (!wants(destination, event)) continue;
      const sent = forDestination(config, destination, isOversized(event) ? { ...event, text: '' } : event);
      // The ids of a destination may have made an event larger.
      (isOversized(sent) ? oversized : storable).push(sent);
    }
    return { destination, chunks: pack(storable, envelopeLimits(destination.batch, config.sensorId)), oversized };
  });

  const stored = deliveries.flatMap(({ chunks }) => chunks).reduce((sum, chunk) => sum + chunk.bytes, 0);
  const incoming = stored + quarantineGrowth(sql, config, request.quarantine);
  if (incoming > 0 && !hasRoom(sql, config, incoming)) {
    return { ok: false, reason: 'full', retryAfterSeconds: FULL_RETRY_AFTER };
  }

  writeTally(sql, (tally) => {
    const dead = deliveries.reduce((sum, { oversized }) => sum + oversized.length, 0);
    const noted = noteMinute(sql, tally, now);
    addTo(noted, { accepted: fresh.length, failed: request.counts['failed'] ?? 0, dead });
    for (const { destination, chunks, oversized } of deliveries) {
      insertChunks(sql, tally, destination.name, chunks, now);
      insertDeadLetters(sql, destination.name, oversized.map(oversizedLetter), now);
    }
    addTo(tally.counts, mergeCounts(request, new Set(duplicates), fresh.length));
  });
  remember(sql, fresh, config.dedupeDays, now);
  addUnmapped(sql, request.unmapped);
  insertQuarantined(sql, config, request.quarantine ?? [], now);
  return { ok: true, duplicates };
}

/** What is noted of this minute in the tally. */
export function noteMinute(sql: SqlStorage, tally: Tally, now: number): Tally['noted'] {
  return (tally.noted = notedNow(sql, tally.noted, now, () => waiting(sql, tally).events));
}

/** Puts chunks at the end of a destination's queue, and keeps its totals right. Runs inside {@link writeTally}. */
export function insertChunks(
  sql: SqlStorage,
  tally: Tally,
  destination: string,
  chunks: readonly Chunk[],
  now: number,
): void {
  const total = tally.arrived.get(destination) ?? { events: 0, bytes: 0 };
  tally.arrived.set(destination, total);
  for (const chunk of chunks) {
    sql.exec(
      `INSERT INTO chunk (destination, id, events, bytes, at, rules, texts)
        SELECT name, 1 + (SELECT coalesce(max(id), number << ${QUEUE_BITS}) FROM chunk WHERE ${IN_QUEUE}), ?2, ?3, ?4, ?5, ?6
          FROM destination WHERE name = ?1`,
      destination,
      chunk.events,
      chunk.bytes,
      now,
      JSON.stringify(chunk.rules),
      chunk.texts,
    );
    total.events += chunk.events;
    total.bytes += chunk.bytes;
  }
}

/** Bytes that count towards the limit of the outbox. */
export function usedBytes(sql: SqlStorage): number {
  return waiting(sql).bytes + quarantineBytes(sql);
}

/** True when so many more bytes may wait. Dead letters count, which leave only when somebody replays or drops them, and what is quarantined. */
export function hasRoom(sql: SqlStorage, config: Config, incoming: number): boolean {
  return usedBytes(sql) + incoming <= config.outboxBytes && sql.databaseSize + incoming <= DATABASE_BYTES;
}

/** Takes out the events that are stored already, or that stand in the request twice. */
function sift(sql: SqlStorage, records: readonly OutboxRecord[]): { fresh: FreshEvent[]; duplicates: number[] } {
  const ids: string[] = [];
  const spans: (number | undefined)[] = [];
  for (const { time, events } of records) {
    for (const { id } of events) {
      ids.push(id);
      spans.push(spanOf(id, time));
    }
  }
  const known = knownIds(sql, ids);
  const remembered = readSpans(
    sql,
    [...new Set(spans)].filter((span) => span !== undefined),
  );
  const fresh: FreshEvent[] = [];
  const duplicates: number[] = [];
  let at = 0;
  for (const { index, rule, source, events, period, external } of records) {
    let missing = 0;
    for (const { id, text: given, people, things } of events) {
      const span = spans[at++];
      if (known.has(id) || (span !== undefined && remembered.get(span)?.has(id) === true)) continue;
      known.add(id);
      missing++;
      // A line feed outside a string is only white space, and chunks use it as separator.
      const text = given.includes('\n') ? given.replaceAll('\n', ' ') : given;
      const bytes = Buffer.byteLength(text);
      fresh.push({ id, text, bytes, rule, source, span, people, things, period, external });
    }
    if (missing === 0 && events.length > 0) duplicates.push(index);
  }
  return { fresh, duplicates };
}

/** Remembers the ids of new events, those of one time together. */
function remember(sql: SqlStorage, events: readonly FreshEvent[], days: number, now: number): void {
  const alone: string[] = [];
  const together = new Map<number, string[]>();
  for (const { id, span } of events) {
    const ids = span === undefined ? alone : together.get(span);
    if (ids !== undefined) ids.push(id);
    else if (span !== undefined) together.set(span, [id]);
  }
  if (together.size > 0) {
    const generation = currentGeneration(sql, days, now);
    for (const [span, ids] of together) {
      // Not by spreading, which has no room for a hundred thousand.
      if (!rememberInSpan(sql, generation, span, ids)) for (const id of ids) alone.push(id);
    }
  }
  rememberKeys(sql, alone.map(idKey), days, now);
}

/** Whether no row can hold an event: it is listed as a dead letter at once, without its text. */
function isOversized({ bytes }: PackableEvent): boolean {
  return bytes > EVENT_BYTES;
}

function oversizedLetter({ id, bytes, rule }: FreshEvent): Parameters<typeof insertDeadLetters>[2][number] {
  const response = `the event has ${bytes} bytes; at most ${EVENT_BYTES} can be stored`;
  return { eventId: id, rule, reason: 'TOO_LARGE', status: null, response, attempts: 0, text: '' };
}

/** The counts of the request and what only the outbox knows: which records were new. */
function mergeCounts(request: AppendRequest, duplicates: ReadonlySet<number>, events: number): Record<string, number> {
  // By rule first: to make a name of a counter for each record took longer than all else that is done here.
  const rules = new Map<string, { emitted: number; duplicates: number }>();
  for (const { index, rule } of request.records) {
    let outcomes = rules.get(rule);
    if (outcomes === undefined) rules.set(rule, (outcomes = { emitted: 0, duplicates: 0 }));
    outcomes[duplicates.has(index) ? 'duplicates' : 'emitted']++;
  }
  const counts: Record<string, number> = { ...request.counts };
  const add = (name: string, value: number): void => {
    if (value > 0) counts[name] = (counts[name] ?? 0) + value;
  };
  for (const [rule, outcomes] of rules) {
    for (const outcome of ['emitted', 'duplicates'] as const) {
      add(outcome, outcomes[outcome]);
      add(`rule.${rule}.${outcome}`, outcomes[outcome]);
    }
  }
  add('events', events);
  return counts;
}
