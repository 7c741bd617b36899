import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type { SigningKey } from '../../src/config/config.ts';
import { signDetached } from '../../src/delivery/detached-jws.ts';
import { publicKey } from '../../src/delivery/jwks.ts';
import { verifyDetachedJws } from '../../src/delivery/verify-detached-jws.ts';
import type { SignedRequest, VerifierLookups } from '../../src/delivery/verify-detached-jws.ts';

const NOW = 1_900_000_000;
const URL = 'https://caliper.example.org/events';
const body = new TextEncoder().encode('{"sensor":"https://adapter.example.edu/sensors/1"}');

const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const key: SigningKey = { kid: 'k1', alg: 'ES256', jwk: { ...(await exportJWK(privateKey)) } };
const lookups: VerifierLookups = { findKey: (kid) => (kid === 'k1' ? publicKey(key) : undefined) };
const header = await signDetached(key, body, { url: URL, iat: NOW, jti: 'j1' });

const verify = async (change: Partial<SignedRequest>, more: Partial<VerifierLookups> = {}): Promise<unknown> =>
  verifyDetachedJws({ header, body, url: URL, now: NOW, ...change }, { ...lookups, ...more });

/** The header with its protected part changed, the signature kept. */
function tampered(change: Record<string, unknown>): string {
  const [part = '', , signature = ''] = header.split('.');
  const parameters = { ...(JSON.parse(Buffer.from(part, 'base64url').toString()) as object), ...change };
  return `${Buffer.from(JSON.stringify(parameters)).toString('base64url')}..${signature}`;
}

const refusal = (code: string, message: string): unknown => ({ ok: false, code, message });

describe('a signed request', () => {
  test('carries the parameters of RFC 7797 and no payload', () => {
    const [part = '', payload] = header.split('.');
    expect(payload).toBe('');
    expect(JSON.parse(Buffer.from(part, 'base64url').toString())).toEqual({
      alg: 'ES256',
      kid: 'k1',
      iat: NOW,
      jti: 'j1',
      url: URL,
      b64: false,
      crit: ['b64'],
    });
  });

  test('is accepted as it was sent, and up to five minutes later', async () => {
    const accepted = { ok: true, kid: 'k1', jti: 'j1', iat: NOW };
    expect(await verify({})).toEqual(accepted);
    expect(await verify({ now: NOW + 300 })).toEqual(accepted);
    expect(await verify({ now: NOW - 60 })).toEqual(accepted);
  });

  test.each([
    [
      'without a signature',
      { header: undefined },
      'SIGNATURE_MISSING',
      'the header X-JWS-Signature is missing: sign the body as a detached JWS',
    ],
    [
      'with a payload',
      { header: header.replace('..', '.e30.') },
      'SIGNATURE_MALFORMED',
      'X-JWS-Signature is not of the form <protected>..<signature>',
    ],
    [
      'with text for a header',
      { header: 'e30*..e30' },
      'SIGNATURE_MALFORMED',
      'the protected header of X-JWS-Signature is not base64url of a JSON object',
    ],
    [
      'with alg none',
      { header: tampered({ alg: 'none' }) },
      'ALGORITHM_REFUSED',
      'alg is not one of ES256, EdDSA, RS256, PS256',
    ],
    [
      'with HS256',
      { header: tampered({ alg: 'HS256' }) },
      'ALGORITHM_REFUSED',
      'alg is not one of ES256, EdDSA, RS256, PS256',
    ],
    [
      'with the algorithm of another kind of key',
      { header: tampered({ alg: 'EdDSA' }) },
      'ALGORITHM_REFUSED',
      "alg is not that of the key in the sender's key set",
    ],
    [
      'with an unknown crit',
      { header: tampered({ crit: ['b64', 'exp'] }) },
      'CRIT_UNKNOWN',
      'crit must be ["b64"] and b64 false: the body is signed as it is sent',
    ],
    [
      'without a jti',
      { header: tampered({ jti: '' }) },
      'SIGNATURE_MALFORMED',
      'kid, iat and jti must stand in the protected header',
    ],
    ['of another key', { header: tampered({ kid: 'k2' }) }, 'KEY_UNKNOWN', "kid is not in the sender's key set"],
    [
      'with another jti',
      { header: tampered({ jti: 'j2' }) },
      'SIGNATURE_INVALID',
      'the signature does not fit the bytes of the body',
    ],
    [
      'with another body',
      { body: new TextEncoder().encode('{}') },
      'SIGNATURE_INVALID',
      'the signature does not fit the bytes of the body',
    ],
    ['that is old', { now: NOW + 301 }, 'SIGNATURE_STALE', 'iat is more than 300 s old'],
    ['from the future', { now: NOW - 61 }, 'SIGNATURE_EARLY', 'iat is more than 60 s ahead'],
    ['for another endpoint', { url: `${URL}/` }, 'URL_MISMATCH', 'url is not the URL of this endpoint'],
  ])('is refused %s', async (_, change, code, message) => {
    expect(await verify(change)).toEqual(refusal(code, message));
  });

  test('is refused the second time', async () => {
    expect(await verify({}, { seenBefore: (jti) => jti === 'j1' })).toEqual(
      refusal('SIGNATURE_REPLAYED', 'jti was used before'),
    );
  });
});

test('the public key has no private member', () => {
  expect(Object.keys(publicKey(key))).toEqual(['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use']);
});
