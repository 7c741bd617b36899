import { importJWK } from 'jose';
import type { JWK } from 'jose';
import type { SigningKey } from '../config/config.ts';

/** Imported keys by algorithm and `kid`; a key is imported once in the life of an isolate. */
const imported = new Map<string, Promise<CryptoKey>>();

/** The private key, ready to sign with its algorithm. */
export async function importSigningKey(key: SigningKey): Promise<CryptoKey> {
  // A pair may serve RS256 here and PS256 there; WebCrypto binds a key to one of them.
  const name = `${key.alg} ${key.kid}`;
  const known = imported.get(name);
  if (known !== undefined) return known;
  const importing = importCryptoKey(key);
  imported.set(name, importing);
  return importing;
}

async function importCryptoKey({ jwk, alg }: SigningKey): Promise<CryptoKey> {
  const key: unknown = await importJWK(jwk as JWK, alg);
  // Only `oct` keys import as bytes, and readConfig lets none through.
  if (key instanceof CryptoKey) return key;
  throw new Error('the signing key is no key of a pair');
}
