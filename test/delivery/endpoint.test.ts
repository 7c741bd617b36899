import { describe, expect, test } from 'vitest';
import type { AuthConfig } from '../../src/config/config.ts';
import { endpoint as events } from './attempt.ts';
import { body, ok, world } from './world.ts';
import type { Server } from './world.ts';

const eventsUrl = 'https://caliper.example.org/events';
const bearer: AuthConfig = { scheme: 'bearer', token: 'token-1' };
const batch = { events: 100, bytes: 524_288, seconds: 1 };

/** An endpoint that tells this to a GET, and takes every POST. */
const tells =
  (answer: () => Response): Server =>
  ({ method }) =>
    method === 'GET' ? answer() : new Response();
const facts = (value: object): Server => tells(() => Response.json(value));

/** Lets what was started come to its end. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('an endpoint that may be asked for its configuration', () => {
  test('is asked with the credentials and headers of the destination, and its payload size is kept to', async () => {
    const server = facts({ caliperSupportedVersions: ['v1p2'], caliperMaximumPayloadSize: 64 });
    const headers = { 'X-Tenant': 'edx' };
    const { endpoint, seen } = world(bearer, { [eventsUrl]: server }, { discover: true, headers });
    expect(endpoint.batch()).toEqual(batch);
    endpoint.learn();
    await settle();
    expect(seen.map(({ method, url }) => [method, url])).toEqual([['GET', events]]);
    expect(Object.fromEntries(seen[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer token-1',
      'x-tenant': 'edx',
    });
    expect(endpoint.batch()).toEqual({ ...batch, bytes: 64_000 });
    expect(endpoint.remark()).toBeNull();
  });

  test('is asked once a day', async () => {
    const server = facts({ caliperMaximumPayloadSize: 64 });
    const { endpoint, lines, pass } = world(bearer, { [eventsUrl]: server }, { discover: true });
    endpoint.learn();
    endpoint.learn();
    await settle();
    pass(86_399);
    endpoint.learn();
    await settle();
    expect(lines()).toHaveLength(1);
    pass(1);
    endpoint.learn();
    await settle();
    expect(lines()).toHaveLength(2);
  });

  test('keeps no event waiting that it does not answer', async () => {
    const server: Server = ({ method }) => (method === 'GET' ? new Promise(() => undefined) : new Response());
    const { endpoint, lines } = world(bearer, { [eventsUrl]: server }, { discover: true });
    endpoint.learn();
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
    expect(lines()).toEqual([`GET ${events}`, `POST ${events}`]);
    expect(endpoint.batch()).toEqual(batch);
  });

  test.each<[string, Server]>([
    ['is not there', () => Promise.reject(new TypeError('refused'))],
    ['answers 401', tells(() => Response.json({ caliperMaximumPayloadSize: 1 }, { status: 401 }))],
    ['answers 405', tells(() => new Response(null, { status: 405 }))],
    ['shows a page', tells(() => new Response('<html>'))],
    ['says nothing', facts({})],
    ['takes more than is sent', facts({ caliper_maximum_payload_size: 524_288 })],
  ])('changes nothing when it %s', async (_, server) => {
    const { endpoint } = world(bearer, { [eventsUrl]: server }, { discover: true });
    endpoint.learn();
    await settle();
    expect([endpoint.batch(), endpoint.remark()]).toEqual([batch, null]);
  });

  test('is asked with a later envelope where there was no token for the question', async () => {
    const auth: AuthConfig = {
      ...{ scheme: 'oauth2', tokenUrl: 'https://login.example.org/token', clientId: 'edx' },
      client: { style: 'basic', secret: 'secret' },
    };
    const login: Server = (_, before) =>
      before === 0 ? new Response(null, { status: 503 }) : Response.json({ access_token: 'token-1' });
    const servers = { 'https://login.example.org/token': login, [eventsUrl]: facts({ caliperMaximumPayloadSize: 64 }) };
    const { endpoint } = world(auth, servers, { discover: true });
    endpoint.learn();
    await settle();
    expect(endpoint.batch()).toEqual(batch);
    endpoint.learn();
    await settle();
    expect(endpoint.batch()).toEqual({ ...batch, bytes: 64_000 });
  });

  test('keeps what it told before when it is not there any more', async () => {
    const server: Server = (_, before) =>
      before === 0 ? Response.json({ caliperMaximumPayloadSize: 64 }) : new Response(null, { status: 503 });
    const { endpoint, pass } = world(bearer, { [eventsUrl]: server }, { discover: true });
    endpoint.learn();
    await settle();
    pass(86_400);
    endpoint.learn();
    await settle();
    expect(endpoint.batch()).toEqual({ ...batch, bytes: 64_000 });
  });

  test('leaves room for the JWT around an envelope', async () => {
    const server = facts({ caliperMaximumPayloadSize: 64 });
    const sign = { method: 'jwt-body', contentType: 'application/jwt' } as const;
    const { endpoint } = world(bearer, { [eventsUrl]: server }, { discover: true, sign });
    endpoint.learn();
    await settle();
    expect(endpoint.batch().bytes).toBe(47_232);
  });

  test('is named when it does not take the version, which is not changed', async () => {
    const server = facts({ caliper_supported_versions: ['http://purl.imsglobal.org/ctx/caliper/v1p1'] });
    const { endpoint } = world(bearer, { [eventsUrl]: server }, { discover: true });
    endpoint.learn();
    await settle();
    expect(endpoint.remark()).toBe('CALIPER_VERSION_NOT_SUPPORTED');
    expect(await endpoint.send(body)).toEqual({ kind: 'done' });
  });
});

test('an endpoint is not asked where the destination does not say so', async () => {
  const { endpoint, lines } = world(bearer, { [eventsUrl]: ok });
  endpoint.learn();
  await settle();
  expect(lines()).toEqual([]);
});

test('the claim of LTI 1.3 tells as much without being asked', () => {
  const auth: AuthConfig = {
    ...{ scheme: 'oauth2', tokenUrl: 'https://login.example.org/token', clientId: 'edx' },
    client: { style: 'private_key_jwt', audience: 'urn:platform' },
    claim: { url: events, facts: { versions: ['v1p1'], payloadBytes: 64_000 } },
  };
  const { endpoint } = world(auth, {});
  expect(endpoint.batch()).toEqual({ ...batch, bytes: 64_000 });
  expect(endpoint.remark()).toBe('CALIPER_VERSION_NOT_SUPPORTED');
});
