import type { Verdict } from './judge.ts';
import { retryAfterMilliseconds } from './retry-after.ts';
import { backoff } from './schedule.ts';

/** How long a destination keeps the size that it taught us with a 413 before the configured size is tried again. */
const PAYLOAD_LIMIT_LASTS = 60 * 60 * 1000;

/** Where the delivery to one destination stands. Times are milliseconds since 1970. */
export interface Progress {
  state: 'open' | 'backing-off' | 'paused';
  /** Why it is not open: `HTTP_503`, `TIMEOUT`, `NETWORK`, `UNAUTHORIZED`, … */
  reason: string | null;
  /** Failures in a row that another try may heal. */
  failures: number;
  /** Requests that failed or were refused since the events at the head came to the head. */
  attempts: number;
  /** Events that the next envelope takes; 0 = as many as configured. */
  window: number;
  /** Events at the head among which a refused one stands; 0 = none is suspected. */
  suspect: number;
  /** Bytes of events that an envelope may have since a 413; 0 = as many as configured. */
  payloadLimit: number;
  payloadLimitUntil: number;
  /** When a destination that backs off is tried again; 0 = at once. */
  nextAttempt: number;
  lastSuccess: number | null;
}

export const initialProgress: Readonly<Progress> = {
  state: 'open',
  reason: null,
  failures: 0,
  attempts: 0,
  window: 0,
  suspect: 0,
  payloadLimit: 0,
  payloadLimitUntil: 0,
  nextAttempt: 0,
  lastSuccess: null,
};

/** What becomes of the events that stood in the envelope. */
export type HeadFate =
  | { kind: 'kept' }
  | { kind: 'delivered' }
  | {
      kind: 'dead';
      reason: 'REFUSED' | 'ATTEMPTS_SPENT';
      status: number | null;
      response: string;
      attempts: number;
    };

/** The envelope that the verdict is about: how many events it took from the head, and their bytes. */
export interface SentEnvelope {
  events: number;
  bytes: number;
}

/**
 * The one step of delivery, as a pure function: what a verdict does to the events at the head and to their destination.
 *
 * A refused envelope is halved until the guilty event stands alone. After a guilty event one event goes alone, so that a
 * destination that refuses everything costs one request for each event and not a bisection for each.
 */
export function advance(
  progress: Progress,
  sent: SentEnvelope,
  verdict: Verdict,
  clock: { now: number; random: number },
): { progress: Progress; fate: HeadFate } {
  switch (verdict.kind) {
    case 'done':
      return { progress: afterDelivery(progress, sent, clock.now), fate: { kind: 'delivered' } };
    case 'paused':
      return {
        progress: { ...progress, state: 'paused', reason: verdict.reason, nextAttempt: 0 },
        fate: { kind: 'kept' },
      };
    case 'retry':
      return afterFailure(progress, verdict, clock);
    case 'refused':
      return afterRefusal(progress, sent, verdict, clock.now);
  }
}

/**
 * A destination that the operator takes up again: tried at once, with everything that was learnt from failures forgotten, but for the
 * halving under way, which would begin anew with each resume.
 */
export function resumed({ lastSuccess, window, suspect }: Progress): Progress {
  return { ...initialProgress, lastSuccess, window, suspect };
}

function opened(progress: Progress): Progress {
  return { ...progress, state: 'open', reason: null, failures: 0, nextAttempt: 0 };
}

function afterDelivery(progress: Progress, sent: SentEnvelope, now: number): Progress {
  const suspect = Math.max(0, progress.suspect - sent.events);
  return {
    ...opened(progress),
    lastSuccess: now,
    suspect,
    window: Math.ceil(suspect / 2),
    attempts: suspect === 0 ? 0 : progress.attempts,
  };
}

function afterFailure(
  progress: Progress,
  verdict: Extract<Verdict, { kind: 'retry' }>,
  clock: { now: number; random: number },
): { progress: Progress; fate: HeadFate } {
  const { status, response, reason } = verdict;
  const failures = progress.failures + 1;
  const attempts = progress.attempts + 1;
  const wait = backoff(failures, retryAfterMilliseconds(verdict.retryAfter, clock.now), clock.random);
  if (wait === undefined) {
    // The next envelope has its own attempts; the destination is asked again at once, which also finds out that it is back.
    return {
      progress: { ...opened(progress), attempts: 0, window: 0, suspect: 0 },
      fate: { kind: 'dead', reason: 'ATTEMPTS_SPENT', status, response, attempts },
    };
  }
  return {
    progress: { ...progress, state: 'backing-off', reason, failures, attempts, nextAttempt: clock.now + wait },
    fate: { kind: 'kept' },
  };
}

function afterRefusal(
  progress: Progress,
  sent: SentEnvelope,
  verdict: Extract<Verdict, { kind: 'refused' }>,
  now: number,
): { progress: Progress; fate: HeadFate } {
  const { status, response } = verdict;
  const attempts = progress.attempts + 1;
  if (sent.events <= 1) {
    return {
      progress: { ...opened(progress), attempts: 0, window: 1, suspect: 0 },
      fate: { kind: 'dead', reason: 'REFUSED', status, response, attempts },
    };
  }
  const refused = { ...opened(progress), attempts };
  if (verdict.at === 'size') {
    // Too large as a whole is no fault of one event: halve by bytes, and remember, or every envelope would be refused first.
    return {
      progress: {
        ...refused,
        payloadLimit: Math.max(1, Math.floor(sent.bytes / 2)),
        payloadLimitUntil: now + PAYLOAD_LIMIT_LASTS,
      },
      fate: { kind: 'kept' },
    };
  }
  return {
    progress: { ...refused, suspect: sent.events, window: Math.ceil(sent.events / 2) },
    fate: { kind: 'kept' },
  };
}
