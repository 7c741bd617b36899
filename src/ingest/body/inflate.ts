import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** The codings of `Content-Encoding` that are read; `x-gzip` is the same as `gzip` (RFC 9110, section 8.4.1.3). */
export const knownEncodings: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate']);

export type Inflated = { ok: true; bytes: Uint8Array } | { ok: false; reason: 'too-large' | 'corrupt' };

/**
 * Inflates `bytes`, and stops once there are more than `limit`. node:zlib is taken rather than DecompressionStream because
 * it reads several gzip members in a row (RFC 1952, section 2.2), as `cat a.gz b.gz` makes them.
 */
export function inflate(coding: string, bytes: Uint8Array, limit: number): Inflated {
  if (bytes.length === 0) return { ok: true, bytes };
  const options = { maxOutputLength: limit };
  try {
    if (coding !== 'deflate') return { ok: true, bytes: gunzipSync(bytes, options) };
    return { ok: true, bytes: hasZlibHeader(bytes) ? inflateSync(bytes, options) : inflateRawSync(bytes, options) };
  } catch (error) {
    return { ok: false, reason: isTooLarge(error) ? 'too-large' : 'corrupt' };
  }
}

/**
 * `deflate` means zlib (RFC 1950), yet some clients send raw deflate (RFC 9110, section 8.4.1.2). A zlib header has method 8
 * and is a multiple of 31 (RFC 1950, section 2.2).
 */
function hasZlibHeader(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

/** Node says it with a code, workerd with a message. */
function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') || error.message === 'Memory limit exceeded';
}
