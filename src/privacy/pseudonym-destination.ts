import { createHmac } from 'node:crypto';
import { createEventIds } from './event-id.ts';
import { createPseudonyms } from './pseudonym.ts';

/** Of each destination and secret, some 200 bytes each: there may be many of both in one isolate. */
const REMEMBERED = 4_000;

/** The ids that one destination gets in the place of those of the adapter. */
export interface DestinationIds {
  /** In the place of a pseudonym of a period: a UUID of version 8. */
  person(pseudonym: string, period: number): string;
  /** In the place of an id of a record, an act or a thing that somebody made: a UUID of version 8, the same in every period. */
  thing(id: string): string;
  /** In the place of an event id, `urn:uuid:…`: another, with a UUID of version 5. */
  event(id: string): string;
}

/**
 * Ids that no other destination shares: HMAC-SHA-256 (RFC 2104) of the adapter's id, under a key that is derived from the secret
 * with the destination's name. Who has ids of two destinations, but no secret, cannot tell which belong together.
 *
 * @param name of the destination, for another name gives other ids; empty where the secret is the destination's own
 * @param secrets of the pseudonyms, in the order of their periods, or the destination's own alone; each has at least 32 bytes
 * @throws RangeError without a secret
 */
export function createDestinationIds(name: string, secrets: readonly Uint8Array[]): DestinationIds {
  const keys = secrets.map((secret) =>
    // No pseudonym is made of a text like this: a scope is followed by U+0000.
    createHmac('sha256', secret).update(`caliper-edge destination ${name}`).digest(),
  );
  const [first] = keys;
  if (first === undefined) throw new RangeError('a destination needs a secret');
  const people = keys.map((key) => createPseudonyms(key, REMEMBERED));
  const things = createPseudonyms(first, REMEMBERED);
  const events = createEventIds(first);
  return {
    // An own secret of the destination stays when that of the pseudonyms changes.
    person: (pseudonym, period) => (people[period] ?? people.at(-1) ?? things)('person', pseudonym),
    thing: (id) => things('thing', id),
    event: (id) => events(id, 'destination', 0),
  };
}
