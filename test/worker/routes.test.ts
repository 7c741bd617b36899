import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { jwksRoutes } from '../../src/delivery/jwks.ts';
import { signDetached } from '../../src/delivery/detached-jws.ts';
import { inboxRoutes } from '../../src/inbox/routes.ts';
import { appendToShards, outboxShard } from '../../src/outbox/shards.ts';
import { deadLetterRoutes } from '../../src/status/dead-letters.ts';
import { healthRoutes } from '../../src/status/health.ts';
import { moveDeadLetterRoutes } from '../../src/status/move-dead-letters.ts';
import { statusRoutes } from '../../src/status/status.ts';
import { signingKey, testConfig } from './config.ts';
import { receivers } from './receiver.ts';
import { START, eventId, eventText, freeze, records, request, ring } from './steps.ts';

const config = { ...testConfig, shards: 1 };
const access = (bindings: Cloudflare.Env): { config: typeof config; outbox: Cloudflare.Env['OUTBOX'] } => ({
  config,
  outbox: bindings.OUTBOX,
});
const app = new Hono<{ Bindings: Cloudflare.Env }>();
app.route('/', statusRoutes(access));
app.route('/', healthRoutes(access));
app.route('/', deadLetterRoutes(access));
app.route('/', moveDeadLetterRoutes(access));
app.route(
  '/',
  jwksRoutes<Cloudflare.Env>(() => config.signingKeys),
);
app.route(
  '/',
  inboxRoutes<Cloudflare.Env>((bindings) => ({ config, inbox: bindings.INBOX })),
);

const admin = { headers: { Authorization: 'Bearer admin-token' } };

async function call(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await app.request(path, init, env);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a method that an address does not take', () => {
  test.each([
    ['POST', '/v1/status', 'GET, HEAD'],
    ['GET', '/v1/destinations/udp/resume', 'POST'],
    ['DELETE', '/v1/dead-letters', 'GET, HEAD'],
    ['GET', '/v1/dead-letters/replay', 'POST'],
    ['PUT', '/v1/dead-letters/drop', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['POST', '/.well-known/jwks.json', 'GET, HEAD'],
    ['PUT', '/inbox', 'GET, HEAD, POST'],
    ['POST', '/inbox/events', 'GET, HEAD'],
    ['POST', '/inbox/envelopes', 'GET, HEAD'],
  ])('is refused, and the answer names those that it takes: %s %s', async (method, path, allow) => {
    const response = await app.request(path, { method }, env);
    expect(response.headers.get('Allow')).toBe(allow);
    expect([response.status, await response.json()]).toEqual([
      405,
      {
        type: 'about:blank',
        title: 'Method Not Allowed',
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        detail: `this address takes ${allow} only`,
      },
    ]);
  });
});

