import { generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { videosPlayed } from './records.ts';
import { startServer, verifyEs256, verifyOAuth1 } from './servers.ts';
import type { Asked } from './servers.ts';
import { adapterWith, ask, post, promisedIds, until } from './world.ts';

interface Status {
  destinations: { name: string; state: string; reason: string | null; backlog: number; delivered: number }[];
}

const batch = { events: 10, bytes: 524_288, seconds: 0 };
const idsIn = ({ body }: Asked): string[] => (JSON.parse(body) as { data: { id: string }[] }).data.map(({ id }) => id);

/** Starts an adapter with a secret of the destination's in its `.dev.vars`, which its first start makes. */
async function start(
  vars: Record<string, unknown>,
  secret: string,
): Promise<{ adapter: AdapterProcess; folder: string }> {
  const { folder, start: startIt } = await adapterWith({ DESTINATION_SECRET: secret, ...vars });
  return { adapter: await startIt(), folder };
}

/** Everything that the adapter keeps and says: its storage, its output, its status and its dead letters. */
async function everything(adapter: AdapterProcess, folder: string): Promise<string> {
  const files = await readdir(join(folder, 'state'), { recursive: true, withFileTypes: true });
  const stored = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  );
  const answers = await Promise.all(['/v1/status', '/v1/dead-letters', '/healthz'].map((path) => ask(adapter, path)));
  return [...stored, adapter.output(), JSON.stringify(answers)].join('\n');
}

test('a destination with OAuth 2 by assertion gets everything, over a refused token and a token endpoint that is down', async () => {
  let published: JsonWebKey[] = [];
  let issued = 0;
  const login = await startServer(({ body }, before) => {
    if (before === 0) return { status: 503 };
    const form = new URLSearchParams(body);
    const claims = verifyEs256(form.get('client_assertion') ?? '', published);
    const now = Date.now() / 1000;
    expect(claims).toMatchObject({ iss: 'edx', sub: 'edx', aud: `${login.origin}/token` });
    expect(Number(claims['exp'])).toBeLessThanOrEqual(now + 300);
    return { json: { access_token: `canary-token-${++issued}`, token_type: 'bearer', expires_in: 3600 } };
  });
  // The first token is refused, as if it had been revoked.
  const receiver = await startServer(({ authorization }) => ({
    status: authorization === 'Bearer canary-token-2' ? 200 : 401,
  }));
  const { adapter, folder } = await start(
    {
      DESTINATIONS: [
        {
          name: 'udp',
          url: `${receiver.origin}/events`,
          auth: {
            scheme: 'oauth2',
            'token-url': `${login.origin}/token`,
            'client-id': 'edx',
            assertion: 'private_key_jwt',
          },
          batch,
        },
      ],
    },
    'unused',
  );
  published = (await ask<{ keys: JsonWebKey[] }>(adapter, '/.well-known/jwks.json')).keys;

  const body = videosPlayed(0, 25);
  const promised = await promisedIds(adapter, body);
  expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);
  await until(
    'all is delivered',
    async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.delivered === 25,
  );

  const accepted = receiver.asked.filter(({ authorization }) => authorization === 'Bearer canary-token-2');
  expect(accepted.flatMap(idsIn).sort()).toEqual(promised);
  expect([login.asked.length, issued, receiver.asked.length - accepted.length]).toEqual([3, 2, 1]);
  expect(await everything(adapter, folder)).not.toContain('canary-token');
});

