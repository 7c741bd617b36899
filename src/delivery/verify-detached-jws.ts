import { flattenedVerify } from 'jose/jws/flattened/verify';
import type { JWK } from 'jose';

/** Seconds for which a signature is good, and for which its `jti` must be remembered. */
export const SIGNATURE_LASTS = 300;

/** Seconds by which a sender's clock may be ahead. */
export const CLOCK_SKEW = 60;

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256', 'PS256'];

/** Why a signature was refused. `code` is stable; `message` names the part at fault, never its value. */
export type SignatureRefusal = {
  ok: false;
  code:
    | 'SIGNATURE_MISSING'
    | 'SIGNATURE_MALFORMED'
    | 'ALGORITHM_REFUSED'
    | 'CRIT_UNKNOWN'
    | 'KEY_UNKNOWN'
    | 'SIGNATURE_INVALID'
    | 'SIGNATURE_STALE'
    | 'SIGNATURE_EARLY'
    | 'URL_MISMATCH'
    | 'SIGNATURE_REPLAYED';
  message: string;
};

export type SignatureVerdict = { ok: true; kid: string; jti: string; iat: number } | SignatureRefusal;

/** What a receiver knows when a request arrives. */
export interface SignedRequest {
  /** The value of `X-JWS-Signature`. */
  header: string | null | undefined;
  /** The raw bytes of the body, before any parsing. */
  body: Uint8Array;
  /** The receiver's own public URL. */
  url: string;
  /** Seconds since 1970. */
  now: number;
}

/** Where a receiver looks things up. */
export interface VerifierLookups {
  /** The sender's public key of that `kid`, or undefined. */
  findKey(kid: string): JWK | undefined | Promise<JWK | undefined>;
  /** True when the `jti` came before within {@link SIGNATURE_LASTS}; a receiver with a list of its own leaves it out. */
  seenBefore?(jti: string): boolean | Promise<boolean>;
}

/**
 * The five steps of a receiver: algorithm and critical parameters from fixed lists, the sender's key, the signature over the raw
 * bytes (RFC 7515 appendix F, RFC 7797), time and URL, no repetition of a `jti`.
 */
export async function verifyDetachedJws(request: SignedRequest, lookups: VerifierLookups): Promise<SignatureVerdict> {
  const { header, body, url, now } = request;
  if (header === null || header === undefined || header === '') {
    return refuse('SIGNATURE_MISSING', 'the header X-JWS-Signature is missing: sign the body as a detached JWS');
  }
  const [protectedHeader = '', payload, signature = '', ...rest] = header.split('.');
  if (payload !== '' || protectedHeader === '' || signature === '' || rest.length > 0) {
    return refuse('SIGNATURE_MALFORMED', 'X-JWS-Signature is not of the form <protected>..<signature>');
  }
  const parameters = decodeHeader(protectedHeader);
  if (parameters === undefined) {
    return refuse('SIGNATURE_MALFORMED', 'the protected header of X-JWS-Signature is not base64url of a JSON object');
  }
  const { alg, crit, b64, kid, iat, jti } = parameters;
  if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) {
    return refuse('ALGORITHM_REFUSED', `alg is not one of ${ALGORITHMS.join(', ')}`);
  }
  if (!Array.isArray(crit) || crit.length !== 1 || crit[0] !== 'b64' || b64 !== false) {
    return refuse('CRIT_UNKNOWN', 'crit must be ["b64"] and b64 false: the body is signed as it is sent');
  }
  if (typeof kid !== 'string' || typeof iat !== 'number' || typeof jti !== 'string' || jti === '') {
    return refuse('SIGNATURE_MALFORMED', 'kid, iat and jti must stand in the protected header');
  }
  const key = await lookups.findKey(kid);
  if (key === undefined) return refuse('KEY_UNKNOWN', "kid is not in the sender's key set");
  if (key.alg !== undefined && key.alg !== alg) {
    return refuse('ALGORITHM_REFUSED', "alg is not that of the key in the sender's key set");
  }
  try {
    await flattenedVerify({ protected: protectedHeader, payload: body, signature }, key, { algorithms: ALGORITHMS });
  } catch {
    // jose says the same in ten ways; a sender needs to know only that the bytes are not those that were signed.
    return refuse('SIGNATURE_INVALID', 'the signature does not fit the bytes of the body');
  }
  if (iat < now - SIGNATURE_LASTS) return refuse('SIGNATURE_STALE', `iat is more than ${SIGNATURE_LASTS} s old`);
  if (iat > now + CLOCK_SKEW) return refuse('SIGNATURE_EARLY', `iat is more than ${CLOCK_SKEW} s ahead`);
  if (parameters['url'] !== url) return refuse('URL_MISMATCH', 'url is not the URL of this endpoint');
  if ((await lookups.seenBefore?.(jti)) === true) return refuse('SIGNATURE_REPLAYED', 'jti was used before');
  return { ok: true, kid, jti, iat };
}

function refuse(code: SignatureRefusal['code'], message: string): SignatureRefusal {
  return { ok: false, code, message };
}

function decodeHeader(text: string): Record<string, unknown> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    // Just seen to be an object that is no array.
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
