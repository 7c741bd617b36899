import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { trackingLogRoutes, type TrackingLogDependencies } from '../../src/ingest/routes.ts';
import type { AppendRequest, AppendResult } from '../../src/outbox/messages.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';

const config: Config = {
  sensorId: 'https://adapter.example.edu/sensors/1',
  sources: [
    { name: 'lms', lms: 'https://lms.example.edu', keys: ['key-of-lms-0123456'], compat: [], onInvalid: 'reject' },
  ],
  destinations: [],
  limits: { bodyBytes: 10_000, records: 8, problems: 2 },
  pseudonymSecret: new Uint8Array(32),
  adminToken: '',
  signingKeys: [],
  shards: 1,
  outboxBytes: 1,
  dedupeDays: 7,
  freeText: false,
  log: 'off',
  inbox: { enabled: false },
};

const rule = { rule: 'played', file: 'mappings/openedx/video.yaml', line: 7 };

/** What the name of the record asks for. */
function translate(record: SourceRecord): RecordOutcome {
  const event = (n: number) => {
    const value = { id: `urn:uuid:${n}`, actor: { id: 'https://lms.example.edu/user/p', type: 'Person' } };
    return { id: value.id, type: 'MediaEvent', value, text: JSON.stringify(value) };
  };
  switch (record.name) {
    case 'emit':
      return { kind: 'emitted', rule, events: [event(1), event(2)] };
    case 'skip':
      return { kind: 'skipped', rule, reason: 'an echo' };
    case 'fail':
      return { kind: 'failed', rule, code: 'MISSING_REQUIRED', message: 'event.id is missing' };
    case 'throw':
      throw new Error('secret');
    default:
      return { kind: 'unmapped' };
  }
}

interface Setup {
  append?: (request: AppendRequest) => Promise<AppendResult>;
  more?: Partial<TrackingLogDependencies>;
}

function adapter({ append, more }: Setup = {}) {
  const stored: AppendRequest[] = [];
  const app = trackingLogRoutes({
    config: () => config,
    translator: () => ({ translate }),
    append: (request) => {
      stored.push(request);
      return append?.(request) ?? Promise.resolve({ ok: true, duplicates: [] });
    },
    ...more,
  });
  const post = async (body: string | Uint8Array, path = '/v1/tracking-logs', headers: Record<string, string> = {}) => {
    const response = await app.request(path, {
      method: 'POST',
      body: body as BodyInit,
      headers: { Authorization: 'Bearer key-of-lms-0123456', ...headers },
    });
    return {
      status: response.status,
      type: response.headers.get('Content-Type'),
      retryAfter: response.headers.get('Retry-After'),
      body: await response.json<Record<string, unknown>>(),
    };
  };
  return { app, post, stored };
}

const named = (...names: string[]): string => JSON.stringify(names.map((name) => ({ name, context: {} })));

