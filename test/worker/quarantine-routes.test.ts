import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SourceConfig } from '../../src/config/config.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { trackingLogRoutes } from '../../src/ingest/routes.ts';
import { xapiRoutes } from '../../src/ingest/xapi/routes.ts';
import { appendToShards, outboxShards } from '../../src/outbox/shards.ts';
import type { AppendRequest } from '../../src/outbox/messages.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { createEventIds } from '../../src/privacy/event-id.ts';
import { createKeep, quarantineSeal } from '../../src/quarantine/keep.ts';
import { replayRecords } from '../../src/quarantine/replay.ts';
import { moveQuarantineRoutes } from '../../src/status/move-quarantine.ts';
import { quarantineRoutes } from '../../src/status/quarantine.ts';
import { testConfig } from './config.ts';
import { ok, receivers } from './receiver.ts';
import { freeze, pass, ring } from './steps.ts';

const [lms] = testConfig.sources;
if (lms === undefined) throw new Error('the tests have a source');
const config = { ...testConfig, sources: [{ ...lms, onInvalid: 'quarantine' as const }] as SourceConfig[] };

/** The tables of the day: what becomes of the names that have a rule. */
let rules: Record<string, 'emitted' | 'skipped' | 'failed'> = {};

const eventId = createEventIds(config.pseudonymSecret);

function translate(record: SourceRecord): RecordOutcome {
  const what = rules[record.name];
  const rule = { rule: 'the-rule', file: 'mappings/openedx/site/a.yaml', line: 1 };
  if (what === undefined) return { kind: 'unmapped' };
  if (what === 'skipped') return { kind: 'skipped', rule, reason: 'on purpose' };
  if (what === 'failed') return { kind: 'failed', rule, code: 'MISSING', message: 'event.id is missing' };
  const id = eventId(record.seed, 'the-rule', 0);
  const value = { id, actor: { id: 'https://lms.example.edu/user/p', type: 'Person' } };
  return { kind: 'emitted', rule, events: [{ id, type: 'Event', value, text: JSON.stringify(value) }] };
}

const append = (request: AppendRequest): ReturnType<typeof appendToShards> =>
  appendToShards(env.OUTBOX, config, request);
const seal = quarantineSeal(config);
const translator = (): { translate: typeof translate } => ({ translate });
const ingest = { config: () => config, translator, append, keep: createKeep(config), now: () => new Date(Date.now()) };
const app = new Hono<{ Bindings: Cloudflare.Env }>();
app.route('/', trackingLogRoutes(ingest));
app.route('/', xapiRoutes(ingest));
const access = (bindings: Cloudflare.Env): object => ({ config, outbox: bindings.OUTBOX, seal, translator, append });
// What the routes need is what access gives; its type is spelt out there.
const resolve = access as Parameters<typeof quarantineRoutes<Cloudflare.Env>>[0];
app.route('/', quarantineRoutes(resolve));
app.route('/', moveQuarantineRoutes(resolve));

