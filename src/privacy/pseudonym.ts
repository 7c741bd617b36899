import { createHmacSha256 } from './hmac-sha256.ts';
import { uuidOf } from './uuid.ts';

/** A function that gives a person's value its pseudonym. */
export type Pseudonyms = (scope: string, value: string) => string;

/** Below this many entries a pseudonym is looked up instead of computed; the oldest half is forgotten when it is full. */
const REMEMBERED = 20_000;

/**
 * Pseudonyms under one secret: HMAC-SHA-256 (RFC 2104) over scope and value, cut to 128 bits in the form of a UUID of
 * version 8 (RFC 9562, 5.8: custom). Nobody without the secret can find the value or tell whether two scopes speak of one person.
 *
 * @param secret at least 32 bytes
 * @throws RangeError when the secret is shorter
 */
export function createPseudonyms(secret: Uint8Array): Pseudonyms {
  if (secret.byteLength < 32) throw new RangeError('a pseudonym secret has at least 32 bytes');
  const hmac = createHmacSha256(secret);
  let recent = new Map<string, string>();
  let older = new Map<string, string>();
  return (scope, value) => {
    // U+0000 stands in neither: no pair of scope and value can be read as another pair.
    const key = `${scope}\0${value}`;
    let pseudonym = recent.get(key);
    if (pseudonym !== undefined) return pseudonym;
    pseudonym = older.get(key) ?? uuidOf(hmac(key), 8);
    if (recent.size >= REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(key, pseudonym);
    return pseudonym;
  };
}