describe('the administrator', () => {
  test.each([
    ['GET', '/v1/status'],
    ['GET', '/v1/dead-letters'],
    ['POST', '/v1/destinations/udp/resume'],
    ['POST', '/v1/dead-letters/replay'],
    ['POST', '/v1/dead-letters/drop'],
    ['GET', '/inbox/events'],
    ['GET', '/inbox'],
  ])('is asked for the token: %s %s', async (method, path) => {
    expect((await call(path, { method })).status).toBe(401);
    expect((await call(path, { method, headers: { Authorization: 'Bearer admin-tokem' } })).body).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      code: 'ADMIN_TOKEN',
      detail: 'send the admin token: Authorization: Bearer <ADMIN_TOKEN>',
    });
  });

  test('sees, resumes and lists; the public sees only why it is unhealthy', async () => {
    expect(await call('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    let answer = 401;
    receivers({ udp: () => new Response(null, { status: answer }) });
    await appendToShards(env.OUTBOX, config, {
      ...request(records(0, 2)),
      counts: { skipped: 3 },
      unmapped: { 'edx.new.thing': 1 },
    });
    await ring(outboxShard(env.OUTBOX, 0));
    expect(await call('/healthz')).toEqual({
      status: 503,
      body: {
        status: 'unavailable',
        reasons: [{ code: 'DESTINATION_PAUSED', destination: 'udp', reason: 'UNAUTHORIZED' }],
      },
    });
    const { body } = await call('/v1/status', admin);
    const idle = {
      state: 'open',
      reason: null,
      backlog: 0,
      backlogBytes: 0,
      oldestSeconds: null,
      lastSuccess: null,
      nextAttempt: null,
      delivered: 0,
      deadLetters: 0,
    };
    expect(body).toEqual({
      full: false,
      shards: [{ shard: 0, full: false, bytes: 2 * (eventText(0).length + 1), bytesLimit: 200_000 }],
      destinations: [
        { name: 'first', ...idle },
        { name: 'old', ...idle },
        { name: 'second', ...idle },
        {
          name: 'udp',
          ...idle,
          state: 'paused',
          reason: 'UNAUTHORIZED',
          backlog: 2,
          backlogBytes: 2 * (eventText(0).length + 1),
          oldestSeconds: 1,
        },
      ],
      counts: { emitted: 2, events: 2, 'rule.video-paused.emitted': 2, skipped: 3 },
      unmapped: { 'edx.new.thing': 1 },
      quarantine: { records: 0, bytes: 0, oldest: null, evicted: 0 },
    });
    expect((await call('/v1/destinations/nobody/resume', { method: 'POST', ...admin })).status).toBe(404);
    expect(await call('/v1/destinations/udp/resume', { method: 'POST', ...admin })).toEqual({
      status: 200,
      body: { destination: 'udp', state: 'open' },
    });
    answer = 400;
    await ring(outboxShard(env.OUTBOX, 0));
    expect(await call('/v1/dead-letters?limit=1', admin)).toEqual({
      status: 200,
      body: {
        deadLetters: [
          {
            id: '0.1',
            destination: 'udp',
            eventId: eventId(0),
            rule: 'video-paused',
            reason: 'REFUSED',
            status: 400,
            response: '',
            attempts: 2,
            at: '2030-01-07T08:00:02.000Z',
            event: JSON.parse(eventText(0)) as unknown,
          },
        ],
        next: '0.1',
      },
    });
    const second = await call('/v1/dead-letters?cursor=0.1', admin);
    expect(second.body).toMatchObject({ deadLetters: [{ eventId: eventId(1) }], next: null });
    expect((await call('/v1/dead-letters?before=2030-01-07T08:00:02Z', admin)).body).toEqual({
      deadLetters: [],
      next: null,
    });
    expect((await call('/v1/dead-letters?after=yesterday', admin)).status).toBe(400);
    const move = async (name: string, filter: object): Promise<{ status: number; body: unknown }> =>
      call(`/v1/dead-letters/${name}`, { method: 'POST', body: JSON.stringify(filter), ...admin });
    expect((await move('drop', { destinaton: 'udp' })).status).toBe(400);
    expect((await move('drop', { ids: ['0.1', '7.2'] })).body).toEqual({ count: 1, more: false });
    expect((await move('replay', { reason: 'REFUSED' })).body).toEqual({ count: 1, more: false });
    expect((await call('/v1/dead-letters', admin)).body).toEqual({ deadLetters: [], next: null });
  });
});

test('the key set has public members only', async () => {
  const response = await app.request('/.well-known/jwks.json', {}, env);
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=300');
  expect(await response.json()).toEqual({
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
        kid: 'test-key',
        alg: 'ES256',
        use: 'sig',
      },
    ],
  });
});