async function call(path: string, init: RequestInit, token: string): Promise<{ status: number; body: unknown }> {
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${token}`);
  const response = await app.request(path, { ...init, headers }, env);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

async function send(...events: unknown[]): Promise<Record<string, unknown>> {
  const answer = await call('/v1/tracking-logs', { method: 'POST', body: JSON.stringify(events) }, 'source-key');
  expect(answer.status).toBe(200);
  return answer.body as Record<string, unknown>;
}

const xapi = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
const sendStatements = (...statements: unknown[]): ReturnType<typeof call> =>
  call('/xapi/statements', { method: 'POST', body: JSON.stringify(statements), headers: xapi }, 'source-key');

const list = async (query = ''): Promise<unknown> => (await call(`/v1/quarantine${query}`, {}, 'admin-token')).body;
const ids = async (query = ''): Promise<string[]> =>
  ((await list(query)) as { records: { id: string }[] }).records.map(({ id }) => id);
const move = (what: string, body: unknown): ReturnType<typeof call> =>
  call(`/v1/quarantine/${what}`, { method: 'POST', body: JSON.stringify(body) }, 'admin-token');

const none = {
  replayed: 0,
  emitted: 0,
  skipped: 0,
  duplicates: 0,
  unmapped: 0,
  failed: 0,
  invalid: 0,
  unopened: 0,
  events: 0,
};
const done = { problems: [], more: false, next: null };

let second = 0;

/** Tests share the outbox, whose clock must not go back. */
let hours = 0;
const now = (): string => new Date(Date.now()).toISOString();

/** A tracking event that no other test sends. */
function event(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const time = new Date(Date.UTC(2026, 2, 2, 9, 0, second++)).toISOString();
  return { name, event_source: 'server', time, username: 'anna', context: { user_id: 3 }, event: {}, ...more };
}

const statement = {
  actor: { mbox: 'mailto:anna@example.edu', name: 'Anna Person' },
  verb: { id: 'https://acme.example/verbs/greeted' },
  object: { id: 'https://acme.example/things/1' },
};

/** Ids of all events that wait. */
async function sent(): Promise<string[]> {
  const receiver = receivers({ udp: ok });
  for (const shard of outboxShards(env.OUTBOX, config)) await ring(shard);
  return receiver.requests.flatMap((envelope) => envelope.ids).sort();
}

beforeEach(async () => {
  freeze();
  pass(3_600_000 * hours++);
  rules = {};
  await move('drop', {});
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an event that no rule handles', () => {
  test('is listed with its facts and its fields, and no value', async () => {
    const answer = await send(
      event('acme.widget.opened', {
        event: { widget: 'secret', count: 3, list: [{ a: null }, { a: 'x' }], anna: true, 'Anna Person': 1, empty: {} },
      }),
    );
    expect(answer).toMatchObject({ received: 1, unmapped: 1 });
    const { records, next } = (await list()) as { records: Record<string, unknown>[]; next: unknown };
    expect(next).toBe(null);
    expect(records).toEqual([
      {
        id: expect.stringMatching(/^[01]\.\d+$/) as string,
        received: now(),
        source: 'lms',
        name: 'acme.widget.opened',
        kind: 'unmapped',
        code: 'NO_RULE',
        message: 'no rule handles acme.widget.opened',
        bytes: expect.any(Number) as number,
        fields: {
          name: 'string',
          event_type: 'string',
          event_source: 'string',
          'event.widget': 'string',
          'event.count': 'number',
          'event.list[].a': 'null | string',
          "event.'(an unusual name)'": 'boolean | number',
          'event.empty': 'object',
          time: 'string',
          username: 'string',
          'context.user_id': 'string',
        },
      },
    ]);
  });

  test('arrives after the rule is there, with the id that it has when it is sent', async () => {
    const late = event('acme.widget.opened');
    const direct = event('acme.widget.opened');
    await send(late);
    rules = { 'acme.widget.opened': 'emitted' };
    expect(await move('replay', { name: 'acme.widget.opened' })).toEqual({
      status: 200,
      body: { ...none, ...done, replayed: 1, emitted: 1, events: 1 },
    });
    expect(await ids()).toEqual([]);
    expect(await sent()).toHaveLength(1);
    expect(await send(late)).toMatchObject({ emitted: 0, duplicates: 1 });
    expect(await send(direct)).toMatchObject({ emitted: 1, duplicates: 0 });
    expect(await sent()).toHaveLength(1);
  });

  test('is no second event when it came another way meanwhile', async () => {
    const late = event('acme.twice');
    await send(late);
    rules = { 'acme.twice': 'emitted' };
    await send(late);
    expect((await move('replay', {})).body).toEqual({ ...none, ...done, replayed: 1, duplicates: 1 });
    expect(await ids()).toEqual([]);
    expect(await sent()).toHaveLength(1);
  });

  test('is no second event when a replay was cut off between storing and deleting', async () => {
    await send(event('acme.crash'), event('acme.crash'));
    rules = { 'acme.crash': 'emitted' };
    for (const shard of outboxShards(env.OUTBOX, config)) {
      const { records } = await shard.quarantined({ cursor: 0, limit: 9 });
      await replayRecords(records, { config, seal, translator, append });
    }
    expect((await move('replay', {})).body).toEqual({ ...none, ...done, replayed: 2, duplicates: 2 });
    expect(await sent()).toHaveLength(2);
  });

  test('stays while its events have no room', async () => {
    await send(event('acme.full'));
    const [id] = await ids();
    rules = { 'acme.full': 'emitted' };
    const full = new Hono<{ Bindings: Cloudflare.Env }>();
    const refuse = (): ReturnType<typeof append> =>
      Promise.resolve({ ok: false, reason: 'full', retryAfterSeconds: 30 });
    full.route(
      '/',
      moveQuarantineRoutes<Cloudflare.Env>((bindings) => ({ ...resolve(bindings), append: refuse })),
    );
    const headers = { Authorization: 'Bearer admin-token' };
    const answer = await full.request('/v1/quarantine/replay', { method: 'POST', body: '{}', headers }, env);
    expect(answer.headers.get('Retry-After')).toBe('30');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        type: 'about:blank',
        title: 'Service Unavailable',
        status: 503,
        code: 'OUTBOX_FULL',
        detail: 'the outbox is full: records that were not replayed are still kept; replay them when there is room',
      },
    ]);
    expect(await list()).toMatchObject({ records: [{ id, code: 'NO_RULE' }] });
    expect((await move('replay', {})).body).toMatchObject({ emitted: 1 });
    expect(await sent()).toHaveLength(1);
  });

  test('goes when the new rule skips it, and stays with the new reason when it fails', async () => {
    await send(event('acme.skipped'), event('acme.failing'), event('acme.still'));
    rules = { 'acme.skipped': 'skipped', 'acme.failing': 'failed' };
    const [failing] = await ids('?name=acme.failing');
    const [still] = await ids('?name=acme.still');
    const { body } = (await move('replay', {})) as { body: { problems: { id: string }[] } };
    body.problems.sort((a, b) => (JSON.stringify(a) > JSON.stringify(b) ? -1 : 1));
    const expected = [
      { id: still, name: 'acme.still', outcome: 'unmapped', code: 'NO_RULE', message: 'no rule handles acme.still' },
      {
        ...{ id: failing, name: 'acme.failing', outcome: 'failed', code: 'MISSING' },
        ...{ message: 'event.id is missing', rule: 'the-rule' },
      },
    ].sort((a, b) => (JSON.stringify(a) > JSON.stringify(b) ? -1 : 1));
    expect(body).toEqual({ ...none, ...done, replayed: 3, skipped: 1, unmapped: 1, failed: 1, problems: expected });
    expect(await list('?group=name')).toEqual({
      groups: ['failing', 'still'].map((name) => ({
        ...{ source: 'lms', name: `acme.${name}`, count: 1 },
        ...(name === 'still' ? { kind: 'unmapped', code: 'NO_RULE' } : { kind: 'failed', code: 'MISSING' }),
        ...{ oldest: now(), newest: now() },
      })),
    });
  });
});

describe('an invalid statement', () => {
  const bad = { ...statement, object: { id: 'https://acme.example/things/2', objectType: 'GroupActivity' } };

  test('is kept, and becomes an event with the id that its sender was told', async () => {
    rules = { [statement.verb.id]: 'emitted' };
    const { body } = await sendStatements(bad, { ...statement, id: '0a1b2c3d-0000-4000-8000-000000000001' });
    const [told] = body as string[];
    expect(await list()).toMatchObject({
      records: [
        {
          ...{ name: 'https://acme.example/verbs/greeted', kind: 'invalid', code: 'WRONG_OBJECT_TYPE' },
          fields: { 'actor.mbox': 'string', 'actor.name': 'string', 'verb.id': 'string', 'object.id': 'string' },
        },
      ],
    });
    expect((await move('replay', {})).body).toMatchObject({ replayed: 1, invalid: 1 });
    const [source] = config.sources;
    source?.compat.push('openedx-erb');
    try {
      expect((await move('replay', {})).body).toEqual({ ...none, ...done, replayed: 1, emitted: 1, events: 1 });
    } finally {
      source?.compat.pop();
    }
    expect(await sent()).toContain(eventId(`xapi:${String(told)}`, 'the-rule', 0));
  });

  test('keeps the time of receipt and its id when no rule handled it', async () => {
    const { body } = await sendStatements(statement);
    const [told] = body as string[];
    rules = { [statement.verb.id]: 'emitted' };
    expect((await move('replay', { kind: 'unmapped' })).body).toMatchObject({ emitted: 1 });
    expect(await sent()).toEqual([eventId(`xapi:${String(told)}`, 'the-rule', 0)]);
  });
});

describe('a record that cannot be opened', () => {
  test('stays, and says what is missing', async () => {
    await send(event('acme.lost'));
    const [id] = await ids();
    const other = new Hono<{ Bindings: Cloudflare.Env }>();
    const off = { ...config, pseudonymSecret: new Uint8Array(32).fill(9) };
    delete off.quarantine;
    const resolveOther = (bindings: Cloudflare.Env): ReturnType<typeof resolve> => ({
      ...resolve(bindings),
      seal: quarantineSeal(off),
    });
    other.route('/', moveQuarantineRoutes(resolveOther));
    other.route('/', quarantineRoutes(resolveOther));
    const headers = { Authorization: 'Bearer admin-token' };
    const replay = await other.request('/v1/quarantine/replay', { method: 'POST', body: '{}', headers }, env);
    expect(await replay.json()).toEqual({
      ...none,
      ...done,
      replayed: 1,
      unopened: 1,
      problems: [
        {
          ...{ id, name: 'acme.lost', outcome: 'unopened', code: 'KEY_MISSING' },
          message: 'the record was sealed with a key that is not there: put the key back into QUARANTINE_KEYS',
        },
      ],
    });
    const listed = await other.request('/v1/quarantine', { headers }, env);
    expect(await listed.json()).toMatchObject({ records: [{ id, fields: null, unopened: 'KEY_MISSING' }] });
    expect(await ids()).toEqual([id]);
  });
});

test('a replay takes up to 1,000 records, and goes on where it is told', async () => {
  const { quarantine, outboxBytes } = testConfig;
  Object.assign(testConfig, { quarantine: { ...quarantine, bytes: 5_000_000 }, outboxBytes: 10_000_000 });
  try {
    for (let part = 0; part < 3; part++) await send(...Array.from({ length: 500 }, () => event('acme.many')));
    const first = (await move('replay', { kind: 'unmapped' })).body as {
      replayed: number;
      more: boolean;
      next: string;
    };
    expect(first).toMatchObject({ replayed: 1000, unmapped: 1000, more: true });
    const next = await move('replay', { kind: 'unmapped', cursor: first.next });
    expect(next.body).toMatchObject({ replayed: 500, unmapped: 500, more: false, next: null });
    const pages: string[] = [];
    for (let cursor: string | null = '0.0'; cursor !== null;) {
      const page = (await list(`?limit=400&cursor=${cursor}`)) as { records: { id: string }[]; next: string | null };
      pages.push(...page.records.map(({ id }) => id));
      cursor = page.next;
    }
    expect(new Set(pages).size).toBe(1500);
    expect(pages).toHaveLength(1500);
    const dropped = (await move('drop', {})).body;
    expect(dropped).toEqual({ count: 1500, more: false });
  } finally {
    Object.assign(testConfig, { quarantine, outboxBytes });
  }
});

describe('the routes', () => {
  test.each([
    ['GET', '/v1/quarantine'],
    ['POST', '/v1/quarantine/replay'],
    ['POST', '/v1/quarantine/drop'],
  ])('are for the administrator: %s %s', async (method, path) => {
    expect((await call(path, { method }, 'source-key')).status).toBe(401);
    expect((await call(path, { method: 'PUT' }, 'admin-token')).status).toBe(405);
  });

  test.each(['?kind=other', '?before=yesterday', '?cursor=3', '?group=kind'])('refuse %s', async (query) => {
    expect(await call(`/v1/quarantine${query}`, {}, 'admin-token')).toMatchObject({
      status: 400,
      body: { code: 'BAD_FILTER' },
    });
  });

  test.each([
    ['replay', { nmae: 'acme.new' }],
    ['replay', { ids: ['1'] }],
    ['replay', { ids: '0.1' }],
    ['replay', { cursor: '1' }],
    ['replay', { kind: 'other' }],
    ['replay', []],
    ['drop', { cursor: '0.0' }],
    ['drop', { before: 'yesterday' }],
    ['drop', { name: 3 }],
  ])('refuse to %s %j', async (what, body) => {
    expect(await move(what, body)).toMatchObject({ status: 400, body: { code: 'BAD_FILTER' } });
  });

  test('refuse more ids than a statement has room for, and take fewer', async () => {
    const many = Array.from({ length: 10_001 }, (_, number) => `0.${900_000_000_000_000 + number}`);
    expect(await move('drop', { ids: many })).toMatchObject({ status: 400, body: { code: 'BAD_FILTER' } });
    expect((await move('drop', { ids: many.slice(1) })).body).toEqual({ count: 0, more: false });
  });

  test('replay and drop the records that are named', async () => {
    await send(event('acme.a'), event('acme.b'), event('acme.c'));
    const [a, b] = [await ids('?name=acme.a'), await ids('?name=acme.b')];
    expect((await move('replay', { ids: a })).body).toMatchObject({ replayed: 1, unmapped: 1 });
    expect((await move('drop', { ids: [...a, ...b] })).body).toEqual({ count: 2, more: false });
    expect(await list('?group=name')).toMatchObject({ groups: [{ name: 'acme.c', count: 1 }] });
  });
});
