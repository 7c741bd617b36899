import { describe, expect, test, vi } from 'vitest';
import { Hono } from 'hono/tiny';
import { createContract, document, promised, type Came } from './contract.ts';
import { provokedElsewhere } from './provoked-elsewhere.ts';

// The Worker as it is, with stores that do not answer.
vi.mock('cloudflare:workers', () => ({ DurableObject: Object }));
/** Every app in which others are mounted. */
const apps = new Set<{ routes: { method: string; path: string }[] }>();
// What all presets of Hono have in common.
const base = Object.getPrototypeOf(Hono.prototype) as object;
const mount = Reflect.get(base, 'route') as (...given: unknown[]) => unknown;
Reflect.set(base, 'route', function (this: Hono, ...given: unknown[]) {
  apps.add(this);
  return mount.apply(this, given);
});
const { default: worker } = await import('../../src/worker.ts');

const silent = {
  idFromName: (name: string) => name,
  get: () => new Proxy({}, { get: () => () => Promise.reject(new Error('a stub that does not answer')) }),
};

const settings = {
  SENSOR_ID: 'https://adapter.example.edu/sensors/1',
  SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
  DESTINATIONS: [
    { name: 'udp', url: 'https://caliper.example.org', auth: { scheme: 'none' }, sign: { method: 'none' } },
  ],
  SOURCE_LMS_KEY: 'a-key-of-sixteen-or-more',
  ADMIN_TOKEN: 'the-token-of-the-admin',
  PSEUDONYM_SECRET: 'the secret of this test, of 32 bytes or more',
  LOG: 'off',
};
/** The same each time: the Worker logs the faults of an environment once. */
const bindings = { OUTBOX: silent, INBOX_STORE: silent, EXTERNAL_ID_STORE: silent, ASSETS: {} };

/** Sends a request to the Worker with these settings. */
async function send(
  env: object,
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Came & { url: string }> {
  const url = `https://adapter.example.edu${path}`;
  const token = /^\/(v1\/(tracking-logs|translate)|xapi|xAPI)/.test(path)
    ? settings.SOURCE_LMS_KEY
    : settings.ADMIN_TOKEN;
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'X-Experience-API-Version': '1.0.3',
  };
  const request = new Request(url, { method, headers, ...(/POST|PUT/.test(method) && { duplex: 'half' }), ...init });
  // Nothing of the platform is used beyond what stands in the stubs.
  const response = await worker.fetch(request as never, env as never, {} as never);
  return { url, status: response.status, headers: response.headers, text: await response.text() };
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.keys(item).map((method) => ({
    method: method.toUpperCase(),
    path: path.replace('{name}', 'udp').replace('{id}', '0.1'),
  })),
);
const contract = createContract();
const record =
  '{"name":"acme.thing","event_type":"acme.thing","event_source":"server","time":"2026-05-04T12:00:00Z","context":{"user_id":4}}';
const statement =
  '{"id":"0a1b2c3d-0000-4000-8000-000000000001","actor":{"account":{"homePage":"https://a.example.edu","name":"x"}},"verb":{"id":"https://acme.example.edu/verbs/did"},"object":{"id":"https://acme.example.edu/1"}}';

const wrong = { ...settings, ...bindings, SENSOR_ID: '' };

