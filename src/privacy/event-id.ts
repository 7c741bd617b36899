import { createHmac } from 'node:crypto';
import { sha1 } from './sha1.ts';
import { uuidOf } from './uuid.ts';

/**
 * Makes the ids of events: `urn:uuid:` and a UUID of version 5 (RFC 9562, 5.5) of the record, the rule and the position. The
 * namespace is derived from the secret, so that nobody can find a record's user id by hashing guesses.
 *
 * @param secret the secret of the pseudonyms
 * @returns a function of the record's seed, the rule and the position from 0
 */
export function createEventIds(secret: Uint8Array): (seed: string, rule: string, index: number) => string {
  const namespace = createHmac('sha256', secret).update('caliper-edge event id namespace').digest().subarray(0, 16);
  return (seed, rule, index) => {
    const hash = sha1(namespace, `${seed}\n${rule}\n${index}`);
    return `urn:uuid:${uuidOf(hash, 5)}`;
  };
}
