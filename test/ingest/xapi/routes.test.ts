import { describe, expect, it } from 'vitest';
import { call, id, refusal, statement, type Call } from './call.ts';

describe('POST', () => {
  it('answers 200 with the ids in their order, once all is stored', async () => {
    const { status, text, stored, headers } = await call({ body: [{ ...statement, id: id.toUpperCase() }, statement] });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual([id, '7d2fc0ff-5c97-5aa9-adbc-878f4cb9aef3']);
    expect(headers.get('Content-Type')).toBe('application/json');
    expect(headers.get('X-Experience-API-Version')).toBe('1.0.3');
    expect(headers.get('X-Experience-API-Consistent-Through')).toBe('2026-05-04T12:00:09.000Z');
    expect(stored).toEqual([
      {
        records: [
          {
            index: 0,
            rule: 'media-played',
            source: 'lms',
            shardKey: 'urn:a',
            events: [{ id: `urn:uuid:${id}`, text: '{}' }],
          },
          {
            index: 1,
            rule: 'media-played',
            source: 'lms',
            shardKey: 'urn:a',
            events: [{ id: 'urn:uuid:7d2fc0ff-5c97-5aa9-adbc-878f4cb9aef3', text: '{}' }],
          },
        ],
        counts: {},
        unmapped: {},
      },
    ]);
  });

  it('answers a single statement with a list of one id, and no statement with an empty list', async () => {
    expect(JSON.parse((await call({ body: { ...statement, id } })).text)).toEqual([id]);
    const none = await call({ body: [] });
    expect([none.status, none.text, none.stored]).toEqual([200, '[]', []]);
  });

  it('answers a statement that came before as it did then', async () => {
    const { status, text } = await call({ body: { ...statement, id }, result: { ok: true, duplicates: [0] } });
    expect([status, text]).toEqual([200, `["${id}"]`]);
  });

  it.each([
    '/xapi/statements/',
    '/xapi//statements',
    '//xapi//statements//',
    '/xapi/statements?',
    '/xapi/statements?launch=1',
  ])('is understood at %s', async (path) => {
    expect((await call({ path: path.replace(/^\/\//, '/'), body: statement })).status).toBe(200);
  });

  it.each([
    ['1.0', '1.0.3'],
    ['1.0.1', '1.0.3'],
    ['2.0.0', '2.0.0'],
    ['2.0.1', '2.0.0'],
  ])('in version %s is answered in %s', async (asked, answered) => {
    const { status, headers } = await call({ headers: { 'X-Experience-API-Version': asked }, body: statement });
    expect([status, headers.get('X-Experience-API-Version')]).toEqual([200, answered]);
  });

  it('judges statements by the version of the request', async () => {
    const modern = { ...statement, version: '2.0.0' };
    expect((await call({ headers: { 'X-Experience-API-Version': '2.0.0' }, body: modern })).status).toBe(200);
    const answer = await call({ headers: { 'X-Experience-API-Version': '1.0.3' }, body: modern });
    expect(refusal(answer)).toEqual({
      status: 400,
      code: 'INVALID_STATEMENT',
      detail: 'nothing was stored, since 1 of 1 statements cannot be accepted: $.version must be 1.0.x.',
    });
    // Statements of the older line are welcome in the newer one.
    const old = { ...statement, version: '1.0.0' };
    expect((await call({ headers: { 'X-Experience-API-Version': '2.0.0' }, body: old })).status).toBe(200);
  });

  it('refuses a request with an id twice, in both versions', async () => {
    for (const version of ['1.0.3', '2.0.0']) {
      const body = [
        { ...statement, id },
        { ...statement, id: id.toUpperCase() },
      ];
      const answer = await call({ headers: { 'X-Experience-API-Version': version }, body });
      expect([answer.stored, refusal(answer)]).toEqual([
        [],
        {
          status: 400,
          code: 'INVALID_STATEMENT',
          detail:
            'nothing was stored, since 1 of 2 statements cannot be accepted: $[1].id is also the id of $[0]; each id may stand once in a request.',
        },
      ]);
    }
  });

  it.each(['', '0.95', '1.1.0', '3.0.0', '1.0.3, 2.0.0'])('in version "%s" is refused', async (asked) => {
    const answer = await call({ headers: { 'X-Experience-API-Version': asked }, body: statement });
    expect(refusal(answer)).toEqual({
      status: 400,
      code: 'WRONG_VERSION',
      detail: 'the header X-Experience-API-Version must be 1.0, 1.0.x or 2.0.x',
    });
    expect(answer.headers.get('X-Experience-API-Version')).toBe('1.0.3');
  });

  it('stores nothing when one statement is bad, and says which and where', async () => {
    const answer = await call({
      body: [statement, { ...statement, verb: { id: 'played' } }, { ...statement, result: null }],
    });
    expect([answer.status, answer.stored]).toEqual([400, []]);
    expect(JSON.parse(answer.text)).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'INVALID_STATEMENT',
      detail:
        'nothing was stored, since 2 of 3 statements cannot be accepted: $[1].verb.id must be an IRI with a scheme, e.g. https://….',
      problems: [
        {
          index: 1,
          path: '$[1].verb.id',
          code: 'NOT_AN_IRI',
          message: '$[1].verb.id must be an IRI with a scheme, e.g. https://….',
          section: 'Data 4.3',
        },
        {
          index: 2,
          path: '$[2].result',
          code: 'NULL_VALUE',
          message: '$[2].result is null; leave the property out instead.',
          section: 'Data 2.2',
        },
      ],
    });
  });

  it.each([
    [
      'what is not JSON',
      { body: '{"actor":' },
      400,
      'NOT_JSON',
      'the body is not JSON: send one statement, or a list of statements',
    ],
    [
      'a form',
      { body: 'a=b', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
      400,
      'WRONG_CONTENT_TYPE',
      'the Content-Type must be application/json or multipart/mixed',
    ],
    ['no body', {}, 400, 'EMPTY_BODY', 'the body is empty: send at least one record'],
    [
      'too many statements',
      { body: [statement, statement, statement, statement] },
      413,
      'TOO_MANY_RECORDS',
      'the body has more than 3 statements (MAX_RECORDS): send smaller batches',
    ],
  ])('refuses %s', async (_name, request: Call, status, code, detail) => {
    expect(refusal(await call(request))).toEqual({ status, code, detail });
  });

  it('refuses a body over the limit with 413, and an encoding that it cannot read with 415', async () => {
    expect((await call({ body: ' '.repeat(120_001) })).status).toBe(413);
    expect((await call({ body: statement, headers: { 'Content-Encoding': 'br' } })).status).toBe(415);
  });

  it('asks who it is', async () => {
    const { status, headers } = await call({ body: statement, headers: { Authorization: '' } });
    expect([status, headers.get('WWW-Authenticate')]).toEqual([
      401,
      'Bearer, Basic realm="caliper-edge", charset="UTF-8"',
    ]);
    const wrong = await call({ body: statement, headers: { Authorization: `Basic ${btoa('lms:other')}` } });
    expect([wrong.status, wrong.stored]).toEqual([401, []]);
    expect(
      (await call({ body: statement, headers: { Authorization: `Basic ${btoa('lms:source-key')}` } })).status,
    ).toBe(200);
  });

  it('says when to come again while nothing can be stored', async () => {
    const answer = await call({ body: statement, result: { ok: false, reason: 'full', retryAfterSeconds: 17 } });
    expect(answer.headers.get('Retry-After')).toBe('17');
    expect(refusal(answer)).toEqual({
      status: 503,
      code: 'OUTBOX_FULL',
      detail: 'the outbox is full, since destinations take nothing: nothing was stored, send it again later',
    });
  });
});

describe('PUT', () => {
  it.each([
    ['with the id', { ...statement, id: id.toUpperCase() }],
    ['without the id', statement],
  ])('stores a statement %s and answers 204', async (_name, body) => {
    const { status, text, stored } = await call({ method: 'PUT', path: `/xapi/statements?statementId=${id}`, body });
    expect([status, text]).toEqual([204, '']);
    expect(stored.flatMap(({ records }) => records.flatMap(({ events }) => events))).toEqual([
      { id: `urn:uuid:${id}`, text: '{}' },
    ]);
  });

  it.each([
    [
      'without statementId',
      '',
      statement,
      'WRONG_STATEMENT_ID',
      'PUT needs the parameter statementId, a UUID (the name is case-sensitive)',
    ],
    [
      'with its name in another case',
      `?statementid=${id}`,
      statement,
      'WRONG_STATEMENT_ID',
      'PUT needs the parameter statementId, a UUID (the name is case-sensitive)',
    ],
    [
      'with another id in the body',
      `?statementId=${id}`,
      { ...statement, id: id.replace('1', '2') },
      'WRONG_STATEMENT_ID',
      '$.id is not the parameter statementId',
    ],
    [
      'with a list',
      `?statementId=${id}`,
      [statement],
      'NOT_ONE_STATEMENT',
      'PUT takes one statement; send several with POST',
    ],
  ])('is refused %s', async (_name, query, body, code, detail) => {
    const answer = await call({ method: 'PUT', path: `/xapi/statements${query}`, body });
    expect(refusal(answer)).toEqual({ status: 400, code, detail });
    expect(answer.stored).toEqual([]);
  });
});

describe('the other resources', () => {
  it('about tells the versions, to anyone', async () => {
    const { status, text, headers } = await call({
      method: 'GET',
      path: '/xapi/about',
      headers: { Authorization: '', 'X-Experience-API-Version': '' },
    });
    expect([status, text]).toEqual([200, '{"version":["1.0.3","2.0.0"],"extensions":{}}']);
    expect(headers.get('X-Experience-API-Version')).toBe('1.0.3');
  });

  it('OPTIONS tells browsers what they may send', async () => {
    const { status, headers } = await call({
      method: 'OPTIONS',
      headers: { Authorization: '', 'X-Experience-API-Version': '' },
    });
    expect(status).toBe(204);
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')))).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, OPTIONS',
      'access-control-allow-headers':
        'Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match, Content-Encoding',
      'access-control-expose-headers':
        'X-Experience-API-Version, X-Experience-API-Consistent-Through, ETag, Last-Modified, Retry-After',
      'access-control-max-age': '86400',
    });
  });

  it.each([
    ['GET', '/xapi/statements', '1.0.3', 405],
    ['HEAD', '/xapi/statements', '1.0.3', 405],
    ['DELETE', '/xapi/statements', '1.0.3', 405],
    ['GET', '/xapi/statements', '', 400],
    ['GET', '/xapi/activities/state', '1.0.3', 404],
    ['PUT', '/xapi/activities/state', '2.0.0', 404],
    ['GET', '/xapi/agents/profile', '', 400],
    ['POST', '/xapi/about', '1.0.3', 405],
  ])('%s %s in version "%s" is answered %i', async (method, path, version, status) => {
    const answer = await call({ method, path, headers: { 'X-Experience-API-Version': version } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(answer.headers.get('X-Experience-API-Version')).toBe(version === '' ? '1.0.3' : version);
  });
});
