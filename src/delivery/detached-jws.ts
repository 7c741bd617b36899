import { FlattenedSign } from 'jose';
import type { SigningKey } from '../config/config.ts';
import { importSigningKey } from './import-signing-key.ts';

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

/**
 * Signs the exact bytes of a body: a detached JWS with an unencoded payload (RFC 7515 appendix F, RFC 7797).
 *
 * @returns the value of {@link SIGNATURE_HEADER}
 */
export async function signDetached(key: SigningKey, body: Uint8Array, attempt: SignedAttempt): Promise<string> {
  const signed = await new FlattenedSign(body)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...unencoded(attempt) })
    .sign(await importSigningKey(key));
  return `${signed.protected ?? ''}..${signed.signature}`;
}

/**
 * The same with a secret that the receiver has too: HS256 (RFC 7518, section 3.2). There is no `kid`, since what could name the
 * secret without a register of names is a hash of it.
 *
 * @param secret at least 32 bytes
 */
export async function signWithSecret(secret: Uint8Array, body: Uint8Array, attempt: SignedAttempt): Promise<string> {
  const signed = await new FlattenedSign(body).setProtectedHeader({ alg: 'HS256', ...unencoded(attempt) }).sign(secret);
  return `${signed.protected ?? ''}..${signed.signature}`;
}

function unencoded({ iat, jti, url }: SignedAttempt): SignedAttempt & { b64: false; crit: string[] } {
  return { iat, jti, url, b64: false, crit: ['b64'] };
}