test('a destination with a profile service gets everything where that says, and its endpoint is asked for its limits', async () => {
  const store = await startServer(({ method }) =>
    method === 'GET' ? { json: { caliper_maximum_payload_size: 64, caliper_supported_versions: ['v1p1'] } } : {},
  );
  const service = await startServer((request) =>
    verifyOAuth1(request, service.origin, 'canary secret')
      ? { json: { id: 'urn:profile', eventStoreUrl: `${store.origin}/events`, apiKey: 'canary-key' } }
      : { status: 401 },
  );
  const { adapter, folder } = await start(
    {
      DESTINATIONS: [
        {
          name: 'udp',
          auth: {
            scheme: 'profile-service',
            'profile-url': `${service.origin}/profile?tool=a%20b`,
            'consumer-key': 'edx',
            secret: 'DESTINATION_SECRET',
          },
          discover: true,
          batch,
        },
      ],
    },
    'canary secret',
  );
  const body = videosPlayed(0, 25);
  const promised = await promisedIds(adapter, body);
  await post(adapter, '/v1/tracking-logs', body);
  await until(
    'all is delivered',
    async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.delivered === 25,
  );

  const posts = store.asked.filter(({ method }) => method === 'POST');
  expect(posts.flatMap(idsIn).sort()).toEqual(promised);
  expect(new Set(store.asked.map(({ path, authorization }) => `${path} ${authorization}`))).toEqual(
    new Set(['/events canary-key']),
  );
  expect(service.asked).toHaveLength(1);
  await until('the version is remarked', async () => {
    const [status] = (await ask<Status>(adapter, '/v1/status')).destinations;
    return status?.state === 'open' && status.reason === 'CALIPER_VERSION_NOT_SUPPORTED';
  });
  expect(await everything(adapter, folder)).not.toContain('canary-key');
});

describe('a source with tokens', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const token = (issuer: string, claims: object, key: KeyObject = pair.privateKey): string => {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 60;
    const text = `${encode({ alg: 'ES256', kid: 'k1' })}.${encode({ iss: issuer, aud: 'urn:adapter', exp, ...claims })}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };

  test('is let in by them, by both of its keys, and by nothing else', async () => {
    let up = false;
    const login = await startServer(() =>
      up ? { json: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1' }] } } : { status: 500 },
    );
    const { origin: issuer } = login;
    const receiver = await startServer(() => ({}));
    const { adapter } = await start(
      {
        SOURCES: [
          { name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' },
          {
            ...{ name: 'lrs', lms: 'https://lms.example.edu', keys: ['LRS_NEW', 'LRS_OLD'] },
            jwt: { issuer, audience: 'urn:adapter', 'jwks-url': `${issuer}/jwks` },
          },
        ],
        DESTINATIONS: [{ name: 'udp', url: `${receiver.origin}/events`, auth: { scheme: 'none' }, batch }],
      },
      'unused',
    );
    const record = videosPlayed(0, 1);
    const send = async (key: string): Promise<[number, unknown]> => {
      const answer = await post(adapter, '/v1/tracking-logs', record, { Authorization: `Bearer ${key}` });
      return [answer.status, (JSON.parse(answer.text) as { code?: string }).code];
    };
    expect(await send(token(issuer, {}))).toEqual([503, 'JWKS_UNREACHABLE']);
    up = true;
    expect(await send(token(issuer, {}))).toEqual([200, undefined]);
    expect(await send(token(issuer, { exp: 1 }))).toEqual([401, 'TOKEN_EXPIRED']);
    expect(await send(token(issuer, { aud: 'urn:x' }))).toEqual([401, 'TOKEN_WRONG_AUDIENCE']);
    expect(await send(token('https://x', {}))).toEqual([401, 'TOKEN_WRONG_ISSUER']);
    expect(await send(token(issuer, {}, stranger.privateKey))).toEqual([401, 'TOKEN_WRONG_SIGNATURE']);
    for (const name of ['SOURCE_LMS_KEY', 'LRS_NEW', 'LRS_OLD']) {
      expect(await send(adapter.secrets[name] ?? '')).toEqual([200, undefined]);
    }
    const statements = await post(adapter, '/xapi/statements', '{}', {
      Authorization: `Bearer ${token(issuer, { exp: 1 })}`,
      'Content-Type': 'application/json',
      'X-Experience-API-Version': '1.0.3',
    });
    expect([statements.status, JSON.parse(statements.text)]).toEqual([
      401,
      {
        ...{ type: 'about:blank', title: 'Unauthorized', status: 401, code: 'TOKEN_EXPIRED' },
        detail: 'the token has expired: send a fresh one',
      },
    ]);
    expect(await send('another-key-0123456')).toEqual([401, 'WRONG_KEY']);
    expect(login.asked).toHaveLength(2);
  });
});
