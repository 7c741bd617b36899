import type { Config } from '../config/config.ts';
import { addCounts, addUnmapped } from './counters.ts';
import { addToMinute } from './history.ts';
import { insertDeadLetters } from './dead-letters.ts';
import { currentGeneration, idKey, knownKeys, rememberKeys } from './dedupe.ts';
import { forDestination, type NamedEvent } from './destination-text.ts';
import { readDestinations } from './destinations.ts';
import { readSpans, rememberInSpan, spanOf } from './ids-by-time.ts';
import { wants } from './match.ts';
import type { Matchable } from './match.ts';
import type { AppendRequest, AppendResult, OutboxRecord } from './messages.ts';
import { EVENT_BYTES, envelopeLimits, pack } from './pack.ts';
import { insertQuarantined, quarantineBytes, quarantineGrowth } from './quarantine.ts';
import type { Chunk, PackableEvent } from './pack.ts';

/** Seconds after which a source may ask a full outbox again. */
const FULL_RETRY_AFTER = 30;

/** A Durable Object holds 10 GB; ids that are remembered take room too. */
const DATABASE_BYTES = 9_500_000_000;

interface FreshEvent extends NamedEvent, PackableEvent, Matchable {
  key: string;
  /** Where its id is remembered; absent for one that is remembered by itself. */
  span?: number;
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
    const events = fresh
      .filter((event) => wants(destination, event))
      .map((event) => forDestination(config, destination, isOversized(event) ? { ...event, text: '' } : event));
    const storable = events.filter((event) => !isOversized(event));
    const chunks = pack(storable, envelopeLimits(destination.batch, config.sensorId));
    // The ids of a destination may have made an event larger.
    return { destination, chunks, oversized: events.filter(isOversized) };
  });

  const waiting = deliveries.flatMap(({ chunks }) => chunks).reduce((sum, chunk) => sum + chunk.bytes, 0);
  const incoming = waiting + quarantineGrowth(sql, config, request.quarantine);
  if (incoming > 0 && !hasRoom(sql, config, incoming)) {
    return { ok: false, reason: 'full', retryAfterSeconds: FULL_RETRY_AFTER };
  }

  for (const { destination, chunks, oversized } of deliveries) {
    insertChunks(sql, destination.name, chunks, now);
    insertDeadLetters(sql, destination.name, oversized.map(oversizedLetter), now);
  }
  remember(sql, fresh, config.dedupeDays, now);
  addCounts(sql, mergeCounts(request, new Set(duplicates), fresh.length));
  addUnmapped(sql, request.unmapped);
  insertQuarantined(sql, config, request.quarantine ?? [], now);
  const dead = deliveries.reduce((sum, { oversized }) => sum + oversized.length, 0);
  addToMinute(sql, { accepted: fresh.length, failed: request.counts['failed'] ?? 0, dead }, now);
  return { ok: true, duplicates };
}

/** Puts chunks at the end of a destination's queue, and keeps its totals right. Runs inside a transaction. */
export function insertChunks(sql: SqlStorage, destination: string, chunks: readonly Chunk[], now: number): void {
  let events = 0;
  let bytes = 0;
  for (const chunk of chunks) {
    sql.exec(
      `INSERT INTO chunk (destination, id, events, bytes, at, rules, texts) VALUES
        (?, (SELECT coalesce(max(id), 0) + 1 FROM chunk WHERE destination = ?), ?, ?, ?, ?, ?)`,
      destination,
      destination,
      chunk.events,
      chunk.bytes,
      now,
      JSON.stringify(chunk.rules),
      chunk.texts,
    );
    events += chunk.events;
    bytes += chunk.bytes;
  }
  if (events === 0) return;
  sql.exec('UPDATE destination SET events = events + ?, bytes = bytes + ? WHERE name = ?', events, bytes, destination);
}

/** Bytes that count towards the limit of the outbox. */
export function usedBytes(sql: SqlStorage): number {
  return readDestinations(sql).reduce((sum, row) => sum + row.bytes + row.deadBytes, quarantineBytes(sql));
}

/** True when so many more bytes may wait. Dead letters count, which leave only when somebody replays or drops them, and what is quarantined. */
export function hasRoom(sql: SqlStorage, config: Config, incoming: number): boolean {
  return usedBytes(sql) + incoming <= config.outboxBytes && sql.databaseSize + incoming <= DATABASE_BYTES;
}

/** Takes out the events that are stored already, or that stand in the request twice. */
function sift(sql: SqlStorage, records: readonly OutboxRecord[]): { fresh: FreshEvent[]; duplicates: number[] } {
  const keyed = records.map((record) => ({ record, keys: record.events.map((event) => idKey(event.id)) }));
  const known = knownKeys(
    sql,
    keyed.flatMap(({ keys }) => keys),
  );
  const spans = new Set(keyed.flatMap(({ record, keys }) => keys.flatMap((key) => spanOf(key, record.time) ?? [])));
  const remembered = readSpans(sql, [...spans]);
  const fresh: FreshEvent[] = [];
  const duplicates: number[] = [];
  for (const { record, keys } of keyed) {
    const { index, rule, source, events, period, external, time } = record;
    let missing = 0;
    for (const [position, { id, text, people, things }] of events.entries()) {
      const key = keys[position] ?? idKey(id);
      const span = spanOf(key, time);
      if (known.has(key) || (span !== undefined && remembered.get(span)?.has(key) === true)) continue;
      known.add(key);
      missing++;
      // A line feed outside a string is only white space, and chunks use it as separator.
      const line = text.includes('\n') ? text.replaceAll('\n', ' ') : text;
      fresh.push({
        ...{ id, key, text: line, bytes: Buffer.byteLength(line), rule, source },
        ...(span !== undefined && { span }),
        ...(people && { people }),
        ...(things && { things }),
        ...(period !== undefined && { period }),
        ...(external && { external }),
      });
    }
    if (missing === 0 && events.length > 0) duplicates.push(index);
  }
  return { fresh, duplicates };
}

/** Remembers the ids of new events, those of one time together. */
function remember(sql: SqlStorage, events: readonly FreshEvent[], days: number, now: number): void {
  const alone: string[] = [];
  const together = new Map<number, string[]>();
  for (const { key, span } of events) {
    const keys = span === undefined ? alone : together.get(span);
    if (keys !== undefined) keys.push(key);
    else if (span !== undefined) together.set(span, [key]);
  }
  if (together.size > 0) {
    const generation = currentGeneration(sql, days, now);
    for (const [span, keys] of together) if (!rememberInSpan(sql, generation, span, keys)) alone.push(...keys);
  }
  rememberKeys(sql, alone, days, now);
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
  const counts: Record<string, number> = { ...request.counts };
  const add = (name: string, value: number): void => {
    if (value > 0) counts[name] = (counts[name] ?? 0) + value;
  };
  for (const { index, rule } of request.records) {
    const outcome = duplicates.has(index) ? 'duplicates' : 'emitted';
    add(outcome, 1);
    add(`rule.${rule}.${outcome}`, 1);
  }
  add('events', events);
  return counts;
}
