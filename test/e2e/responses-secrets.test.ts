import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/ports.ts';
import { devVarsText } from '../../src/cli/secrets.ts';
import { trackingLines } from './canary-records.ts';
import { videosPlayed } from './records.ts';
import { adapterWith, ask, post, until } from './world.ts';

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

// A keyed character of what stands in headers needs escaping in JSON and in URLs.
const awkward = (name: string): string => `${name}"${random(24)}\\/+${random(6)}`;

/** A private key as it stands in SIGNING_KEYS. */
function signingKey(): { text: string; member: string } {
  const jwk: JsonWebKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return { text: JSON.stringify({ ...jwk, kid: random(6), alg: 'ES256', use: 'sig' }), member: jwk.d ?? '' };
}

const keys = { current: signingKey(), former: signingKey(), client: signingKey() };

/** Every secret that the adapter has, by its name in `.dev.vars`. */
const configured: Readonly<Record<string, string>> = {
  PSEUDONYM_SECRET: random(32),
  PSEUDONYM_SECRET_2027: random(32),
  ADMIN_TOKEN: random(32),
  INBOX_TOKEN: random(32),
  SIGNING_KEYS: `{"keys":[${keys.current.text},${keys.former.text}]}`,
  QUARANTINE_KEYS: `["${random(32)}","${random(32)}"]`,
  SOURCE_LMS_KEY: random(32),
  SOURCE_NEW_KEY: random(32),
  BEARER: random(32),
  RAW_KEY: awkward('raw'),
  CUSTOM: awkward('custom'),
  BASIC: `basic "${random(24)}" päss\\word`,
  // Form encoding, which comes before base64 here, leaves it as it is.
  CLIENT_BASIC: random(24),
  CLIENT_POST: awkward('post-client'),
  CLIENT_KEY: keys.client.text,
  CONSUMER: random(24),
  HMAC: awkward('hmac-of-more-than-32-bytes'),
  OWN_PSEUDONYMS: random(32),
};

/** What is fetched, or sent by somebody who should not. */
const fetched = {
  accessToken: `fetched-token-${random(400)}`,
  apiKey: awkward('fetched-api-key'),
  wrongKey: `wrong-key-${random(24)}`,
  header: `tenant-${random(16)}`,
};

/** Texts that must stand nowhere, by name. Of keys, the member that is private. */
const secrets: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(configured).filter(([name]) => !/KEYS$|^CLIENT_KEY$/.test(name))),
  ...Object.fromEntries(Object.entries(keys).map(([name, { member }]) => [`the ${name} key`, member])),
  ...Object.fromEntries(
    (JSON.parse(configured['QUARANTINE_KEYS'] ?? '') as string[]).map((key, at) => [`quarantine key ${at}`, key]),
  ),
  ...fetched,
};

/** As it is, its first half and its second half, so that none is cut in two; each escaped for JSON, for a URL, and in base64. */
function formsOf(secret: string): string[] {
  const half = Math.ceil(secret.length / 2);
  return [secret, secret.slice(0, half), secret.slice(half)].flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    ...[0, 1, 2].map((before) =>
      Buffer.from(' '.repeat(before) + text)
        .toString('base64')
        .slice(before === 0 ? 0 : 4, -4),
    ),
    Buffer.from(text, 'base64url').toString('latin1'),
  ]);
}

const wanted = Object.entries(secrets).map(([name, secret]) => [name, formsOf(secret)] as const);

/** The names of the secrets of which a trace stands in the bytes. */
function found(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return wanted
    .filter(([, forms]) => forms.some((form) => form.length > 7 && text.includes(form)))
    .map(([name]) => name);
}

/** A request and how it is echoed: whole, as JSON, after so many characters that the end of what is kept falls in the midst of it. */
function echo(headers: IncomingHttpHeaders, body: string, before: number): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const all = [`${String(headers.authorization)} ${String(headers['x-tenant'])}`, ...lines, body].join('\n');
  switch (before % 4) {
    case 0:
      return all;
    case 1:
      return JSON.stringify({ error: 'what is this', headers, body });
    case 2:
      return encodeURIComponent(all);
    default:
      return `${'x'.repeat(2048 - 8 - 2 * (before % 19))}${all}`;
  }
}

