import { createHash, createHmac } from 'node:crypto';

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
    const hash = createHash('sha1').update(namespace).update(`${seed}\n${rule}\n${index}`).digest();
    hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
    hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
    const hex = hash.toString('hex', 0, 16);
    return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
