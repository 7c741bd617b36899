import { Hono } from 'hono/tiny';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { externalIdRoutes } from '../../src/external-ids/routes.ts';
import type { ExternalIdAccess } from '../../src/external-ids/routes.ts';
import type { StatusAccess } from '../../src/status/access.ts';
import { deadLetterRoutes } from '../../src/status/dead-letters.ts';
import { moveDeadLetterRoutes } from '../../src/status/move-dead-letters.ts';
import { statusRoutes } from '../../src/status/status.ts';

// The routes read only these settings before they ask a store.
const config = {
  adminToken: 'the-admin-token',
  sources: [{ name: 'lms', lms: 'https://lms.example.edu' }],
  destinations: [{ name: 'udp' }],
  limits: { problems: 10 },
} as Config;

// Stores that do not answer.
const store = {
  idFromName: (name: string) => name,
  get: () => {
    throw new Error('there is no store here');
  },
};
const access = { config, outbox: store } as unknown as StatusAccess;
const externalIds = {
  config,
  externalIds: { ...store, get: () => ({}) },
  changed: () => undefined,
} as unknown as ExternalIdAccess;

const app = new Hono();
for (const routes of [
  statusRoutes(() => access),
  deadLetterRoutes(() => access),
  moveDeadLetterRoutes(() => access),
  externalIdRoutes(() => externalIds),
]) {
  app.route('/', routes);
}

async function answer(
  method: string,
  path: string,
  more: { headers?: Record<string, string>; body?: string } = {},
): Promise<[status: number, code: unknown, cacheControl: string | null]> {
  const { headers = {}, ...rest } = more;
  const response = await app.request(path, {
    method,
    headers: { Authorization: 'Bearer the-admin-token', ...headers },
    ...rest,
  });
  const { code } = await response.json<{ code?: unknown }>();
  return [response.status, code, response.headers.get('Cache-Control')];
}

describe('no cache keeps an answer to the administrator', () => {
  test.each([
    ['GET', '/v1/dead-letters?before=yesterday', {}, 400, 'BAD_FILTER'],
    ['POST', '/v1/dead-letters/replay', { body: '[]' }, 400, 'BAD_FILTER'],
    ['GET', '/v1/external-ids?source=nobody', {}, 400, 'UNKNOWN_SOURCE'],
    ['POST', '/v1/destinations/nobody/resume', {}, 404, 'NO_SUCH_DESTINATION'],
    ['POST', '/v1/external-ids', { headers: { 'Content-Encoding': 'br' }, body: 'x' }, 415, 'UNSUPPORTED_ENCODING'],
    ['GET', '/v1/status', {}, 503, 'OUTBOX_UNREACHABLE'],
    ['GET', '/v1/status', { headers: { Authorization: 'Bearer of-somebody' } }, 401, 'ADMIN_TOKEN'],
  ])('%s %s', async (method, path, more, status, code) => {
    expect(await answer(method, path, more)).toEqual([status, code, 'no-store']);
  });
});