const destinations: readonly Record<string, unknown>[] = [
  { name: 'bearer', auth: { scheme: 'bearer', secret: 'BEARER' } },
  { name: 'raw-key', auth: { scheme: 'raw-key', secret: 'RAW_KEY' }, headers: { 'X-Tenant': fetched.header } },
  { name: 'custom', auth: { scheme: 'custom', word: 'Token', secret: 'CUSTOM' }, sign: { method: 'http-signature' } },
  { name: 'basic', auth: { scheme: 'basic', user: 'edx', secret: 'BASIC' }, sign: { method: 'jwt-body' } },
  { name: 'oauth2-basic', auth: { scheme: 'oauth2', 'client-id': 'edx', secret: 'CLIENT_BASIC' } },
  { name: 'oauth2-post', auth: { scheme: 'oauth2', 'client-id': 'edx', secret: 'CLIENT_POST', style: 'post' } },
  {
    name: 'oauth2-assertion',
    auth: { scheme: 'oauth2', 'client-id': 'edx', assertion: 'private_key_jwt', key: 'CLIENT_KEY' },
  },
  { name: 'oauth2-refused', auth: { scheme: 'oauth2', 'client-id': 'edx', secret: 'CLIENT_BASIC' } },
  { name: 'profile', auth: { scheme: 'profile-service', 'consumer-key': 'edx', secret: 'CONSUMER' } },
  { name: 'hmac', auth: { scheme: 'none' }, sign: { method: 'hmac', secret: 'HMAC' } },
  { name: 'bearer-jwt', sign: { method: 'bearer-jwt' } },
  {
    name: 'own-pseudonyms',
    auth: { scheme: 'bearer', secret: 'BEARER' },
    pseudonyms: 'destination',
    'pseudonym-secret': 'OWN_PSEUDONYMS',
  },
];

