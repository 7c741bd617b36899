import type { Delivery } from '../delivery/deliver.ts';
import { advance } from '../delivery/progress.ts';
import type { HeadFate } from '../delivery/progress.ts';
import { insertDeadLetters } from './dead-letters.ts';
import { readDestination, writeDestination } from './destinations.ts';
import { addToMinute } from './history.ts';
import type { DeadLetter } from './messages.ts';
import type { Taken } from './take.ts';

/**
 * Writes down what became of an envelope: the new state of the destination, the events that are out of the way, the dead letters.
 * Runs inside a transaction.
 */
export function settle(
  sql: SqlStorage,
  name: string,
  taken: Taken,
  delivery: Delivery,
  clock: { now: number; random: number },
): void {
  // Read anew: events were appended, or the operator resumed the destination, while the request was under way.
  const row = readDestination(sql, name);
  if (row === undefined) return;
  // Events without a form in the destination's version were not in the envelope: the one that was stands alone.
  const alone = delivery.verdict.kind === 'refused' && delivery.sent === 1;
  const events = alone ? 1 : taken.texts.length;
  const { progress, fate } = advance(row, { events, bytes: taken.bytes }, delivery.verdict, clock);
  if (fate.kind === 'kept') {
    writeDestination(sql, { ...row, ...progress });
    return;
  }
  const letters = deadLetters(taken, delivery, fate);
  writeDestination(sql, {
    ...row,
    ...progress,
    done: removeHead(sql, name, taken, row.done),
    events: row.events - taken.texts.length,
    bytes: row.bytes - taken.bytes,
    delivered: row.delivered + taken.texts.length - letters.length,
  });
  insertDeadLetters(sql, name, letters, clock.now);
  addToMinute(sql, { delivered: taken.texts.length - letters.length, dead: letters.length }, clock.now);
}

/** Deletes the chunks that are settled whole; gives how many events of the next one are. */
function removeHead(sql: SqlStorage, name: string, taken: Taken, done: number): number {
  let settled = done + taken.texts.length;
  let last: number | undefined;
  for (const chunk of taken.chunks) {
    if (settled < chunk.events) break;
    settled -= chunk.events;
    last = chunk.id;
  }
  if (last !== undefined) sql.exec('DELETE FROM chunk WHERE destination = ? AND id <= ?', name, last);
  return settled;
}

function deadLetters(
  taken: Taken,
  delivery: Delivery,
  fate: Exclude<HeadFate, { kind: 'kept' }>,
): Omit<DeadLetter, 'id' | 'destination' | 'at'>[] {
  return taken.texts.flatMap((text, position): Omit<DeadLetter, 'id' | 'destination' | 'at'>[] => {
    const unsendable = delivery.unsendable.get(position);
    if (unsendable === undefined && fate.kind === 'delivered') return [];
    const event = { eventId: eventId(text), rule: taken.rules[position] ?? '', text };
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