describe('what cannot be provoked from outside', () => {
  test.each(operations.filter(({ path }) => path !== '/openapi.json'))(
    '$method $path says in its words that the settings are wrong',
    async ({ method, path }) => {
      const came = await send(wrong, method, path);
      expect(came.status).toBe(503);
      const seen = method === 'HEAD' ? { ...came, text: '' } : came;
      expect(contract.check(method, came.url, seen)).toEqual([]);
    },
  );

  const env = { ...settings, ...bindings };
  const id = '0a1b2c3d-0000-4000-8000-000000000001';
  const unanswered: [string, string, string, string?][] = [
    ['POST', '/v1/tracking-logs', 'OUTBOX_UNREACHABLE', record],
    ...['/xapi', '/xAPI'].flatMap((base): [string, string, string, string][] => [
      ['POST', `${base}/statements`, 'OUTBOX_UNREACHABLE', statement],
      ['PUT', `${base}/statements?statementId=${id}`, 'OUTBOX_UNREACHABLE', statement],
    ]),
    ['GET', '/v1/status', 'OUTBOX_UNREACHABLE'],
    ['GET', '/metrics', 'OUTBOX_UNREACHABLE'],
    ['POST', '/v1/destinations/udp/resume', 'OUTBOX_UNREACHABLE'],
    ['GET', '/v1/dead-letters', 'OUTBOX_UNREACHABLE'],
    ['POST', '/v1/dead-letters/replay', 'OUTBOX_UNREACHABLE', '{}'],
    ['POST', '/v1/dead-letters/drop', 'OUTBOX_UNREACHABLE', '{}'],
    ['GET', '/v1/quarantine', 'OUTBOX_UNREACHABLE'],
    ['POST', '/v1/quarantine/replay', 'OUTBOX_UNREACHABLE', '{}'],
    ['POST', '/v1/quarantine/drop', 'OUTBOX_UNREACHABLE', '{}'],
    ['POST', '/v1/external-ids', 'EXTERNAL_IDS_UNREACHABLE', `user_id,external_user_id\n1,${id}\n`],
    ['GET', '/v1/external-ids', 'EXTERNAL_IDS_UNREACHABLE'],
    ['DELETE', '/v1/external-ids', 'EXTERNAL_IDS_UNREACHABLE'],
    ['GET', '/healthz', 'OUTBOX_UNREACHABLE'],
  ];
  test.each(unanswered)('%s %s answers %s when a store does not', async (method, path, code, body) => {
    const came = await send(env, method, path, body === undefined ? {} : { body });
    expect([came.status, came.text]).toEqual([503, expect.stringContaining(`"code":"${code}"`)]);
    expect(contract.check(method, came.url, came)).toEqual([]);
  });

  test.each(['/v1/tracking-logs', '/v1/translate', '/xapi/statements', '/xAPI/statements'])(
    '%s says that a body broke off',
    async (path) => {
      for (const method of path.startsWith('/v1') ? ['POST'] : ['POST', 'PUT']) {
        const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
        const came = await send(env, method, path, { body });
        expect([came.status, came.text]).toEqual([400, expect.stringContaining('"code":"BODY_CUT"')]);
        expect(contract.check(method, came.url, came)).toEqual([]);
      }
    },
  );

  test.each([
    ['POST', '/inbox'],
    ['GET', '/inbox'],
    ['GET', '/inbox/events'],
    ['GET', '/inbox/envelopes'],
  ])('%s %s is not there while the inbox is off', async (method, path) => {
    const came = await send(env, method, path);
    expect(came.status).toBe(404);
    expect(contract.check(method, came.url, came)).toEqual([]);
  });

  test('a fault of the adapter is said in the same words everywhere', async () => {
    const broken = {
      ...silent,
      idFromName: () => {
        throw new Error('a fault');
      },
    };
    const on = { INBOX: 'on', INBOX_URL: 'http://127.0.0.1:8787/inbox', INBOX_TOKEN: 'a-token-of-sixteen-or-more' };
    const came = await send({ ...env, ...on, INBOX_STORE: broken }, 'GET', '/inbox');
    expect(JSON.parse(came.text)).toMatchObject({ status: 503, code: 'INTERNAL_FAULT' });
    for (const { method, path } of operations) {
      if (method === 'HEAD' || path === '/openapi.json') continue;
      expect([method, path, contract.check(method, `https://adapter.example.edu${path}`, came)]).toEqual([
        method,
        path,
        [],
      ]);
    }
  });

  test('is all seen here, but for a replay into a full outbox', () => {
    const left = promised().filter(
      (line) => provokedElsewhere(line) && !contract.seen.has(line) && !line.includes(' /console'),
    );
    expect(left).toEqual(['POST /v1/quarantine/replay 503 OUTBOX_FULL']);
  });
});

describe('the routes of the Worker and those of the document', () => {
  /** What is registered: `GET /v1/status`; `ALL` for what answers other methods and for what stands before others. */
  const routes = (): { method: string; path: string }[] =>
    // The app is what the others are mounted in, so it has the most.
    Array.from(apps, (app) => app.routes)
      .reduce((most, one) => (one.length > most.length ? one : most), [])
      .map(({ method, path }) => ({ method, path: path.replaceAll(/:(\w+)(?:\{(?:[^{}]|\{[^{}]*\})*\})?/g, '{$1}') }));
  const documented = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );

  test('each route stands in the document', () => {
    const left = routes()
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !documented.includes(route));
    // Registered as GET, since Hono answers HEAD from there; GET itself is 405.
    expect([...new Set(left)]).toEqual(['GET /v1/tracking-logs']);
    const all = [
      ...new Set(
        routes()
          .filter(({ method }) => method === 'ALL')
          .map(({ path }) => path),
      ),
    ];
    expect(all.filter((path) => !(path in document.paths)).sort()).toEqual([
      '/console/*',
      '/inbox/*',
      '/xAPI/*',
      '/xapi/*',
    ]);
  });

  test('each operation of the document is registered', () => {
    const known = new Set(routes().map(({ method, path }) => `${method} ${path}`));
    const left = documented.filter((operation) => !known.has(operation));
    expect(left).toEqual([
      // From the handler of GET.
      'HEAD /v1/tracking-logs',
      // Told apart within ALL /xapi/* and ALL /xAPI/*.
      ...['/xapi', '/xAPI'].flatMap((base) => [
        ...['POST', 'PUT', 'OPTIONS'].map((method) => `${method} ${base}/statements`),
        ...['GET', 'OPTIONS'].map((method) => `${method} ${base}/about`),
      ]),
      // A static file.
      'GET /openapi.json',
    ]);
  });
});