describe('POST /v1/tracking-logs', () => {
  test('answers how the records of the body divide', async () => {
    const append = () => Promise.resolve<AppendResult>({ ok: true, duplicates: [1] });
    const { post, stored } = adapter({ append });
    const body = `${named('emit', 'emit', 'skip', 'edx.new', 'fail')}\n`.replaceAll('},', '},\n') + 'no json\n';
    expect(await post(body)).toEqual({
      status: 200,
      type: 'application/json',
      retryAfter: null,
      body: {
        received: 6,
        emitted: 1,
        skipped: 1,
        unmapped: 1,
        failed: 1,
        rejected: 1,
        duplicates: 1,
        events: 2,
        problems: [
          { index: 3, outcome: 'unmapped', name: 'edx.new', code: 'NO_RULE' },
          {
            index: 4,
            outcome: 'failed',
            name: 'fail',
            rule: 'played',
            code: 'MISSING_REQUIRED',
            message: 'event.id is missing',
          },
        ],
        problemsOmitted: 1,
      },
    });
    const events = [1, 2].map((n) => ({
      id: `urn:uuid:${n}`,
      text: `{"id":"urn:uuid:${n}","actor":{"id":"https://lms.example.edu/user/p","type":"Person"}}`,
    }));
    const shardKey = 'https://lms.example.edu/user/p';
    expect(stored).toEqual([
      {
        records: [
          { index: 0, rule: 'played', source: 'lms', shardKey, events },
          { index: 1, rule: 'played', source: 'lms', shardKey, events },
        ],
        counts: { skipped: 1, unmapped: 1, failed: 1, rejected: 1, 'rule.played.skipped': 1, 'rule.played.failed': 1 },
        unmapped: { 'edx.new': 1 },
      },
    ]);
  });

  test('takes a gzip file', async () => {
    const { body } = await adapter().post(gzipSync(named('emit')));
    expect(body).toMatchObject({ received: 1, emitted: 1, events: 2, problems: [] });
  });

  test('shows neither paths nor other odd names', async () => {
    const { post, stored } = adapter();
    const { body } = await post(named('/u/learner', 'learner@example.edu'));
    expect(body['problems']).toEqual([
      { index: 0, outcome: 'unmapped', name: '(a URL path)', code: 'NO_RULE' },
      { index: 1, outcome: 'unmapped', name: '(an unusual name)', code: 'NO_RULE' },
    ]);
    expect(stored[0]?.unmapped).toEqual({ '(a URL path)': 1, '(an unusual name)': 1 });
  });

  test('a translator that throws hurts no other record', async () => {
    const { status, body } = await adapter().post(named('emit', 'throw'));
    expect([status, body['emitted'], body['problems']]).toEqual([
      200,
      1,
      [
        {
          index: 1,
          outcome: 'rejected',
          code: 'INTERNAL_FAULT',
          message: 'throw could not be translated for a fault of this adapter: please report it',
        },
      ],
    ]);
  });

  test('an empty list is a list', async () => {
    const { post, stored } = adapter();
    expect(await post('[]')).toMatchObject({ status: 200, body: { received: 0, problems: [] } });
    expect(stored).toEqual([]);
  });

  test.each<[string, string, number, string, string]>([
    ['an empty body', ' \n', 400, 'EMPTY_BODY', 'the body is empty: send at least one record'],
    ['nothing that can be read', 'a\nb\nc', 400, 'NOTHING_READABLE', 'nothing in the body could be read: see problems'],
    [
      'too many records',
      named(...Array.from({ length: 9 }, () => 'emit')),
      413,
      'TOO_MANY_RECORDS',
      'the body has more than 8 records (MAX_RECORDS): send smaller batches',
    ],
    [
      'too large a body',
      ' '.repeat(10_001),
      413,
      'BODY_TOO_LARGE',
      'the body is larger than 10000 bytes (MAX_BODY_BYTES, counted after decompression): send smaller batches',
    ],
  ])('%s is refused', async (_, body, status, code, detail) => {
    const { post, stored } = adapter();
    const answer = await post(body);
    expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status, code, detail } });
    expect(stored).toEqual([]);
  });

  test('a problem has the members of RFC 9457, a code and what could not be read', async () => {
    const message = (line: number) =>
      `line ${line} is not JSON, or was cut: send JSON objects, one a line or in an array`;
    expect((await adapter().post('a\nb\nc')).body).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'NOTHING_READABLE',
      detail: 'nothing in the body could be read: see problems',
      problems: [
        { index: 0, outcome: 'rejected', code: 'NOT_JSON', message: message(1) },
        { index: 1, outcome: 'rejected', code: 'NOT_JSON', message: message(2) },
      ],
      problemsOmitted: 1,
    });
  });

  test('no key and a wrong key are told apart, and neither body is read', async () => {
    const { post, stored } = adapter();
    expect(await post(named('emit'), undefined, { Authorization: '' })).toMatchObject({
      status: 401,
      body: { code: 'NO_KEY' },
    });
    expect(await post(named('emit'), undefined, { Authorization: 'Bearer x' })).toMatchObject({
      status: 401,
      body: { code: 'WRONG_KEY' },
    });
    expect(stored).toEqual([]);
  });

  test('a full outbox answers 503 and when to come again', async () => {
    const append = () => Promise.resolve<AppendResult>({ ok: false, reason: 'full', retryAfterSeconds: 17 });
    expect(await adapter({ append }).post(named('emit'))).toMatchObject({
      status: 503,
      retryAfter: '17',
      body: { code: 'OUTBOX_FULL' },
    });
  });

  test('an outbox that fails answers 503, and its error is not shown', async () => {
    const append = () => Promise.reject(new Error('secret'));
    const answer = await adapter({ append }).post(named('emit'));
    expect(answer).toMatchObject({ status: 503, retryAfter: '30', body: { code: 'OUTBOX_UNREACHABLE' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('200 waits for the outbox', async () => {
    let stored: (result: AppendResult) => void = () => undefined;
    const append = () => new Promise<AppendResult>((resolve) => (stored = resolve));
    let answered = false;
    const answer = adapter({ append })
      .post(named('emit'))
      .then(({ status }) => {
        answered = true;
        return status;
      });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(answered).toBe(false);
    stored({ ok: true, duplicates: [] });
    expect(await answer).toBe(200);
  });
});

describe('other methods', () => {
  test('HEAD is answered without a key, as health checks ask', async () => {
    const response = await adapter().app.request('/v1/tracking-logs', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test.each([
    ['GET', '/v1/tracking-logs', 'POST, HEAD'],
    ['PUT', '/v1/tracking-logs', 'POST, HEAD'],
    ['GET', '/v1/translate', 'POST'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const response = await adapter().app.request(path, { method });
    expect([response.status, response.headers.get('Allow')]).toEqual([405, allow]);
    expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });
});

describe('POST /v1/translate', () => {
  test('tells what would become of each record, and stores nothing', async () => {
    const { post, stored } = adapter({ more: { findings: () => ['a finding'] } });
    const { status, body } = await post(named('emit', 'skip', 'edx.new', 'fail'), '/v1/translate?source=openedx');
    const actor = { id: 'https://lms.example.edu/user/p', type: 'Person' };
    expect(status).toBe(200);
    expect(body).toMatchObject({ received: 4, emitted: 1, events: 2 });
    expect(body['records']).toEqual([
      {
        index: 0,
        name: 'emit',
        outcome: 'emitted',
        ...rule,
        events: [
          { id: 'urn:uuid:1', actor },
          { id: 'urn:uuid:2', actor },
        ],
        findings: ['a finding', 'a finding'],
      },
      { index: 1, name: 'skip', outcome: 'skipped', ...rule, reason: 'an echo' },
      { index: 2, name: 'edx.new', outcome: 'unmapped', code: 'NO_RULE' },
      { index: 3, name: 'fail', outcome: 'failed', ...rule, code: 'MISSING_REQUIRED', message: 'event.id is missing' },
    ]);
    expect(stored).toEqual([]);
  });

  test('takes xAPI statements where they can be read', async () => {
    const statements = () => () =>
      ({ ok: true, record: { source: 'xapi', name: 'skip', fields: {}, seed: '' } }) as const;
    const { body } = await adapter({ more: { statements } }).post('{"verb":{}}', '/v1/translate?source=xapi');
    expect(body['records']).toEqual([
      { index: 0, name: '(an unusual verb)', outcome: 'skipped', ...rule, reason: 'an echo' },
    ]);
  });

  test('refuses a source that it does not know', async () => {
    expect(await adapter().post('{}', '/v1/translate?source=caliper')).toMatchObject({
      status: 400,
      body: { code: 'UNKNOWN_SOURCE', detail: 'the parameter source must be openedx' },
    });
  });
});
