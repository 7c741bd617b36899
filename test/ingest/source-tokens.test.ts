import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SourceConfig, SourceTokens } from '../../src/config/config.ts';
import { authenticate } from '../../src/ingest/source-keys.ts';
import type { Authenticated } from '../../src/ingest/source-keys.ts';

const NOW = 1_900_000_000;
const issuer = 'https://login.example.edu';
const jwksUrl = 'https://login.example.edu/jwks';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' };

const source = (
  name: string,
  audience: string,
  keys: SourceTokens['keys'] = { from: 'secret', keys: [jwk] },
): SourceConfig => ({
  ...{ name, lms: 'https://lms.example.edu', keys: [`key-of-${name}-0123456`], compat: [], onInvalid: 'reject' },
  jwt: { issuer, audience: [audience], keys },
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT of ES256 that Node signs. */
function token(claims: object = {}, header: object = {}, key: KeyObject = pair.privateKey, space = ''): string {
  const head = `${space}${JSON.stringify({ alg: 'ES256', typ: 'JWT', kid: 'k1', ...header })}`.replace(
    /^(\s*)\{/,
    '{$1',
  );
  const parts = `${Buffer.from(head).toString('base64url')}.${encode({ iss: issuer, aud: 'urn:lms', exp: NOW + 60, ...claims })}`;
  const signature = signBytes('sha256', Buffer.from(parts), { key, dsaEncoding: 'ieee-p1363' });
  return `${parts}.${signature.toString('base64url')}`;
}

async function ask(authorization: string, sources: readonly SourceConfig[]): Promise<Authenticated> {
  const headers = { Authorization: authorization };
  return authenticate(new Request('http://adapter/', { headers }), sources);
}
const sources = [source('lms', 'urn:lms'), source('lrs', 'urn:lrs')];
const who = async (text: string, of = sources): Promise<string> => {
  const result = await ask(`Bearer ${text}`, of);
  return result.ok ? result.source.name : result.code;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a source is known by a token of its issuer', () => {
  test.each([
    ['for its audience', token(), 'lms'],
    ['for the audience of another source', token({ aud: 'urn:lrs' }), 'lrs'],
    ['for several audiences', token({ aud: ['urn:x', 'urn:lrs'] }), 'lrs'],
    ['that expired less than a minute ago', token({ exp: NOW - 59 }), 'lms'],
    ['that holds in less than a minute', token({ nbf: NOW + 59 }), 'lms'],
    ['whose header has white space', token({}, {}, pair.privateKey, ' '), 'lms'],
    ['whose header has lines', token({}, {}, pair.privateKey, '\n'), 'lms'],
    ['without a kid where there is one key', token({}, { kid: undefined }), 'lms'],
  ])('%s', async (_, text, name) => {
    expect(await who(text)).toBe(name);
  });

  test('and by its key as before, for which nothing has to be waited', () => {
    const headers = { Authorization: 'Bearer key-of-lrs-0123456' };
    expect(authenticate(new Request('http://adapter/', { headers }), sources)).toEqual({
      ok: true,
      source: sources[1],
    });
  });
});

describe('a token is refused', () => {
  const unsigned = `${encode({ alg: 'none' })}.${encode({ iss: issuer, aud: 'urn:lms', exp: NOW + 60 })}.`;
  const [head = '', claims = '', signature = ''] = token().split('.');
  const shared = `${encode({ alg: 'HS256', kid: 'k1' })}.${claims}`;
  const confused = `${shared}.${createHmac('sha256', JSON.stringify(jwk)).update(shared).digest('base64url')}`;

  test.each([
    ['of another issuer', token({ iss: 'https://login.example.com' }), 'TOKEN_WRONG_ISSUER'],
    ['of no issuer', token({ iss: undefined }), 'TOKEN_WRONG_ISSUER'],
    ['for another audience', token({ aud: 'urn:x' }), 'TOKEN_WRONG_AUDIENCE'],
    ['for no audience', token({ aud: undefined }), 'TOKEN_WRONG_AUDIENCE'],
    ['that expired a minute ago', token({ exp: NOW - 60 }), 'TOKEN_EXPIRED'],
    ['that never expires', token({ exp: undefined }), 'TOKEN_WITHOUT_EXPIRY'],
    ['that holds later', token({ nbf: NOW + 61 }), 'TOKEN_NOT_YET_VALID'],
    ['of another key', token({}, {}, other.privateKey), 'TOKEN_WRONG_SIGNATURE'],
    ['of a key that is not in the set', token({}, { kid: 'k2' }), 'TOKEN_UNKNOWN_KEY'],
    [
      'with other claims',
      `${head}.${encode({ iss: issuer, aud: 'urn:lms', exp: NOW + 999 })}.${signature}`,
      'TOKEN_WRONG_SIGNATURE',
    ],
    ['that nobody signed', unsigned, 'TOKEN_WRONG_ALGORITHM'],
    ['that the public key signed as a secret', confused, 'TOKEN_WRONG_ALGORITHM'],
    ['whose claims are no JSON', `${head}.AAAA.${signature}`, 'TOKEN_UNREADABLE'],
    ['that wants something unknown', token({}, { crit: ['x'], x: 1 }), 'TOKEN_WRONG_ALGORITHM'],
    ['whose exp is text', token({ exp: 'never' }), 'TOKEN_WITHOUT_EXPIRY'],
    ['that is no token', 'eyJhbGciOiJFUzI1NiJ9', 'WRONG_KEY'],
  ])('%s', async (_, text, code) => {
    expect(await who(text)).toBe(code);
  });

  test('of an expired token the one source whose audience it names decides', async () => {
    expect(await who(token({ aud: 'urn:lms', exp: NOW - 99 }))).toBe('TOKEN_EXPIRED');
    expect(await who(token({ aud: 'urn:lrs', exp: NOW - 99 }))).toBe('TOKEN_EXPIRED');
  });

  test('whatever it is, without a fault of ours', async () => {
    const part = fc.oneof(fc.json(), fc.string()).map((text) => Buffer.from(text).toString('base64url'));
    const text = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.oneof(part, fc.constant(encode({ alg: 'ES256', kid: 'k1' }))), part, part)
        .map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (any) => {
        const headers = new Headers({ Authorization: `Bearer ${encodeURIComponent(any)}` });
        const result = await authenticate(new Request('http://adapter/', { headers }), sources);
        expect(result.ok ? result.source : result.status).toBe(401);
      }),
    );
  });

  test('and is not quoted', async () => {
    expect(await ask(`Bearer ${token({ aud: 'urn:somebody' })}`, sources)).toEqual({
      ok: false,
      status: 401,
      code: 'TOKEN_WRONG_AUDIENCE',
      message: 'the token is for another audience: its aud must be the audience of the source',
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    });
  });

  test('as password of Basic, where keys stand', async () => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(await ask(basic(`lms:${token()}`), sources)).toMatchObject({ ok: false, code: 'WRONG_KEY' });
  });
});

