import { describe, expect, it } from 'vitest';
import { readStatement } from '../../../src/ingest/xapi/statement.ts';
import { call, id, refusal, statement } from './call.ts';

const options = { source: 'lms', lms: 'https://lms.example.edu', received: '2026-05-04T12:00:09.000Z' };
const attempt = '6f5c2a90-1111-4222-8333-944455566677';
const problem = { objectType: 'GroupActivity', id: 'https://lms.example.edu/xblock/p' };

describe('compat "openedx-erb"', () => {
  const read = (properties: Record<string, unknown>, compat: ['openedx-erb'] | [] = ['openedx-erb']): unknown => {
    const reading = readStatement({ ...statement, id, ...properties }, { ...options, compat });
    if (!reading.ok) return reading.code;
    const { object, context, result } = reading.record.fields;
    return { object, context, result, repairs: reading.repairs };
  };

  it('makes a GroupActivity an Activity, wherever it stands', () => {
    const context = { contextActivities: { parent: [problem], other: problem } };
    expect(read({ object: problem, context })).toEqual({
      object: { objectType: 'Activity', id: 'https://lms.example.edu/xblock/p' },
      context: {
        contextActivities: {
          parent: [{ objectType: 'Activity', id: 'https://lms.example.edu/xblock/p' }],
          other: [{ objectType: 'Activity', id: 'https://lms.example.edu/xblock/p' }],
        },
      },
      result: undefined,
      repairs: ['openedx-erb.group-activity', 'openedx-erb.group-activity', 'openedx-erb.group-activity'],
    });
    expect(read({ object: { objectType: 'SubStatement', ...statement, object: problem } })).toMatchObject({
      object: { object: { objectType: 'Activity' } },
      repairs: ['openedx-erb.group-activity'],
    });
    expect(read({ object: problem }, [])).toBe('WRONG_OBJECT_TYPE');
  });

  it('makes an IRI of an activity id that is a bare UUID', () => {
    const context = { contextActivities: { grouping: [{ id: attempt }] } };
    expect(read({ context })).toMatchObject({
      context: { contextActivities: { grouping: [{ id: 'urn:uuid:6f5c2a90-1111-4222-8333-944455566677' }] } },
      repairs: ['openedx-erb.uuid-activity'],
    });
    expect(read({ object: { id: attempt } })).toMatchObject({
      object: { id: 'urn:uuid:6f5c2a90-1111-4222-8333-944455566677' },
      repairs: ['openedx-erb.uuid-activity'],
    });
    expect(read({ context }, [])).toBe('NOT_AN_IRI');
  });

  it('leaves out the lowest score of a problem that is worth nothing', () => {
    const result = { score: { scaled: 0, raw: 0, min: 0, max: 0 } };
    expect(read({ result })).toMatchObject({
      result: { score: { scaled: 0, raw: 0, max: 0 } },
      repairs: ['openedx-erb.score-range'],
    });
    expect(read({ result }, [])).toBe('OUT_OF_RANGE');
  });

  it('repairs nothing else, and does not change what was sent', () => {
    expect(read({ object: { objectType: 'StatementRef', id: attempt } })).toMatchObject({ repairs: [] });
    expect(read({ object: { ...problem, objectType: 'Groupactivity' } })).toBe('WRONG_OBJECT_TYPE');
    expect(read({ object: { id: 'problem' } })).toBe('NOT_AN_IRI');
    const sent = JSON.stringify({ ...statement, object: problem });
    const value: unknown = JSON.parse(sent);
    readStatement(value, { ...options, compat: ['openedx-erb'] });
    expect(JSON.stringify(value)).toBe(sent);
  });

  it('does not change the id that a statement without one gets', () => {
    const idOf = (value: unknown, compat: ['openedx-erb'] | []): unknown => {
      const reading = readStatement(value, { ...options, compat });
      return reading.ok && reading.id;
    };
    expect(idOf(statement, ['openedx-erb'])).toBe(idOf(statement, []));
  });

  it('is counted, place by place', async () => {
    const body = [{ ...statement, object: { id: attempt } }, { ...statement, object: problem }, statement];
    const { status, stored } = await call({ source: { compat: ['openedx-erb'] }, body });
    expect(status).toBe(200);
    expect(stored.map(({ counts }) => counts)).toEqual([
      { 'compat.openedx-erb.uuid-activity': 1, 'compat.openedx-erb.group-activity': 1 },
    ]);
    expect((await call({ body })).status).toBe(400);
  });
});

describe('compat "h5p"', () => {
  const read = (properties: Record<string, unknown>, compat: ['h5p'] | [] = ['h5p']): unknown => {
    const reading = readStatement({ ...statement, id, ...properties }, { ...options, compat });
    if (!reading.ok) return reading.code;
    const { object, result } = reading.record.fields;
    return { object, result, repairs: reading.repairs };
  };

  it('leaves out the lowest score of content that is worth nothing', () => {
    const result = { score: { raw: 0, min: 0, max: 0 } };
    expect(read({ result })).toMatchObject({ result: { score: { raw: 0, max: 0 } }, repairs: ['h5p.score-range'] });
    expect(read({ result }, [])).toBe('OUT_OF_RANGE');
  });

  it('makes the interactions of content with several questions `other`', () => {
    const object = { id: 'https://h5p.example.edu/4', definition: { interactionType: 'compound' } };
    expect(read({ object })).toMatchObject({
      object: { id: 'https://h5p.example.edu/4', definition: { interactionType: 'other' } },
      repairs: ['h5p.compound-interaction'],
    });
    expect(read({ object }, [])).toBe('WRONG_INTERACTION');
  });

  it('repairs nothing else', () => {
    expect(read({ object: problem })).toBe('WRONG_OBJECT_TYPE');
    expect(read({ object: { id: attempt } })).toBe('NOT_AN_IRI');
    expect(read({ result: { score: { raw: 1, max: 0 } } })).toBe('OUT_OF_RANGE');
    expect(read({ object: { id: 'https://h5p.example.edu/4', definition: { interactionType: 'several' } } })).toBe(
      'WRONG_INTERACTION',
    );
  });
});

