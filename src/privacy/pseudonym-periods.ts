import { toInstant } from '../mapping/functions/time.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonym.ts';

/** A secret that takes the place of the one before it. */
export interface PseudonymPeriod {
  /** The first instant of the period: UTC with three decimals, `2027-01-01T00:00:00.000Z`. */
  from: string;
  /** At least 32 bytes. */
  secret: Uint8Array;
}

/** The pseudonyms of the time at which something happened. */
export interface PseudonymsOfTime {
  /** 0 for the first secret, 1 for the first that took its place, … */
  period: number;
  pseudonym: Pseudonyms;
}

/**
 * Pseudonyms under secrets that take turns. It is the record's own time that decides, not when it comes: a record that is late, or
 * that is sent again, gives the same pseudonyms as ever. What has no readable time belongs to the first secret.
 *
 * @param first the secret before the first period
 * @param rotation the periods, in the order of time
 * @returns a function of the record's time, an ISO 8601 date-time; it reads no time where there is no rotation
 * @throws RangeError when a secret is shorter than 32 bytes
 */
export function createPseudonymPeriods(
  first: Uint8Array,
  rotation: readonly PseudonymPeriod[] = [],
): (time: unknown) => PseudonymsOfTime {
  const before: PseudonymsOfTime = { period: 0, pseudonym: createPseudonyms(first) };
  if (rotation.length === 0) return () => before;
  // The last comes first: most records are of now.
  const later = rotation
    .map(({ from, secret }, index) => ({ from, of: { period: index + 1, pseudonym: createPseudonyms(secret) } }))
    .reverse();
  return (time) => {
    const instant = toInstant(time);
    // Both are of one form, so that their order as text is that of time.
    return (instant !== undefined && later.find(({ from }) => instant >= from)?.of) || before;
  };
}