describe('a key set at a URL', () => {
  let fetched = 0;
  let keys: object[] = [];
  let answer = (): Response => Response.json({ keys });
  const remote = (): SourceConfig[] => [source('lms', 'urn:lms', { from: 'url', url: jwksUrl })];

  beforeEach(() => {
    fetched = 0;
    keys = [jwk];
    answer = () => Response.json({ keys });
    vi.stubGlobal('fetch', (url: string) => {
      expect(url).toBe(jwksUrl);
      fetched++;
      return Promise.resolve().then(answer);
    });
  });

  test('is fetched once, and again after ten minutes', async () => {
    const of = remote();
    expect([await who(token(), of), await who(token(), of), fetched]).toEqual(['lms', 'lms', 1]);
    vi.setSystemTime((NOW + 601) * 1000);
    expect([await who(token({ exp: NOW + 700 }), of), fetched]).toEqual(['lms', 2]);
  });

  test('is fetched anew for an unknown key, at a limited rate', async () => {
    const of = remote();
    await who(token(), of);
    const next = token({}, { kid: 'k2' }, other.privateKey);
    expect([await who(next, of), fetched]).toEqual(['TOKEN_UNKNOWN_KEY', 1]);
    keys = [jwk, { ...other.publicKey.export({ format: 'jwk' }), kid: 'k2' }];
    vi.setSystemTime((NOW + 31) * 1000);
    expect([await who(next, of), fetched]).toEqual(['lms', 2]);
  });

  test.each<[string, () => Response]>([
    [
      'is not there',
      () => {
        throw new TypeError('connection refused');
      },
    ],
    ['answers 500', () => new Response(null, { status: 500 })],
    ['moved', () => new Response(null, { status: 302, headers: { Location: jwksUrl } })],
    ['is no JSON', () => new Response('<html>')],
    ['is no key set', () => Response.json({ key: 1 })],
  ])('that %s makes the sender come again', async (_, broken) => {
    const of = remote();
    answer = broken;
    expect(await ask(`Bearer ${token()}`, of)).toEqual({
      ok: false,
      status: 503,
      code: 'JWKS_UNREACHABLE',
      message: 'the key set of the issuer cannot be fetched at the moment: send it again later',
      headers: { 'Retry-After': '30' },
    });
    answer = () => Response.json({ keys });
    expect(await who(token(), of)).toBe('lms');
  });

  test('is not fetched for a token of another issuer', async () => {
    expect([await who(token({ iss: 'https://login.example.com' }), remote()), fetched]).toEqual([
      'TOKEN_WRONG_ISSUER',
      0,
    ]);
  });
});