describe('compat "ralph"', () => {
  const source = { compat: ['ralph' as const] };
  const headers = { 'X-Experience-API-Version': '' };

  it('takes a request without version header, and counts it', async () => {
    const { status, stored, headers: answered } = await call({ source, headers, body: [statement] });
    expect([status, answered.get('X-Experience-API-Version')]).toEqual([200, '1.0.3']);
    expect(stored.map(({ counts }) => counts)).toEqual([{ 'compat.ralph.no-version': 1 }]);
  });

  it('judges such a statement by the version that it names', async () => {
    const context = { contextAgents: [{ objectType: 'contextAgent', agent: { mbox: 'mailto:grace@example.edu' } }] };
    expect((await call({ source, headers, body: { ...statement, version: '2.0.0', context } })).status).toBe(200);
    expect((await call({ source, headers, body: { ...statement, version: '1.0.0', context } })).status).toBe(400);
  });

  it('refuses a version that is not spoken all the same', async () => {
    const answer = await call({ source, headers: { 'X-Experience-API-Version': '0.95' }, body: statement });
    expect(refusal(answer)).toMatchObject({ status: 400, code: 'WRONG_VERSION' });
  });

  it('takes a PUT without statementId when the statement has an id', async () => {
    const { status, stored } = await call({ source, method: 'PUT', body: { ...statement, id } });
    expect(status).toBe(204);
    expect(stored.map(({ counts }) => counts)).toEqual([{ 'compat.ralph.no-statement-id': 1 }]);
    const refused = { status: 400, code: 'WRONG_STATEMENT_ID' };
    expect(refusal(await call({ source, method: 'PUT', body: statement }))).toMatchObject(refused);
    expect(refusal(await call({ method: 'PUT', body: { ...statement, id } }))).toMatchObject(refused);
    const path = `/xapi/statements?statementId=${attempt}`;
    expect(refusal(await call({ source, method: 'PUT', path, body: { ...statement, id } }))).toMatchObject(refused);
  });
});

describe('on-invalid "quarantine"', () => {
  const source = { onInvalid: 'quarantine' as const };
  const bad = { ...statement, verb: { id: 'played' } };

  it('stores the good statements of a batch, counts the bad ones, and answers an id for each', async () => {
    const { status, text, stored } = await call({
      source,
      body: [{ ...bad, id: id.toUpperCase() }, { ...statement, id: attempt }, bad],
    });
    expect(status).toBe(200);
    // The second bad one has no id of its own: it gets the one that it would have, were it good.
    expect(JSON.parse(text)).toEqual([id, attempt, '5f985cb2-614d-53aa-b599-c6161aae6265']);
    expect(stored).toEqual([
      {
        records: [
          {
            index: 1,
            rule: 'media-played',
            source: 'lms',
            shardKey: 'urn:a',
            events: [{ id: `urn:uuid:${attempt}`, text: '{}' }],
          },
        ],
        counts: { rejected: 2, 'rejected.NOT_AN_IRI': 2 },
        unmapped: {},
      },
    ]);
  });

  it('gives a bad statement the same id when it comes again', async () => {
    const once = await call({ source, body: [bad, bad] });
    const [first, second] = JSON.parse(once.text) as unknown[];
    expect(first).not.toBe(second);
    expect((await call({ source, body: [bad, bad] })).text).toBe(once.text);
  });

  it('answers when nothing is good, too', async () => {
    const { status, text, stored } = await call({
      source,
      body: `[null,7,${'['.repeat(9000)}${']'.repeat(9000)}]`,
    });
    expect([status, (JSON.parse(text) as unknown[]).length]).toEqual([200, 3]);
    expect(stored.map(({ records, counts }) => [records, counts])).toEqual([
      [[], { rejected: 3, 'rejected.NOT_AN_OBJECT': 3 }],
    ]);
    const put = await call({ source, method: 'PUT', path: `/xapi/statements?statementId=${id}`, body: bad });
    expect([put.status, put.text]).toEqual([204, '']);
  });

  it('counts the second of two statements with one id', async () => {
    const { text, stored } = await call({
      source,
      body: [
        { ...statement, id },
        { ...statement, id },
      ],
    });
    expect(JSON.parse(text)).toEqual([id, id]);
    expect(stored[0]?.counts).toEqual({ rejected: 1, 'rejected.DUPLICATE_ID': 1 });
  });

  it('still refuses what is no request of the standard', async () => {
    expect((await call({ source, body: '{' })).status).toBe(400);
    expect((await call({ source, body: statement, headers: { 'X-Experience-API-Version': '' } })).status).toBe(400);
    expect((await call({ source, method: 'PUT', body: statement })).status).toBe(400);
  });
});
