import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createAssign } from '../../src/external-ids/assign.ts';
import { externalIdRoutes, externalIdsOf } from '../../src/external-ids/routes.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { testConfig } from './config.ts';

const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
const second = Uint8Array.from({ length: 32 }, (_, index) => index + 32);
const learner = (id: string, of = secret): string => createPseudonyms(of)('learner', id);
const anna = 'eeeeeeee-0000-4000-8000-00000000000a';
const bert = 'eeeeeeee-0000-4000-8000-00000000000b';

let sites = 0;

/** The routes over a site of its own. */
function world(more: Partial<typeof testConfig> = {}): {
  call: (
    method: string,
    body?: BodyInit,
    init?: RequestInit & { path?: string },
  ) => Promise<{ status: number; body: unknown }>;
  lookup: (...pseudonyms: string[]) => Promise<(string | null)[]>;
  store: ReturnType<typeof externalIdsOf>;
  changes: () => number;
} {
  const lms = `https://lms-${sites++}.example.edu`;
  const source = { name: 'lms', lms, keys: ['source-key'], compat: [], onInvalid: 'reject' as const };
  const config = { ...testConfig, pseudonymSecret: secret, sources: [source], ...more };
  let changes = 0;
  const app = new Hono<{ Bindings: Cloudflare.Env }>();
  app.route(
    '/',
    externalIdRoutes<Cloudflare.Env>((bindings) => ({
      config,
      externalIds: bindings.EXTERNAL_IDS,
      changed: () => {
        changes++;
      },
    })),
  );
  const store = externalIdsOf(env.EXTERNAL_IDS, lms);
  return {
    store,
    changes: () => changes,
    lookup: async (...pseudonyms) => store.lookup(pseudonyms),
    call: async (method, body, { path = '/v1/external-ids', headers, ...init } = {}) => {
      const all = { Authorization: 'Bearer admin-token', ...(headers as Record<string, string> | undefined) };
      const response = await app.request(
        path,
        { method, ...(body !== undefined && { body }), headers: all, ...init },
        env,
      );
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
  };
}

const table = `user_id,external_user_id,username\n31,${anna},jane_doe\n32,${bert},\n`;
const report = { source: 'lms', read: 2, added: 2, changed: 0, unchanged: 0, faulty: 0, problems: [], externalIds: 2 };

describe('importing external ids', () => {
  test('stores them by the pseudonyms of user ids and names, and tells how many', async () => {
    const { call, lookup, changes } = world();
    expect(await call('POST', table)).toEqual({ status: 200, body: report });
    expect(
      await lookup(learner('31'), learner('32'), learner('33'), createPseudonyms(secret)('username', 'jane_doe')),
    ).toEqual([anna, bert, null, anna]);
    expect(changes()).toBe(1);
    expect(await call('GET')).toEqual({ status: 200, body: { source: 'lms', externalIds: 2, inUse: false } });
  });

  test('again changes nothing, also after the store was evicted', async () => {
    const { call, store } = world();
    await call('POST', table);
    await evictDurableObject(store);
    expect((await call('POST', table)).body).toEqual({ ...report, added: 0, unchanged: 2 });
  });

  test('stores no user id and no user name', async () => {
    const { call, store } = world();
    await call('POST', `user_id,external_user_id,username\n987654321,${anna},jane_doe\n`);
    const rows = await runInDurableObject(store, (_, { storage }) =>
      storage.sql
        .exec('SELECT hex(pseudonym) AS pseudonym, hex(external) AS external, is_user FROM external_id')
        .toArray(),
    );
    const hex = (uuid: string): string => uuid.replaceAll('-', '').toUpperCase();
    expect(rows).toEqual(
      [
        { pseudonym: hex(learner('987654321')), external: hex(anna), is_user: 1 },
        { pseudonym: hex(createPseudonyms(secret)('username', 'jane_doe')), external: hex(anna), is_user: 0 },
      ].sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1)),
    );
  });

  test('changes the id of a user, with the names that it had, and adds a name', async () => {
    const { call, lookup } = world();
    const name = (text: string): string => createPseudonyms(secret)('username', text);
    await call('POST', `user_id,external_user_id,username\n31,${anna},jane\n`);
    const changed = await call('POST', `user_id,external_user_id\n31,${bert}\n`);
    expect(changed.body).toMatchObject({ changed: 1, externalIds: 1 });
    expect(await lookup(learner('31'), name('jane'))).toEqual([bert, bert]);
    const named = await call('POST', `user_id,external_user_id,username\n31,${bert},jane_doe\n`);
    expect(named.body).toMatchObject({ changed: 1, externalIds: 1 });
    expect(await lookup(learner('31'), name('jane'), name('jane_doe'))).toEqual([bert, bert, bert]);
  });

  test('never gives two users one id, within a table or later', async () => {
    const { call, lookup } = world();
    const message = (line: number): string =>
      `line ${line}: the external id is that of another user; if the table is right, delete what is there, and import it again`;
    const twice = await call('POST', `user_id,external_user_id\n31,${anna}\n32,${anna}\n`);
    expect(twice).toMatchObject({
      status: 200,
      body: { added: 1, faulty: 1, problems: [{ line: 3, code: 'TAKEN', message: message(3) }] },
    });
    const later = await call('POST', `user_id,external_user_id\n33,${anna}\n`);
    expect(later).toMatchObject({
      status: 400,
      body: { code: 'NOTHING_READABLE', faulty: 1, problems: [{ line: 2, code: 'TAKEN', message: message(2) }] },
    });
    expect(await lookup(learner('31'), learner('32'), learner('33'))).toEqual([anna, null, null]);
  });

  test('takes a table that was imported before a rotation again, for the new pseudonyms too', async () => {
    const lms = 'https://lms-rotation.example.edu';
    const sources = [{ name: 'lms', lms, keys: ['k'], compat: [], onInvalid: 'reject' as const }];
    const before = world({ sources });
    await before.call('POST', table);
    const after = world({ sources, pseudonymRotation: [{ from: '2027-01-01T00:00:00.000Z', secret: second }] });
    expect((await after.call('POST', table)).body).toMatchObject({ added: 0, changed: 2, faulty: 0, externalIds: 2 });
    expect(await externalIdsOf(env.EXTERNAL_IDS, lms).lookup([learner('31'), learner('31', second)])).toEqual([
      anna,
      anna,
    ]);
    // The first secret is gone for good, and the second has its place.
    const promoted = world({ sources, pseudonymSecret: second });
    expect((await promoted.call('POST', table)).body).toMatchObject({ unchanged: 2, faulty: 0, externalIds: 2 });
  });

  test('takes more lines than one call stores, and more look-ups than one statement has room for', async () => {
    const { call, lookup } = world();
    const ids = Array.from(
      { length: 2_500 },
      (_, index) => `eeeeeeee-0000-4000-8000-${String(index).padStart(12, '0')}`,
    );
    const lines = ids.map((external, index) => `${index + 1},${external}`).join('\n');
    expect((await call('POST', `user_id,external_user_id\n${lines}`)).body).toMatchObject({
      added: 2_500,
      externalIds: 2_500,
    });
    const asked = [...ids.map((_, index) => learner(String(index + 1))), ...Array.from({ length: 20_000 }, () => bert)];
    const found = await lookup(...asked, learner('2500'));
    expect(found.slice(0, 2_500)).toEqual(ids);
    expect(found.slice(2_500, -1).every((id) => id === null)).toBe(true);
    expect(found.at(-1)).toBe(ids.at(-1));
  });

  test('reads gzip', async () => {
    const { call } = world();
    const zipped = new Response(new Blob([table]).stream().pipeThrough(new CompressionStream('gzip')));
    const body = await zipped.arrayBuffer();
    expect(await call('POST', body, { headers: { 'Content-Encoding': 'gzip' } })).toEqual({
      status: 200,
      body: report,
    });
  });

  test('refuses what it cannot read, and says why', async () => {
    const { call } = world();
    const told = async (body: BodyInit | undefined, headers = {}): Promise<unknown[]> => {
      const { status, body: problem } = await call('POST', body, { headers });
      const { code, detail } = problem as Record<string, unknown>;
      return [status, code, detail];
    };
    const header = 'the first line must name the columns: user_id,external_user_id and, if there, username';
    expect(await told(undefined)).toEqual([400, 'NO_HEADER', header]);
    expect(await told('')).toEqual([400, 'NO_HEADER', header]);
    expect(await told(`31,${anna}`)).toEqual([400, 'NO_HEADER', header]);
    expect(await told(table, { 'Content-Encoding': 'br' })).toEqual([
      415,
      'UNSUPPORTED_ENCODING',
      'Content-Encoding must be gzip, or none',
    ]);
    expect(await told('no gzip', { 'Content-Encoding': 'gzip' })).toEqual([
      400,
      'BODY_CUT',
      'the body could not be read to its end: send it again; what was stored already is recognised',
    ]);
  });
});

