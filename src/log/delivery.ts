import type { Delivery } from '../delivery/deliver.ts';
import type { Verdict } from '../delivery/judge.ts';
import type { DestinationRow } from '../outbox/destinations.ts';
import type { LogLine } from './log.ts';

/**
 * The line of one attempt to deliver an envelope.
 *
 * @param before the destination when the envelope was taken
 * @param after the same once it was settled
 * @param run times are milliseconds since 1970
 */
export function deliveryLine(
  before: DestinationRow,
  after: DestinationRow,
  delivery: Delivery,
  run: { shard: number | undefined; started: number; ended: number },
): LogLine {
  const { verdict, sent, bytes, unsendable } = delivery;
  const dead = after.dead - before.dead;
  return {
    level: verdict.kind === 'done' && unsendable.size === 0 && !delivery.thinRefused ? 'info' : 'error',
    at: run.ended,
    what: 'delivery',
    destination: before.name,
    shard: run.shard,
    events: sent,
    bytes,
    outcome: outcomeOf(verdict),
    status: 'status' in verdict ? verdict.status : undefined,
    reason: 'reason' in verdict ? verdict.reason : undefined,
    milliseconds: run.ended - run.started,
    thinRefused: delivery.thinRefused ? true : undefined,
    attempt: before.attempts + 1,
    deadLetters: dead > 0 ? dead : undefined,
    state: after.state,
    nextAttempt: after.state === 'backing-off' ? new Date(after.nextAttempt).toISOString() : undefined,
    backlog: after.events,
  };
}

function outcomeOf(verdict: Verdict): 'delivered' | 'retry' | 'refused' | 'paused' {
  return verdict.kind === 'done' ? 'delivered' : verdict.kind;
}
