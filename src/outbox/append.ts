import type { Config } from '../config/config.ts';
import { addCounts, addUnmapped } from './counters.ts';
import { addToMinute } from './history.ts';
import { insertDeadLetters } from './dead-letters.ts';
import { idKey, knownKeys, rememberKeys } from './dedupe.ts';
import { forDestination, type NamedEvent } from './destination-text.ts';
import { readDestinations } from './destinations.ts';
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

interface FreshEvent extends NamedEvent, PackableEvent, Matchable {}

/**
 * Stores what is new in a request, for each destination that wants it. Runs inside a transaction. Nothing is written when there is
 * no room.
 *
 * @param now milliseconds since 1970
 */
export function append(sql: SqlStorage, config: Config, request: AppendRequest, now: number): AppendResult {
  const { fresh, duplicates } = sift(sql, request.records);
  const storable = fresh.filter((event) => event.bytes <= EVENT_BYTES);
  const deliveries = config.destinations.map((destination) => ({
    destination,
    chunks: pack(
      storable.filter((event) => wants(destination, event)).map((event) => forDestination(config, destination, event)),
      envelopeLimits(destination.batch, config.sensorId),
    ),
  }));

  const waiting = deliveries.flatMap(({ chunks }) => chunks).reduce((sum, chunk) => sum + chunk.bytes, 0);
  const incoming = waiting + quarantineGrowth(sql, config, request.quarantine);
  if (incoming > 0 && !hasRoom(sql, config, incoming)) {
    return { ok: false, reason: 'full', retryAfterSeconds: FULL_RETRY_AFTER };
  }

  for (const { destination, chunks } of deliveries) insertChunks(sql, destination.name, chunks, now);
  rejectOversized(
    sql,
    config,
    fresh.filter((event) => event.bytes > EVENT_BYTES),
    now,
  );
  rememberKeys(
    sql,
    fresh.map((event) => idKey(event.id)),
    config.dedupeDays,
    now,
  );
  addCounts(sql, mergeCounts(request, new Set(duplicates), fresh.length));
  addUnmapped(sql, request.unmapped);
  insertQuarantined(sql, config, request.quarantine ?? [], now);
  const dead = fresh.length - storable.length;
  addToMinute(sql, { accepted: fresh.length, failed: request.counts['failed'] ?? 0, dead }, now);
  return { ok: true, duplicates };
}

/** Puts chunks at the end of a destination's queue, and keeps its totals right. Runs inside a transaction. */
export function insertChunks(sql: SqlStorage, destination: string, chunks: readonly Chunk[], now: number): void {
  let events = 0;
  let bytes = 0;
  for (const chunk of chunks) {
    sql.exec(
      'INSERT INTO chunk (destination, events, bytes, at, rules, texts) VALUES (?, ?, ?, ?, ?, ?)',
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
  const known = knownKeys(
    sql,
    records.flatMap((record) => record.events.map((event) => idKey(event.id))),
  );
  const fresh: FreshEvent[] = [];
  const duplicates: number[] = [];
  for (const { index, rule, source, events, period, external } of records) {
    let missing = 0;
    for (const { id, text, people, things } of events) {
      const key = idKey(id);
      if (known.has(key)) continue;
      known.add(key);
      missing++;
      // A line feed outside a string is only white space, and chunks use it as separator.
      const line = text.includes('\n') ? text.replaceAll('\n', ' ') : text;
      fresh.push({
        ...{ id, text: line, bytes: Buffer.byteLength(line), rule, source },
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

/** An event that no row can hold is listed at once; its text is not kept. */
function rejectOversized(sql: SqlStorage, config: Config, events: readonly FreshEvent[], now: number): void {
  for (const destination of config.destinations) {
    const letters = events
      .filter((event) => wants(destination, event))
      .map((event) => ({
        eventId: forDestination(config, destination, event).id,
        rule: event.rule,
        reason: 'TOO_LARGE',
        status: null,
        response: `the event has ${event.bytes} bytes; at most ${EVENT_BYTES} can be stored`,
        attempts: 0,
        text: '',
      }));
    insertDeadLetters(sql, destination.name, letters, now);
  }
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
