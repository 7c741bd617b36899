import { createHash, createHmac, type Hash } from 'node:crypto';
import { sha1 } from './sha1.ts';
import { uuidOf } from './uuid.ts';

/** A seed holds the record's payload. From so many characters on it is hashed once for all its events. */
const LONG = 4096;

/**
 * Makes the ids of events: `urn:uuid:` and a UUID of version 5 (RFC 9562, 5.5) of the record, the rule and the position. The
 * namespace is derived from the secret, so that nobody can find a record's user id by hashing guesses.
 *
 * @param secret the secret of the pseudonyms
 * @returns a function of the record's seed, the rule and the position from 0
 */
export function createEventIds(secret: Uint8Array): (seed: string, rule: string, index: number) => string {
  const namespace = createHmac('sha256', secret).update('caliper-edge event id namespace').digest().subarray(0, 16);
  let last: { seed: string; hash: Hash } | undefined;
  return (seed, rule, index) => {
    const rest = `\n${rule}\n${index}`;
    if (seed.length <= LONG) return `urn:uuid:${uuidOf(sha1(namespace, seed + rest), 5)}`;
    if (last?.seed !== seed) last = { seed, hash: createHash('sha1').update(namespace).update(seed) };
    return `urn:uuid:${uuidOf(last.hash.copy().update(rest).digest(), 5)}`;
  };
}
