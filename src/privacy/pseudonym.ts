import { createHmac } from 'node:crypto';

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
  let recent = new Map<string, string>();
  let older = new Map<string, string>();
  return (scope, value) => {
    // U+0000 stands in neither: no pair of scope and value can be read as another pair.
    const key = `${scope}\0${value}`;
    let pseudonym = recent.get(key);
    if (pseudonym !== undefined) return pseudonym;
    pseudonym = older.get(key) ?? uuid8(createHmac('sha256', secret).update(key).digest());
    if (recent.size >= REMEMBERED / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(key, pseudonym);
    return pseudonym;
  };
}

/** Sixteen bytes as a UUID of version 8, variant 1. */
function uuid8(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  const version = `8${(hex[6] ?? '00').slice(1)}`;
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `${hex.slice(0, 4).join('')}-${hex.slice(4, 6).join('')}-${version}${hex[7] ?? ''}-${variant.toString(16)}${hex[9] ?? ''}-${hex.slice(10).join('')}`;
}
