import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appendToShards, outboxShard } from '../../src/outbox/shards.ts';
import { healthRoutes } from '../../src/status/health.ts';
import { metricsRoutes } from '../../src/status/metrics.ts';
import { parseExposition } from '../status/exposition-parser.ts';
import { testConfig } from './config.ts';
import { receivers } from './receiver.ts';
import { freeze, records, request, ring } from './steps.ts';

const config = { ...testConfig, shards: 1 };
const access = (bindings: Cloudflare.Env): { config: typeof config; outbox: Cloudflare.Env['OUTBOX'] } => ({
  config,
  outbox: bindings.OUTBOX,
});
const app = new Hono<{ Bindings: Cloudflare.Env }>();
app.route('/', metricsRoutes(access));
app.route('/', healthRoutes(access));

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('metrics are for the administrator, and what a scraper reads', async () => {
  expect((await app.request('/metrics', {}, env)).status).toBe(401);
  expect((await app.request('/metrics', { headers: { Authorization: 'Bearer admin-tokem' } }, env)).status).toBe(401);
  expect((await app.request('/metrics', { method: 'POST' }, env)).headers.get('Allow')).toBe('GET, HEAD');
  receivers({ udp: () => new Response(null, { status: 503 }) });
  await appendToShards(env.OUTBOX, config, { ...request(records(0, 2)), counts: { skipped: 3 } });
  await ring(outboxShard(env.OUTBOX, 0));
  const response = await app.request('/metrics', { headers: { Authorization: 'Bearer admin-token' } }, env);
  expect([response.status, response.headers.get('Content-Type'), response.headers.get('Cache-Control')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'no-store',
  ]);
  const families = parseExposition(await response.text());
  const udp = (name: string): unknown =>
    families.get(`caliper_edge_${name}`)?.samples.filter(({ labels }) => labels['destination'] === 'udp');
  expect(udp('backlog_events')).toEqual([{ labels: { destination: 'udp' }, value: 2 }]);
  expect(udp('destination_state')).toEqual([
    { labels: { destination: 'udp', state: 'open' }, value: 0 },
    { labels: { destination: 'udp', state: 'backing-off' }, value: 1 },
    { labels: { destination: 'udp', state: 'paused' }, value: 0 },
    { labels: { destination: 'udp', state: 'unconfigured' }, value: 0 },
  ]);
});

test('the question of health tells taking from delivering', async () => {
  const health = async (): Promise<number[]> =>
    Promise.all(['', '?ready', '?live'].map(async (query) => (await app.request(`/healthz${query}`, {}, env)).status));
  const stub = outboxShard(env.OUTBOX, 0);
  const set = async (change: string): Promise<unknown> =>
    runInDurableObject(stub, (_, { storage }) => storage.sql.exec(`UPDATE destination SET ${change}`).toArray());
  expect(await health()).toEqual([200, 200, 200]);
  await set("state = 'paused', reason = 'FORBIDDEN' WHERE name = 'udp'");
  expect(await health()).toEqual([503, 200, 200]);
  const ready = await app.request('/healthz?ready', {}, env);
  expect(await ready.json()).toEqual({ status: 'ok' });
  await set("dead_bytes = 200000 WHERE name = 'udp'");
  expect(await health()).toEqual([503, 503, 200]);
  const refusal = await app.request('/healthz?ready', {}, env);
  expect(await refusal.json()).toEqual({ status: 'unavailable', reasons: [{ code: 'OUTBOX_FULL' }] });
});
