import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Sealed text that was opened; or why it was not. `KEY_MISSING`: none of our keys sealed it. `NOT_GENUINE`: it was altered. */
export type Opened = { ok: true; text: string } | { ok: false; code: 'KEY_MISSING' | 'NOT_GENUINE' };

/** Seals and opens text. */
export interface Seal {
  /**
   * @param text well-formed Unicode
   * @param about what the text belongs to: it opens only with the same
   */
  seal(text: string, about: string): ArrayBuffer;
  /** Never throws, whatever bytes it gets. */
  open(sealed: ArrayBuffer, about: string): Opened;
}

interface SealKey {
  id: Buffer;
  key: Buffer;
}

/** First byte of what is sealed, should the form ever change. */
const FORM = 1;
const ID = 4;
const NONCE = 12;
const TAG = 16;
const HEAD = 1 + ID;
const OVERHEAD = HEAD + NONCE + TAG;

/** Shorter text is not compressed: it would hardly become shorter. */
const WORTH_COMPRESSING = 200;

/** Nothing that we seal is longer; more would not fit beside the rest in an isolate. */
const MOST_BYTES = 67_108_864;

/**
 * AES-256-GCM (NIST SP 800-38D). The bytes are: form, id of the key (4), nonce (12), cipher text, tag (16). The cipher text is
 * that of one byte that says whether the rest is compressed (RFC 1951), and the text in UTF-8.
 *
 * Each secret gives a key and its id by HKDF-SHA-256 (RFC 5869); each `about` gets a key of its own from it by HMAC-SHA-256, so
 * that no number of records comes near the limit for random nonces under one key (SP 800-38D, 8.3).
 *
 * @param secrets the first one seals, all open; each at least 32 bytes
 * @param random gives so many random bytes
 */
export function createSeal(
  secrets: readonly Uint8Array[],
  random: (bytes: number) => Uint8Array = (bytes) => randomBytes(bytes),
): Seal {
  const keys = secrets.map(deriveKey);
  return {
    seal(text, about) {
      const [current] = keys;
      if (current === undefined) throw new RangeError('sealing needs a key');
      const head = Buffer.concat([Buffer.of(FORM), current.id]);
      const nonce = random(NONCE);
      const cipher = createCipheriv('aes-256-gcm', keyFor(current, about), nonce);
      cipher.setAAD(additional(head, about));
      const body = cipher.update(pack(text));
      const bytes = Buffer.concat([head, nonce, body, cipher.final(), cipher.getAuthTag()]);
      // A buffer of its own: Buffer.concat may take it out of a larger one.
      return new Uint8Array(bytes).buffer;
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed);
      if (bytes.length <= OVERHEAD || bytes[0] !== FORM) return { ok: false, code: 'NOT_GENUINE' };
      const id = bytes.subarray(1, HEAD);
      const key = keys.find((candidate) => candidate.id.equals(id));
      if (key === undefined) return { ok: false, code: 'KEY_MISSING' };
      try {
        const nonce = bytes.subarray(HEAD, HEAD + NONCE);
        const decipher = createDecipheriv('aes-256-gcm', keyFor(key, about), nonce, { authTagLength: TAG });
        decipher.setAAD(additional(bytes.subarray(0, HEAD), about));
        decipher.setAuthTag(bytes.subarray(-TAG));
        const body = decipher.update(bytes.subarray(HEAD + NONCE, -TAG));
        return { ok: true, text: unpack(Buffer.concat([body, decipher.final()])) };
      } catch {
        return { ok: false, code: 'NOT_GENUINE' };
      }
    },
  };
}

function deriveKey(secret: Uint8Array): SealKey {
  const derived = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'caliper-edge quarantine seal', 32 + ID));
  return { key: derived.subarray(0, 32), id: derived.subarray(32) };
}

function keyFor({ key }: SealKey, about: string): Buffer {
  return createHmac('sha256', key).update(about).digest();
}

function additional(head: Buffer, about: string): Buffer {
  return Buffer.concat([head, Buffer.from(about)]);
}

function pack(text: string): Buffer {
  const plain = Buffer.from(text);
  if (plain.length >= WORTH_COMPRESSING) {
    const compressed = deflateRawSync(plain);
    if (compressed.length < plain.length) return Buffer.concat([Buffer.of(1), compressed]);
  }
  return Buffer.concat([Buffer.of(0), plain]);
}

function unpack(packed: Buffer): string {
  const rest = packed.subarray(1);
  return (packed[0] === 1 ? inflateRawSync(rest, { maxOutputLength: MOST_BYTES }) : rest).toString();
}
