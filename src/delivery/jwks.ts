import { Hono } from 'hono/tiny';
import type { Config, SigningKey } from '../config/config.ts';
import { methodNotAllowed } from '../http/method-not-allowed.ts';

/** A public key as it stands in a JWK Set (RFC 7517). */
export type PublicKey = { kid: string; alg: SigningKey['alg']; use: 'sig' } & (
  | { kty: 'EC'; crv: string; x: string; y: string }
  | { kty: 'OKP'; crv: string; x: string }
  | { kty: 'RSA'; n: string; e: string }
);

/** The public part of a signing key. It is built member by member, so that no private member can slip through. */
export function publicKey(key: SigningKey): PublicKey {
  const member = (name: string): string => {
    const value = key.jwk[name];
    return typeof value === 'string' ? value : '';
  };
  const { kid, alg } = key;
  switch (alg) {
    case 'ES256':
      return { kty: 'EC', crv: member('crv'), x: member('x'), y: member('y'), kid, alg, use: 'sig' };
    case 'EdDSA':
      return { kty: 'OKP', crv: member('crv'), x: member('x'), kid, alg, use: 'sig' };
    case 'RS256':
    case 'PS256':
      return { kty: 'RSA', n: member('n'), e: member('e'), kid, alg, use: 'sig' };
  }
}

/** The keys that receivers, and platforms that take our assertions, may look up: the signing keys, then those that a destination names. */
export function publishedKeys({
  signingKeys,
  destinations,
}: Pick<Config, 'signingKeys' | 'destinations'>): SigningKey[] {
  const named = destinations.flatMap(({ auth }) =>
    auth.scheme === 'oauth2' && auth.client.style === 'private_key_jwt' ? (auth.client.key ?? []) : [],
  );
  // One key may stand in several places.
  return [...new Map([...signingKeys, ...named].toReversed().map((key) => [key.kid, key])).values()].toReversed();
}

/**
 * `GET /.well-known/jwks.json`: the public keys of the signatures, the current one first. Receivers may keep the answer for five
 * minutes, so a next key is published at least that long before it signs.
 */
export function jwksRoutes<E extends object>(signingKeys: (env: E) => readonly SigningKey[]): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get('/.well-known/jwks.json', (c) => {
    c.header('Cache-Control', 'public, max-age=300');
    c.header('Content-Type', 'application/jwk-set+json');
    return c.body(JSON.stringify({ keys: signingKeys(c.env).map(publicKey) }));
  });
  routes.all('/.well-known/jwks.json', () => methodNotAllowed('GET, HEAD'));
  return routes;
}
