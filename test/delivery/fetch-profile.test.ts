import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AuthConfig, Config } from '../../src/config/config.ts';
import { deliver } from '../../src/delivery/deliver.ts';
import { NOW, destination, sensor } from './attempt.ts';
import { body, ok, world } from './world.ts';
import type { Seen, Server } from './world.ts';

const profileUrl = 'https://lms.example.org/caliper/profile?tool=7';
const service = 'https://lms.example.org/caliper/profile';
const store = 'https://store.example.org/caliper';

const auth: AuthConfig = { scheme: 'profile-service', profileUrl, consumerKey: 'edx', secret: 'consumer secret' };
const tells =
  (profile: object): Server =>
  () =>
    Response.json(profile);
const profile = { id: 'urn:profile', eventStoreUrl: store, apiKey: 'key-1' };

/** Checks a signature of OAuth 1.0a as a profile service would, with nothing of ours (RFC 5849, section 3.2). */
function isSigned({ method, url, headers }: Seen, secret: string): boolean {
  const fields = [...(headers.get('Authorization') ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, decodeURIComponent(value)],
  );
  const signature = fields.find(([name]) => name === 'oauth_signature')?.[1];
  const query = (url.split('?')[1] ?? '')
    .split('&')
    .filter((part) => part !== '')
    .map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']);
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const normalised = [...query, ...fields.filter(([name]) => name !== 'oauth_signature')]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const base = [method, url.split('?')[0] ?? '', normalised].map(encode).join('&');
  return (
    createHmac('sha1', `${encode(secret)}&`)
      .update(base)
      .digest('base64') === signature
  );
}

test('a profile service is asked with a signature, and tells where to post and with which key', async () => {
  const { endpoint, seen, lines } = world(auth, { [service]: tells(profile), [store]: ok });
  expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  expect(lines()).toEqual([`GET ${profileUrl}`, `POST ${store}`, `POST ${store}`]);
  const [asked, sent] = seen;
  expect(asked?.headers.get('Authorization')).toMatch(
    new RegExp(
      '^OAuth oauth_consumer_key="edx", oauth_signature_method="HMAC-SHA1", ' +
        `oauth_timestamp="${NOW}", oauth_nonce="id-1", oauth_version="1.0", oauth_signature="[^"]+"$`,
    ),
  );
  if (asked === undefined) throw new Error('nothing was asked');
  expect(isSigned(asked, 'consumer secret')).toBe(true);
  expect(isSigned(asked, 'another secret')).toBe(false);
  expect(isSigned({ ...asked, url: asked.url.replace('tool=7', 'tool=8') }, 'consumer secret')).toBe(false);
  expect(sent?.headers.get('Authorization')).toBe('key-1');
});

test('a word may stand before the key, and apiUrl is another name of the URL', async () => {
  const servers = { [service]: tells({ apiUrl: `${store}#x`, apiKey: 'key-1' }), [store]: ok };
  const { endpoint, seen } = world({ ...auth, word: 'Bearer' }, servers);
  expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  expect([seen[1]?.url, seen[1]?.headers.get('Authorization')]).toEqual([store, 'Bearer key-1']);
});

test('what it told is signed as the URL', async () => {
  const servers = { [service]: tells(profile), [store]: ok };
  const sign = { method: 'hmac', secret: new Uint8Array(32) } as const;
  const { endpoint, seen } = world(auth, servers, { sign });
  await endpoint.send(body);
  const [header = ''] = (seen[1]?.headers.get('X-JWS-Signature') ?? '').split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ url: store });
});

test('it is asked again after a day, and after a 401', async () => {
  const key = (request: Seen): string | null => request.headers.get('Authorization');
  const server: Server = (_, before) => Response.json({ ...profile, apiKey: `key-${before + 1}` });
  const good = new Set(['key-1', 'key-2']);
  const servers = {
    [service]: server,
    [store]: (request: Seen) => new Response(null, { status: good.has(key(request) ?? '') ? 200 : 401 }),
  };
  const { endpoint, seen, pass } = world(auth, servers);
  await endpoint.send(body);
  pass(86_400);
  await endpoint.send(body);
  good.clear();
  good.add('key-3');
  expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  expect(seen.filter(({ url }) => url === store).map(key)).toEqual(['key-1', 'key-2', 'key-2', 'key-3']);
});

