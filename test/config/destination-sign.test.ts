import { describe, expect, test } from 'vitest';
import { readSign } from '../../src/config/destination-sign.ts';
import { Settings } from '../../src/config/settings.ts';

const secret = 'a secret of exactly 32 bytes----';

/** What is read from `sign` with the secrets LONG and SHORT, or the faults. */
function read(sign: unknown): unknown {
  const settings = new Settings({ LONG: `${secret}\n`, SHORT: secret.slice(1) });
  const result = readSign(settings, 'sign', sign);
  return settings.faults.length === 0 ? result : settings.faults.map((fault) => `${fault.setting}: ${fault.message}`);
}

describe('sign', () => {
  test.each([
    [undefined, { method: 'detached-jws' }],
    [{ method: 'none' }, { method: 'none' }],
    [{ method: 'http-signature' }, { method: 'http-signature' }],
    [{ method: 'bearer-jwt' }, { method: 'bearer-jwt' }],
    [{ method: 'jwt-body' }, { method: 'jwt-body', contentType: 'application/jwt' }],
    [
      { method: 'jwt-body', 'content-type': 'text/plain' },
      { method: 'jwt-body', contentType: 'text/plain' },
    ],
    [
      { method: 'hmac', secret: 'LONG' },
      { method: 'hmac', secret: new TextEncoder().encode(secret) },
    ],
  ])('%j is read', (sign, expected) => {
    expect(read(sign)).toEqual(expected);
  });

  test.each([
    [
      { method: 'http-signatures' },
      'sign.method: must be one of none, detached-jws, http-signature, bearer-jwt, jwt-body, hmac; did you mean http-signature?',
    ],
    [{ method: 'detached-jws', secret: 'LONG' }, 'sign.secret: is not a setting here: the keys are method'],
    [{ method: 'hmac' }, 'sign.secret: is missing: give the name of the secret'],
    [
      { method: 'hmac', secret: 'SHORT' },
      'sign.secret: names a secret of less than 32 bytes: make a longer one, and give it to the receiver',
    ],
    [{ method: 'jwt-body', 'content-type': 'jwt' }, 'sign.content-type: must be a media type, e.g. "application/jwt"'],
  ])('%j is refused', (sign, fault) => {
    expect(read(sign)).toEqual([fault]);
  });
});
