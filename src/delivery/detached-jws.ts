import { FlattenedSign, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { SigningKey } from '../config/config.ts';

/** Header that carries the signature: `<protected>..<signature>` (RFC 7515, appendix F). */
export const SIGNATURE_HEADER = 'X-JWS-Signature';

/** What differs from attempt to attempt, so that a receiver can tell a repeated request from a captured one. */
export interface SignedAttempt {
  /** The exact URL of the request. */
  url: string;
  /** Seconds since 1970. */
  iat: number;
  jti: string;
}

/** Imported keys by `kid`; a key is imported once in the life of an isolate. */
const imported = new Map<string, Promise<CryptoKey>>();

async function importSigningKey(key: SigningKey): Promise<CryptoKey> {
  const known = imported.get(key.kid);
  if (known !== undefined) return known;
  // An EC key imports as a CryptoKey; only `oct` gives bytes, and readConfig lets none through.
  const importing = importJWK(key.jwk as JWK, key.alg) as Promise<CryptoKey>;
  imported.set(key.kid, importing);
  return importing;
}

/**
 * Signs the exact bytes of a body: a detached JWS with an unencoded payload (RFC 7515 appendix F, RFC 7797).
 *
 * @returns the value of {@link SIGNATURE_HEADER}
 */
export async function signDetached(key: SigningKey, body: Uint8Array, attempt: SignedAttempt): Promise<string> {
  const signed = await new FlattenedSign(body)
    .setProtectedHeader({
      alg: key.alg,
      kid: key.kid,
      iat: attempt.iat,
      jti: attempt.jti,
      url: attempt.url,
      b64: false,
      crit: ['b64'],
    })
    .sign(await importSigningKey(key));
  return `${signed.protected ?? ''}..${signed.signature}`;
}