test('where it tells another URL, that one is told in full what the former knows', async () => {
  const stores = [store, 'https://new.example.org/caliper'];
  const servers: Record<string, Server> = {
    [service]: (_, before) => Response.json({ ...profile, eventStoreUrl: stores[before] }),
  };
  for (const url of stores) servers[url] = ok;
  // The former one says with a 401 that it is no longer the one.
  servers[store] = (_, before) => new Response(null, { status: before < 2 ? 200 : 401 });
  const thin = { days: 1, describes: false };
  const { endpoint, seen, platform } = world(auth, servers);
  const target = { ...destination({ sign: { method: 'none' } }), url: profileUrl, auth, thin };
  const config = { sensorId: sensor, signingKeys: [] } as Partial<Config> as Config;
  const actor = { id: 'https://lms.example.edu/user/1', type: 'Person' };
  const event = { id: 'urn:uuid:00000000-0000-5000-8000-000000000001', type: 'NavigationEvent', actor };
  const told = new Map<string, string>();
  for (let envelope = 0; envelope < 3; envelope++) {
    const known = (key: string): string | undefined => told.get(key);
    const delivery = await deliver(config, target, [JSON.stringify(event)], platform, known, endpoint);
    for (const [key, description] of delivery.told) told.set(key, description);
  }
  const sent = seen.filter(({ method }) => method === 'POST');
  expect(
    sent.map(({ url, body: text }) => [url, (JSON.parse(text) as { data: { actor: unknown }[] }).data[0]?.actor]),
  ).toEqual([
    [store, actor],
    [store, actor.id],
    [store, actor.id],
    [stores[1], actor],
  ]);
});

describe('a profile service', () => {
  const retry = (reason: string): unknown => ({
    ...{ kind: 'retry', reason, status: null, retryAfter: null, response: '' },
  });
  const paused = (reason: string): unknown => ({ kind: 'paused', reason });
  const at = (eventStoreUrl: unknown): Server => tells({ eventStoreUrl, apiKey: 'key-1' });

  test.each<[string, Server | undefined, unknown]>([
    ['that is not there', undefined, retry('PROFILE_NETWORK')],
    ['that answers 502', () => new Response(null, { status: 502 }), retry('PROFILE_HTTP_502')],
    ['that refuses', () => new Response(null, { status: 401 }), paused('PROFILE_REFUSED')],
    [
      'that refuses with words of OAuth 2',
      () => Response.json({ error: 'invalid_client' }, { status: 400 }),
      paused('PROFILE_REFUSED'),
    ],
    ['that moved', () => new Response(null, { status: 301 }), paused('PROFILE_HTTP_301')],
    ['that shows a page', () => new Response('<html>'), paused('PROFILE_UNREADABLE')],
    ['that tells no key', tells({ eventStoreUrl: store }), paused('PROFILE_UNREADABLE')],
    ['that tells a key of two lines', tells({ eventStoreUrl: store, apiKey: 'a\nb' }), paused('PROFILE_UNREADABLE')],
    ['that tells no URL', at(7), paused('PROFILE_UNREADABLE')],
    ['that tells an unsafe URL', at('http://store.example.org/'), paused('PROFILE_URL_NOT_ALLOWED')],
    ['that tells a URL of this machine', at('http://localhost:8080/'), paused('PROFILE_URL_NOT_ALLOWED')],
    ['that tells such a one with https', at('https://127.0.0.1:8443/'), paused('PROFILE_URL_NOT_ALLOWED')],
    ['that tells a URL with a password', at('https://a:b@store.example.org/'), paused('PROFILE_URL_NOT_ALLOWED')],
    ['that tells no URL of the web', at('file:///etc/passwd'), paused('PROFILE_URL_NOT_ALLOWED')],
  ])('%s', async (_, server, verdict) => {
    const { endpoint, lines } = world(auth, { ...(server !== undefined && { [service]: server }), [store]: ok });
    expect(await endpoint.send(body)).toEqual(verdict);
    expect(lines()).toEqual([`GET ${profileUrl}`]);
  });

  test('of this machine may tell another port of it', async () => {
    const local = 'http://127.0.0.1:9000/profile';
    const servers = { [local]: at('http://127.0.0.1:9001/events'), 'http://127.0.0.1:9001/events': ok };
    const { endpoint } = world({ ...auth, profileUrl: local }, servers);
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  });
});
