const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first, second, … failure in a row, in milliseconds. After the last one the attempts are spent. */
export const BACKOFF_STEPS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
];

/** No `Retry-After` holds an envelope longer than the longest step. */
export const LONGEST_RETRY_AFTER = 10 * HOUR;

/** Share by which a step is spread, so that destinations and shards that failed together do not come back together. */
const JITTER = 0.2;

/**
 * How long a destination is left alone.
 *
 * @param failures failures in a row, this one included; at least 1
 * @param retryAfter what the destination asked for, in milliseconds. It can only lengthen the wait: a small value, repeated,
 *   would otherwise spend the attempts in seconds
 * @param random from 0 up to, but without, 1
 * @returns milliseconds, or undefined when the attempts are spent
 */
export function backoff(failures: number, retryAfter: number | undefined, random: number): number | undefined {
  const step = BACKOFF_STEPS[failures - 1];
  if (step === undefined) return undefined;
  const jittered = step * (1 - JITTER + 2 * JITTER * random);
  const asked = Math.min(retryAfter ?? 0, LONGEST_RETRY_AFTER);
  // Never earlier than asked, so the spread goes one way.
  return Math.round(Math.max(jittered, asked * (1 + JITTER * random)));
}

/** What decides when a destination gets its next envelope. Times are milliseconds since 1970. */
export interface Waiting {
  state: 'open' | 'backing-off' | 'paused';
  /** When a destination that backs off may be tried again. */
  nextAttempt: number;
  /** Greater than 0 while a refused envelope is being halved. */
  window: number;
  events: number;
  bytes: number;
  /** When the oldest waiting event was stored. */
  oldest: number;
}

/**
 * When the next envelope is due: at once when it is full, otherwise when its first event has waited as long as configured.
 *
 * @param batch the limits of an envelope, and for how many seconds the first event waits for company
 * @returns milliseconds since 1970, 0 for at once; undefined when nothing is to be sent
 */
export function dueAt(waiting: Waiting, batch: { events: number; bytes: number; seconds: number }): number | undefined {
  if (waiting.events === 0) return undefined;
  switch (waiting.state) {
    case 'paused':
      return undefined;
    case 'backing-off':
      return waiting.nextAttempt;
    case 'open':
      if (waiting.window > 0 || waiting.events >= batch.events || waiting.bytes >= batch.bytes) return 0;
      return waiting.oldest + batch.seconds * SECOND;
  }
}
