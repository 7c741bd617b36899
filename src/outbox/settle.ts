import type { Delivery } from '../delivery/deliver.ts';
import { advance } from '../delivery/progress.ts';
import type { HeadFate } from '../delivery/progress.ts';
import { addTo } from './counters.ts';
import { insertDeadLetters } from './dead-letters.ts';
import { readDestination, waiting, writeDestination } from './destinations.ts';
import type { DestinationRow } from './destinations.ts';
import { notedNow } from './history.ts';
import type { DeadLetter } from './messages.ts';
import type { Taken } from './take.ts';

/**
 * Writes down what became of an envelope: the new state of the destination, the events that are out of the way, the dead letters.
 * Runs inside a transaction. Gives the new state, but for what waits longest.
 */
export function settle(
  sql: SqlStorage,
  name: string,
  taken: Taken,
  delivery: Delivery,
  clock: { now: number; random: number },
): DestinationRow | undefined {
  // Read anew: events were appended, or the operator resumed the destination, while the request was under way.
  const row = readDestination(sql, name);
  if (row === undefined) return undefined;
  // Events without a form in the destination's version were not in the envelope: the one that was stands alone.
  const alone = delivery.verdict.kind === 'refused' && delivery.sent === 1;
  const events = alone ? 1 : taken.count;
  const { progress, fate } = advance(row, { events, bytes: taken.bytes }, delivery.verdict, clock);
  if (fate.kind === 'kept') {
    const kept = { ...row, ...progress };
    writeDestination(sql, kept);
    return kept;
  }
  const letters = deadLetters(taken, delivery, fate);
  const delivered = taken.count - letters.length;
  const noted = notedNow(sql, row.noted, clock.now, () => waiting(sql).events);
  addTo(noted, { delivered, dead: letters.length });
  const settled = {
    ...row,
    ...progress,
    done: removeHead(sql, taken, row.done),
    events: row.events - taken.count,
    bytes: row.bytes - taken.bytes,
    delivered: row.delivered + delivered,
    noted,
  };
  writeDestination(sql, settled);
  insertDeadLetters(sql, name, letters, clock.now);
  return { ...settled, dead: row.dead + letters.length };
}

/** Deletes the chunks that are settled whole; gives how many events of the next one are. */
function removeHead(sql: SqlStorage, taken: Taken, done: number): number {
  let settled = done + taken.count;
  const [first] = taken.chunks;
  let last: number | undefined;
  for (const chunk of taken.chunks) {
    if (settled < chunk.events) break;
    settled -= chunk.events;
    last = chunk.id;
  }
  if (first !== undefined && last !== undefined) {
    sql.exec('DELETE FROM chunk WHERE id BETWEEN ? AND ?', first.id, last);
  }
  return settled;
}

function deadLetters(
  taken: Taken,
  delivery: Delivery,
  fate: Exclude<HeadFate, { kind: 'kept' }>,
): Omit<DeadLetter, 'id' | 'destination' | 'at'>[] {
  if (fate.kind === 'delivered' && delivery.unsendable.size === 0) return [];
  const { rules } = taken;
  return taken.texts.flatMap((text, position): Omit<DeadLetter, 'id' | 'destination' | 'at'>[] => {
    const unsendable = delivery.unsendable.get(position);
    if (unsendable === undefined && fate.kind === 'delivered') return [];
    const event = { eventId: eventId(text), rule: rules[position] ?? '', text };
    if (unsendable !== undefined || fate.kind === 'delivered') {
      return [{ ...event, reason: 'NO_V1P1_FORM', status: null, response: unsendable ?? '', attempts: 0 }];
    }
    const { reason, status, response, attempts } = fate;
    return [{ ...event, reason, status, response, attempts }];
  });
}

function eventId(text: string): string {
  // Stored texts are Caliper events that we serialised; each has an id.
  return (JSON.parse(text) as { id: string }).id;
}