describe('the inbox', () => {
  const envelope = (more: Record<string, unknown> = {}): string =>
    JSON.stringify({
      sensor: 'https://adapter.example.edu/sensors/1',
      sendTime: '2030-01-07T08:00:00.000Z',
      dataVersion: 'http://purl.imsglobal.org/ctx/caliper/v1p2',
      data: [JSON.parse(eventText(1)), JSON.parse(eventText(2))],
      ...more,
    });

  async function deliver(
    body: string,
    jti: string,
    headers: Record<string, string> = {},
    signed = body,
  ): Promise<{ status: number; code: unknown }> {
    const signature = await signDetached(signingKey, new TextEncoder().encode(signed), {
      url: 'https://adapter.example.edu/inbox',
      iat: START / 1000,
      jti,
    });
    const answer = await call('/inbox', {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        Authorization: 'Bearer inbox-token',
        'X-JWS-Signature': signature,
        ...headers,
      },
    });
    return { status: answer.status, code: (answer.body as { code?: string } | null)?.code };
  }

  test('stores each event once, and keeps what is needed to verify again', async () => {
    expect(await deliver(envelope(), 'a')).toEqual({ status: 200, code: undefined });
    expect(await deliver(envelope(), 'b')).toEqual({ status: 200, code: undefined });
    expect((await call('/inbox', admin)).body).toEqual({ envelopes: 2, events: 2, repeats: 2 });
    const { events } = (await call('/inbox/events', admin)).body as { events: unknown[] };
    expect(events).toEqual(
      [1, 2].map((number) => ({
        number,
        id: eventId(number),
        type: 'NavigationEvent',
        action: 'NavigatedTo',
        receivedAt: START,
        envelope: 1,
        repeats: 1,
      })),
    );
    const page = (await call('/inbox/envelopes?limit=1', admin)).body as {
      envelopes: { body: string }[];
      next: number;
    };
    expect(page.envelopes[0]?.body).toBe(envelope());
    expect(page.next).toBe(1);
  });

  test('refuses what is not signed, not authorised or not an envelope', async () => {
    await deliver(envelope(), 'used');
    expect(await deliver(envelope(), 'used')).toEqual({ status: 401, code: 'SIGNATURE_REPLAYED' });
    expect(await deliver(envelope(), 'c', { 'Content-Type': 'text/plain' })).toEqual({
      status: 415,
      code: 'MEDIA_TYPE',
    });
    expect(await deliver(envelope(), 'd', { Authorization: 'Bearer wrong' })).toEqual({ status: 401, code: 'TOKEN' });
    expect(await deliver(envelope(), 'e', { 'X-JWS-Signature': '' })).toEqual({
      status: 400,
      code: 'SIGNATURE_MISSING',
    });
    expect(await deliver(envelope(), 'f', {}, `${envelope()} `)).toEqual({ status: 401, code: 'SIGNATURE_INVALID' });
    expect(await deliver('{', 'g')).toEqual({ status: 400, code: 'NOT_JSON' });
    expect(await deliver(envelope({ extra: 1 }), 'h')).toEqual({ status: 400, code: 'NOT_AN_ENVELOPE' });
    expect(await deliver(`[${envelope()}]`, 'i')).toEqual({ status: 400, code: 'NOT_AN_ENVELOPE' });
    expect(await deliver(envelope({ dataVersion: 'http://purl.imsglobal.org/ctx/caliper/v2' }), 'j')).toEqual({
      status: 422,
      code: 'DATA_VERSION',
    });
    expect(await deliver(envelope({ sendTime: '2030-01-07T08:00:00Z' }), 'k')).toEqual({
      status: 400,
      code: 'SEND_TIME',
    });
    expect(await deliver(envelope({ data: [] }), 'l')).toEqual({ status: 400, code: 'DATA' });
    expect(await deliver(envelope({ data: [{ id: 'x' }] }), 'm')).toEqual({ status: 400, code: 'EVENT' });
  });

  test('is not there unless it is enabled', async () => {
    const closed = new Hono<{ Bindings: Cloudflare.Env }>();
    closed.route(
      '/',
      inboxRoutes<Cloudflare.Env>((bindings) => ({
        config: { ...config, inbox: { enabled: false } },
        inbox: bindings.INBOX,
      })),
    );
    expect((await closed.request('/inbox', { method: 'POST' }, env)).status).toBe(404);
    expect((await closed.request('/inbox/events', admin, env)).status).toBe(404);
  });
});