test('no secret stands in a log line, an answer, a stored row or a dead letter, whatever a receiver echoes', async () => {
  const seen = new Set<string>();
  const asked = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = Buffer.concat(await incoming.toArray()).toString();
      const path = incoming.url ?? '';
      const before = asked.get(path) ?? 0;
      asked.set(path, before + 1);
      for (const name of found(Buffer.from(`${JSON.stringify(incoming.headers)}${body}`))) seen.add(name);
      if (path === '/token') {
        const json = { access_token: fetched.accessToken, token_type: 'bearer', expires_in: 3600 };
        outgoing.writeHead(200).end(JSON.stringify(json));
      } else if (path === '/profile') {
        outgoing
          .writeHead(200)
          .end(JSON.stringify({ eventStoreUrl: `${origin}/events/profile`, apiKey: fetched.apiKey }));
      } else {
        outgoing.writeHead(400).end(echo(incoming.headers, body, before));
      }
    })();
  });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  const { folder, start } = await adapterWith({
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', keys: ['SOURCE_LMS_KEY', 'SOURCE_NEW_KEY'] }],
    PSEUDONYM_ROTATION: [{ secret: 'PSEUDONYM_SECRET_2027', from: '2027-01-01T00:00:00Z' }],
    DESTINATIONS: destinations.map(({ auth, ...rest }) => ({
      ...rest,
      ...(rest['name'] !== 'profile' && { url: `${origin}/events/${String(rest['name'])}` }),
      ...(auth !== undefined && { auth: { ...(auth as object), ...services(String(rest['name']), origin) } }),
      batch: { events: 20, bytes: 524_288, seconds: 0 },
    })),
  });
  await writeFile(join(folder, '.dev.vars'), devVarsText(configured), { mode: 0o600 });
  const adapter = await start();
  const places: [string, Buffer][] = [];
  const look = (place: string, text: string | Buffer): void => void places.push([place, Buffer.from(text)]);

  look('the answer', (await post(adapter, '/v1/tracking-logs', videosPlayed(0, 20))).text);
  look('the answer to other records', (await post(adapter, '/v1/tracking-logs', trackingLines.join('\n'))).text);
  look('the dry run', (await post(adapter, '/v1/translate', videosPlayed(0, 2))).text);
  for (const [path, headers] of [
    [`/v1/tracking-logs?key=${fetched.wrongKey}`, { Authorization: `Bearer ${fetched.wrongKey}` }],
    ['/v1/status', { Authorization: `Bearer ${fetched.wrongKey}` }],
    ['/v1/status', { Authorization: `Bearer ${configured['SOURCE_LMS_KEY'] ?? ''}` }],
    ['/xapi/statements', { Authorization: `Basic ${Buffer.from(`lms:${fetched.wrongKey}`).toString('base64')}` }],
    ['/inbox', { Authorization: `Bearer ${configured['INBOX_TOKEN'] ?? ''}` }],
  ] as const) {
    const refused = await fetch(`${adapter.origin}${path}`, {
      ...(path === '/v1/status' ? {} : { method: 'POST', body: '{' }),
      headers,
    });
    look(`the refusal at ${path}`, `${JSON.stringify([...refused.headers])}${await refused.text()}`);
  }
  const login = await fetch(`${adapter.origin}/console/login`, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ token: configured['ADMIN_TOKEN'] ?? '' }) },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  const cookie = login.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  expect(login.status).toBe(303);
  look('the login', JSON.stringify([...login.headers]));

  interface Status {
    destinations: { name: string; state: string; reason: string | null; backlog: number; deadLetters: number }[];
  }
  const settled = ({ state, backlog }: Status['destinations'][number]): boolean => backlog === 0 || state === 'paused';
  await until('every event is a dead letter', async () =>
    (await ask<Status>(adapter, '/v1/status')).destinations.every(settled),
  );
  const { destinations: rows } = await ask<Status>(adapter, '/v1/status');
  // Wherever something is refused, it came to a dead letter for every event; the others tell that the token endpoint refused.
  expect(
    rows.filter(({ deadLetters }) => deadLetters < 20).map(({ name, state, reason }) => [name, state, reason]),
  ).toEqual([['oauth2-refused', 'paused', 'TOKEN_REFUSED']]);
  // All that is sent was sent, or the search would find nothing for the wrong reason.
  expect(
    ['BEARER', 'RAW_KEY', 'CUSTOM', 'BASIC', 'CLIENT_BASIC', 'CLIENT_POST', 'accessToken', 'apiKey', 'header'].filter(
      (name) => !seen.has(name),
    ),
  ).toEqual([]);

  for (const path of [
    ...['/v1/status', '/v1/dead-letters?limit=500', '/v1/quarantine', '/metrics', '/healthz', '/inbox/envelopes'],
    ...['/.well-known/jwks.json', '/xapi/about'],
  ]) {
    const headers = { Authorization: `Bearer ${configured['ADMIN_TOKEN'] ?? ''}` };
    look(path, await (await fetch(`${adapter.origin}${path}`, { headers })).text());
  }
  for (const path of ['/console', '/console/dead-letters', '/console/quarantine', '/console/inbox']) {
    const page = await fetch(`${adapter.origin}${path}`, { headers: { Cookie: cookie } });
    expect(page.status).toBe(200);
    look(path, await page.text());
  }
  look('stdout and stderr', adapter.output());

  await adapter.kill();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === '.dev.vars' || entry.name === 'wrangler.json') continue;
    look(`stored in ${entry.name}`, await readFile(join(entry.parentPath, entry.name)));
  }
  const echoed = places.filter(([, bytes]) => bytes.includes('[secret]')).map(([place]) => place);
  expect(echoed).toContain('/v1/dead-letters?limit=500');
  expect(echoed.some((place) => place.includes('.sqlite'))).toBe(true);
  expect(places.flatMap(([place, bytes]) => found(bytes).map((name) => `${place}: ${name}`))).toEqual([]);
});

/** Where a destination gets its token or its address. */
function services(name: string, origin: string): Record<string, string> {
  if (name === 'profile') return { 'profile-url': `${origin}/profile` };
  if (!name.startsWith('oauth2')) return {};
  return { 'token-url': `${origin}/${name === 'oauth2-refused' ? 'refuse' : 'token'}` };
}
