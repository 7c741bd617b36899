import { describe, expect, test } from 'vitest';
import { Settings } from '../../src/config/settings.ts';
import { readSources } from '../../src/config/sources.ts';

const publicJwk = { kty: 'EC', crv: 'P-256', x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', y: 'y' };
const secrets = {
  OLD: 'the-key-of-yesterday',
  NEW: 'the-key-of-tomorrow',
  SAME: 'the-key-of-tomorrow',
  SHORT: 'short',
  JWKS: JSON.stringify({ keys: [publicJwk] }),
  JWK: JSON.stringify(publicJwk),
  PRIVATE: JSON.stringify({ keys: [{ ...publicJwk, d: 'd' }] }),
  SHARED: JSON.stringify({ kty: 'oct', k: 'k' }),
};

/** What is read from a source, or the faults. */
function read(...sources: Record<string, unknown>[]): unknown {
  const tables = sources.map((source, index) => ({ name: `s${index}`, lms: 'https://lms.example.edu', ...source }));
  const settings = new Settings({ SOURCES: tables, ...secrets });
  const { sources: found } = readSources(settings);
  if (settings.faults.length > 0) return settings.faults.map((fault) => `${fault.setting}: ${fault.message}`);
  return found.map(({ keys, jwt }) => ({ keys, ...(jwt !== undefined && { jwt }) }));
}

const withoutKeys = { issuer: 'https://login.example.edu', audience: 'urn:adapter' };
const jwt = { ...withoutKeys, 'jwks-url': 'https://login.example.edu/jwks' };
const fromUrl = { from: 'url', url: 'https://login.example.edu/jwks' };

describe('a source', () => {
  test.each([
    [{ key: 'OLD' }, { keys: ['the-key-of-yesterday'] }],
    [{ keys: ['NEW', 'OLD'] }, { keys: ['the-key-of-tomorrow', 'the-key-of-yesterday'] }],
    [{ jwt }, { keys: [], jwt: { issuer: jwt.issuer, audience: ['urn:adapter'], keys: fromUrl } }],
    [
      { key: 'OLD', jwt: { ...jwt, audience: ['a', 'b'] } },
      { keys: ['the-key-of-yesterday'], jwt: { issuer: jwt.issuer, audience: ['a', 'b'], keys: fromUrl } },
    ],
    [
      { jwt: { ...withoutKeys, jwks: 'JWKS' } },
      { keys: [], jwt: { issuer: jwt.issuer, audience: ['urn:adapter'], keys: { from: 'secret', keys: [publicJwk] } } },
    ],
    [
      { jwt: { ...withoutKeys, jwks: 'JWK' } },
      { keys: [], jwt: { issuer: jwt.issuer, audience: ['urn:adapter'], keys: { from: 'secret', keys: [publicJwk] } } },
    ],
  ])('%j is read', (source, expected) => {
    expect(read(source)).toEqual([expected]);
  });

  const either = 'must have either jwks-url, or jwks with the name of a secret that holds the JWK set';
  test.each<[Record<string, unknown>, string]>([
    [{}, 'SOURCES[0].key: is missing: give the name of the secret'],
    [{ key: 'OLD', keys: ['NEW'] }, 'SOURCES[0].keys: must be left out where there is a key: put that into the list'],
    [{ keys: [] }, 'SOURCES[0].keys: must be a list of names of secrets, e.g. ["LMS_KEY_NEW", "LMS_KEY_OLD"]'],
    [{ keys: 'NEW' }, 'SOURCES[0].keys: must be a list of names of secrets, e.g. ["LMS_KEY_NEW", "LMS_KEY_OLD"]'],
    [{ keys: ['NEW', 'SAME'] }, 'SOURCES[0].keys[1]: is the same key as keys[0]'],
    [{ keys: ['NEW', 'SHORT'] }, 'SOURCES[0].keys[1]: names a secret of less than 16 characters: make a longer one'],
    [
      { keys: ['NEW', 'GONE'] },
      'SOURCES[0].keys[1]: names the secret GONE, which is not set: set it with: wrangler secret put GONE (locally: in .dev.vars)',
    ],
    [
      { jwt: 'x' },
      'SOURCES[0].jwt: must be a table, e.g. { issuer = "https://…", audience = "…", jwks-url = "https://…" }',
    ],
    [{ jwt: { ...jwt, issuer: '' } }, 'SOURCES[0].jwt.issuer: must be what stands in iss of the tokens, as text'],
    ...[undefined, [], ['a', 7]].map((audience): [Record<string, unknown>, string] => [
      { jwt: { ...jwt, audience } },
      'SOURCES[0].jwt.audience: must be what stands in aud of the tokens for this adapter: a text, or a list of them',
    ]),
    [{ jwt: withoutKeys }, `SOURCES[0].jwt: ${either}`],
    [{ jwt: { ...jwt, jwks: 'JWKS' } }, `SOURCES[0].jwt: ${either}`],
    [
      { jwt: { ...jwt, 'jwks-url': 'http://login.example.edu/jwks' } },
      'SOURCES[0].jwt.jwks-url: must be https; http is allowed for localhost only',
    ],
    [
      { jwt: { ...withoutKeys, jwks: 'OLD' } },
      'SOURCES[0].jwt.jwks: names a secret that is no JWK set with public keys in it',
    ],
    ...['PRIVATE', 'SHARED'].map((jwks): [Record<string, unknown>, string] => [
      { jwt: { ...withoutKeys, jwks } },
      'SOURCES[0].jwt.jwks: names a secret with a private key in it: give the public members only',
    ]),
    [
      { jwt: { ...jwt, algorithms: ['none'] } },
      'SOURCES[0].jwt.algorithms: is not a setting here: the keys are issuer, audience, jwks-url, jwks',
    ],
  ])('%j is refused', (source, fault) => {
    expect(read(source)).toEqual([fault]);
  });

  test('shares neither a key nor tokens with another', () => {
    expect(
      read({ keys: ['NEW', 'OLD'], jwt }, { key: 'SAME', jwt: { ...jwt, audience: ['b', 'urn:adapter'] } }),
    ).toEqual([
      'SOURCES[1].key: is the same key as that of SOURCES[0]: each source needs its own',
      'SOURCES[1].jwt: takes the same tokens as SOURCES[0]: each source needs its own audience',
    ]);
    expect(read({ key: 'OLD', jwt }, { key: 'NEW', jwt: { ...jwt, audience: 'b' } })).toHaveLength(2);
  });
});
