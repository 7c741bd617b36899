import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SignConfig } from '../../src/config/config.ts';
import { publicKey } from '../../src/delivery/jwks.ts';
import { signedPost } from '../../src/delivery/signed-request.ts';
import { NOW, destination, endpoint, freshKey, sensor } from '../delivery/attempt.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/03-receiving-events.md'), 'utf8');
const secret = 'a secret of exactly 32 bytes----';
const envelope =
  '{"sensor":"https://adapter.example.edu/sensors/1","sendTime":"2030-03-17T17:46:40.000Z","dataVersion":"v1p2","data":[]}';

interface Received {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}
type Verify = (request: Received, seen: Set<unknown>) => Promise<unknown>;

// Below node_modules, so that Node itself loads them and finds jose.
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'verifiers-'));
let copies = 0;

/** The function that the page shows for a method, with nothing kept from earlier calls. */
async function verifier(method: string): Promise<Verify> {
  const section = page.split(`\n### ${method}\n`)[1] ?? '';
  const code = /```js\n(.*?)```/s.exec(section)?.[1] ?? '';
  const file = join(folder, `${method}-${++copies}.mjs`);
  writeFileSync(file, code);
  // What the page shows exports this; a page that does not fails the test.
  const { verify } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { verify: Verify };
  return verify;
}

/** The keys that are published at the moment. */
let published: unknown[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 });
  vi.stubEnv('CALIPER_SECRET', secret);
  vi.stubGlobal('fetch', (url: string | URL) => {
    expect(String(url)).toBe('https://adapter.example.edu/.well-known/jwks.json');
    return Promise.resolve(Response.json({ keys: published }));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const methods: SignConfig[] = [
  { method: 'detached-jws' },
  { method: 'hmac', secret: new TextEncoder().encode(secret) },
  { method: 'http-signature' },
  { method: 'bearer-jwt' },
  { method: 'jwt-body', contentType: 'application/jwt' },
];
const cases = methods.flatMap((sign) =>
  (['ES256', 'EdDSA'] as const).map((alg) => ({ method: sign.method, alg, sign })),
);

describe.each(cases)('the verifier of the page for $method, with a key for $alg', ({ method, alg, sign }) => {
  const key = freshKey(alg);
  const send = async (id = 'id-1'): Promise<Received> => {
    const signer = { key, issuer: sensor };
    const sent = await signedPost(destination({ sign }), signer, new TextEncoder().encode(envelope), NOW * 1000, id);
    return {
      method: 'POST',
      url: endpoint,
      headers: Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: Buffer.from(sent.body),
    };
  };

  beforeEach(() => {
    published = [publicKey(key)];
  });

  test('accepts what was sent, once', async () => {
    const verify = await verifier(method);
    const seen = new Set();
    const envelopeOrNothing = method === 'jwt-body' ? (JSON.parse(envelope) as unknown) : undefined;
    expect(await verify(await send(), seen)).toEqual(envelopeOrNothing);
    expect(seen).toEqual(new Set(['id-1']));
    await expect(verify(await send(), seen)).rejects.toThrow('replayed');
    expect(await verify(await send('id-2'), seen)).toEqual(envelopeOrNothing);
  });

  test('refuses another body, and another URL', async () => {
    const verify = await verifier(method);
    const sent = await send();
    const middle = sent.body.length >> 1;
    const body = Buffer.from(sent.body);
    body[middle] = sent.body[middle] === 0x61 ? 0x62 : 0x61;
    await expect(verify({ ...sent, body }, new Set())).rejects.toThrow();
    await expect(verify({ ...sent, url: `${endpoint}2` }, new Set())).rejects.toThrow();
    await expect(verify(sent, new Set())).resolves.not.toThrow();
  });

  test('refuses what is unsigned', async () => {
    const verify = await verifier(method);
    const headers = { 'content-type': 'application/json' };
    const body = Buffer.from(envelope);
    await expect(verify({ method: 'POST', url: endpoint, headers, body }, new Set())).rejects.toThrow();
  });

  test('refuses another key', async () => {
    const sent = await send();
    published = [{ ...publicKey(freshKey(alg)), kid: key.kid }];
    vi.stubEnv('CALIPER_SECRET', secret.toUpperCase());
    const verify = await verifier(method);
    await expect(verify(sent, new Set())).rejects.toThrow();
  });

  test('refuses what is old, and what comes from the future', async () => {
    const verify = await verifier(method);
    const sent = await send();
    vi.setSystemTime((NOW + 301) * 1000);
    await expect(verify(sent, new Set())).rejects.toThrow();
    vi.setSystemTime((NOW - 61) * 1000);
    await expect(verify(sent, new Set())).rejects.toThrow();
    vi.setSystemTime((NOW - 59) * 1000);
    await expect(verify(sent, new Set())).resolves.not.toThrow();
  });
});
