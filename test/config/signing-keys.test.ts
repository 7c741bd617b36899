import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, test } from 'vitest';
import type { SignConfig } from '../../src/config/config.ts';
import { Settings } from '../../src/config/settings.ts';
import { readSigningKeys } from '../../src/config/signing-keys.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const okp = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const otherOkp = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' });

function read(keys: unknown, ...methods: SignConfig['method'][]): unknown {
  const settings = new Settings({ SIGNING_KEYS: keys });
  const result = readSigningKeys(settings, methods);
  return settings.faults.length === 0 ? result : settings.faults.map((fault) => `${fault.setting}: ${fault.message}`);
}

const remedy = 'make one with: npm run -s caliper -- keys';

describe('signing keys', () => {
  test.each([
    ['EC', ec, {}, 'ES256'],
    ['Ed25519', okp, {}, 'EdDSA'],
    ['RSA', rsa, {}, 'RS256'],
    ['RSA for PS256', rsa, { alg: 'PS256' }, 'PS256'],
  ])('of the kind %s are read with the thumbprint that jose computes', async (_, jwk, more, alg) => {
    expect(read({ ...jwk, ...more, use: 'sig', kid: 'mine' })).toEqual([
      { kid: await calculateJwkThumbprint(jwk), alg, jwk },
    ]);
  });

  test.each([
    [
      'an algorithm of another kind',
      { ...okp, alg: 'ES256' },
      'must be an EC key on P-256 for ES256, an OKP key on Ed25519 for EdDSA, or an RSA key for RS256 or PS256',
    ],
    [
      'a shared secret',
      { kty: 'oct', k: 'c2VjcmV0' },
      'must be an EC key on P-256 for ES256, an OKP key on Ed25519 for EdDSA, or an RSA key for RS256 or PS256',
    ],
    ['a public half', { ...okp, d: undefined }, 'is a public key, and a private one signs'],
    ['a short d', { ...okp, d: 'MKBC' }, 'must have x and d of 32 bytes each, as base64url'],
    ['halves of two keys', { ...okp, x: otherOkp.x }, 'has an x that does not belong to its d'],
    ['a small modulus', smallRsa, 'must have n of 2048 bits or more, e, d, p, q, dp, dq and qi, as base64url'],
    [
      'no factors',
      { ...rsa, p: undefined },
      'must have n of 2048 bits or more, e, d, p, q, dp, dq and qi, as base64url',
    ],
  ])('with %s are refused', (_, jwk, message) => {
    expect(read(jwk)).toEqual([`SIGNING_KEYS: ${message}: ${remedy}`]);
  });

  test('are not needed for a shared secret', () => {
    expect(read(undefined, 'none', 'hmac')).toEqual([]);
    expect(read(undefined, 'hmac', 'jwt-body')).toEqual([
      `SIGNING_KEYS: is not set, but a destination wants signatures: ${remedy}`,
    ]);
  });

  test('begin with one that can sign HTTP messages where a destination wants that', () => {
    expect(read([okp, rsa], 'http-signature')).toHaveLength(2);
    expect(read([rsa, okp], 'jwt-body')).toHaveLength(2);
    expect(read([rsa, okp], 'http-signature')).toEqual([
      'SIGNING_KEYS[0]: is an RSA key, with which http-signature does not sign: put an EC or Ed25519 key first',
    ]);
  });
});
