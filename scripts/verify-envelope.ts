import { createRemoteJWKSet, flattenedVerify } from 'jose';
import type { FlattenedJWSInput, JWSHeaderParameters } from 'jose';

/** The sender's key set, fetched anew when a key is not in it. */
export type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** The key set that an adapter publishes. */
export function keySetOf(origin: string): KeySet {
  return createRemoteJWKSet(new URL('/.well-known/jwks.json', origin));
}

/**
 * Verifies an envelope as any receiver could, with nothing but jose: the detached JWS over the raw bytes of the body
 * (RFC 7515 appendix F, RFC 7797), made for this URL.
 *
 * @returns the protected header
 * @throws Error when the signature does not hold
 */
export async function verifyEnvelope(
  body: Uint8Array,
  signatureHeader: string,
  url: string,
  keys: KeySet,
): Promise<JWSHeaderParameters> {
  const [head = '', payload, signature = '', ...rest] = signatureHeader.split('.');
  if (payload !== '' || rest.length > 0) throw new Error('X-JWS-Signature is no detached JWS');
  const jws: FlattenedJWSInput = { protected: head, payload: body, signature };
  const { protectedHeader } = await flattenedVerify(jws, keys, { algorithms: ['ES256'] });
  if (protectedHeader?.b64 !== false) throw new Error('the signature is not over the raw bytes');
  if (protectedHeader['url'] !== url) throw new Error('the signature is for another URL');
  return protectedHeader;
}
