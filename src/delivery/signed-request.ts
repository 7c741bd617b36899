import type { SigningKey } from '../config/config.ts';
import type { ReadyDestination } from './access.ts';
import { authSecrets, authorization } from './authorization.ts';
import { SIGNATURE_HEADER, signDetached, signWithSecret } from './detached-jws.ts';
import { signHttpMessage } from './http-signature.ts';
import { signBearerJwt, signEnvelope } from './signed-jwt.ts';

/** Who signs. */
export interface Signer {
  /** The current signing key; undefined when there is none, which only methods without one can do with. */
  key: SigningKey | undefined;
  /** The IRI of the sensor, as `iss` of tokens. */
  issuer: string;
}

/** A request as it will go over the wire. */
export interface SignedPost {
  headers: Record<string, string>;
  body: Uint8Array;
  /** What must not be kept of an answer that echoes the request. */
  secrets: string[];
}

/**
 * Makes a request of an envelope: the destination's headers and authentication, and the signature of this attempt. Throws when the
 * method needs a key and there is none.
 *
 * @param now milliseconds since 1970
 * @param id unique to this attempt
 */
export async function signedPost(
  destination: ReadyDestination,
  signer: Signer,
  envelope: Uint8Array,
  now: number,
  id: string,
): Promise<SignedPost> {
  const { auth, sign, url } = destination;
  const attempt = { url, iat: Math.floor(now / 1000), jti: id };
  const contentType = sign.method === 'jwt-body' ? sign.contentType : 'application/json';
  const headers: Record<string, string> = { ...destination.headers, 'Content-Type': contentType };
  const credentials = authorization(auth);
  if (credentials !== undefined) headers['Authorization'] = credentials;
  // A short value is a tenant or a flag, and would blank half of an answer's words.
  const secrets = Object.values(destination.headers).filter((value) => value.length >= 8);
  secrets.push(...authSecrets(auth));
  const post: SignedPost = { headers, body: envelope, secrets };
  switch (sign.method) {
    case 'none':
      return post;
    case 'detached-jws':
      headers[SIGNATURE_HEADER] = await signDetached(keyOf(signer), envelope, attempt);
      return post;
    case 'hmac':
      headers[SIGNATURE_HEADER] = await signWithSecret(sign.secret, envelope, attempt);
      secrets.push(new TextDecoder().decode(sign.secret));
      return post;
    case 'http-signature':
      Object.assign(headers, await signHttpMessage(keyOf(signer), envelope, contentType, attempt));
      return post;
    case 'bearer-jwt': {
      const token = await signBearerJwt(keyOf(signer), signer.issuer, envelope, attempt);
      headers['Authorization'] = `Bearer ${token}`;
      secrets.push(token);
      return post;
    }
    case 'jwt-body': {
      const token = await signEnvelope(keyOf(signer), signer.issuer, envelope, attempt);
      return { ...post, body: new TextEncoder().encode(token) };
    }
  }
}

function keyOf({ key }: Signer): SigningKey {
  if (key === undefined) throw new Error('no signing key');
  return key;
}