describe('the routes', () => {
  test("are the administrator's", async () => {
    const { call } = world();
    for (const method of ['POST', 'GET', 'DELETE']) {
      const { status, body } = await call(method, undefined, { headers: { Authorization: 'Bearer source-key' } });
      expect([status, body]).toMatchObject([401, { code: 'ADMIN_TOKEN' }]);
    }
    expect((await call('PUT')).status).toBe(405);
  });

  test('want to know the source where there are several', async () => {
    const source = (name: string) => ({
      ...{ name, lms: `https://${name}-several.example.edu`, keys: [name], compat: [], onInvalid: 'reject' as const },
    });
    const { call } = world({ sources: [source('a'), source('b')] });
    const problem = {
      code: 'UNKNOWN_SOURCE',
      detail: 'the parameter source must be the name of a source: user ids mean something within its site only',
    };
    expect(await call('POST', table)).toMatchObject({ status: 400, body: problem });
    expect(await call('GET', undefined, { path: '/v1/external-ids?source=c' })).toMatchObject({
      status: 400,
      body: problem,
    });
    expect(await call('POST', table, { path: '/v1/external-ids?source=b' })).toMatchObject({
      status: 200,
      body: { source: 'b' },
    });
    const count = async (name: string): Promise<unknown> =>
      (await call('GET', undefined, { path: `/v1/external-ids?source=${name}` })).body;
    expect([await count('a'), await count('b')]).toMatchObject([{ externalIds: 0 }, { externalIds: 2 }]);
  });

  test('delete all external ids of a site, and it can be imported anew', async () => {
    const { call, lookup, changes } = world({ externalIds: true });
    await call('POST', table);
    expect(await call('DELETE')).toEqual({ status: 200, body: { source: 'lms', deleted: 2 } });
    expect(await lookup(learner('31'))).toEqual([null]);
    expect(changes()).toBe(2);
    expect(await call('GET')).toEqual({ status: 200, body: { source: 'lms', externalIds: 0, inUse: true } });
    expect(await call('POST', table)).toEqual({ status: 200, body: report });
  });
});

test('what was imported is what the events of a request get, in one call', async () => {
  const { call, store } = world();
  await call('POST', table);
  const calls: string[][] = [];
  const lookup = async (asked: string[]): Promise<(string | null)[]> => {
    calls.push(asked);
    return store.lookup(asked);
  };
  const assign = createAssign(
    () => ({ lookup }),
    () => 0,
  );
  const name = createPseudonyms(secret)('username', 'jane_doe');
  const records = [[learner('31')], [name, learner('33')], [learner('31')]].map((learners, index) => ({
    ...{ index, rule: 'video-paused', source: 'lms', events: [], learners },
  }));
  const assigned = await assign({ records, counts: {}, unmapped: {} }, () => 'site');
  expect(assigned.records.map(({ external }) => external)).toEqual([
    { [learner('31')]: anna },
    { [name]: anna },
    { [learner('31')]: anna },
  ]);
  expect(calls).toHaveLength(1);
});
