import { CompactSign } from 'jose';
import type { SigningKey } from '../config/config.ts';
import type { SignedAttempt } from './detached-jws.ts';
import { importSigningKey } from './import-signing-key.ts';

/** Seconds for which a token is good. */
export const TOKEN_LASTS = 120;

/**
 * A Bearer token that says who posts which body where: a JWT (RFC 7519) of the type `caliper+jwt`, with `htm` and `htu` as in
 * RFC 9449, section 4.2, and `body_sha256`, the SHA-256 of the exact bytes as base64url.
 *
 * @param issuer the IRI of the sensor
 */
export async function signBearerJwt(
  key: SigningKey,
  issuer: string,
  body: Uint8Array,
  attempt: SignedAttempt,
): Promise<string> {
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('base64url');
  const claims = { ...registeredClaims(issuer, attempt), htm: 'POST', htu: attempt.url, body_sha256: hash };
  return signJwt(key, 'caliper+jwt', JSON.stringify(claims));
}

/**
 * An envelope as a JWT: its properties are the claims, next to `iss`, `aud`, `iat`, `exp` and `jti`.
 *
 * @param envelope the JSON text of an object that is not empty; its characters are kept, since JSON.stringify would write 10.0 as 10
 * @returns the body to send
 */
export async function signEnvelope(
  key: SigningKey,
  issuer: string,
  envelope: Uint8Array,
  attempt: SignedAttempt,
): Promise<string> {
  const claims = JSON.stringify(registeredClaims(issuer, attempt));
  return signJwt(key, 'JWT', `${claims.slice(0, -1)},${new TextDecoder().decode(envelope).slice(1)}`);
}

function registeredClaims(issuer: string, { url, iat, jti }: SignedAttempt): Record<string, string | number> {
  return { iss: issuer, aud: url, iat, exp: iat + TOKEN_LASTS, jti };
}

/** Signs a JWT: its header is `alg`, `typ` and `kid`, its payload the JSON text as it stands. */
export async function signJwt(key: SigningKey, typ: string, payload: string): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: key.alg, typ, kid: key.kid })
    .sign(await importSigningKey(key));
}
