import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStatement, readStatements } from '../../../src/ingest/xapi/statement.ts';
import { ada, faultOf, options, played, statement, video, withoutId } from './sound-statement.ts';

describe('a sound statement', () => {
  it('becomes a record of one form', () => {
    const context = {
      contextActivities: { parent: { id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo' } },
      instructor: { mbox: 'mailto:grace@example.edu' },
    };
    expect(readStatement({ ...statement, context }, options)).toEqual({
      ok: true,
      id: '0a1b2c3d-0000-4000-8000-000000000001',
      repairs: [],
      record: {
        source: 'xapi',
        name: 'https://w3id.org/xapi/video/verbs/played',
        seed: 'xapi:0a1b2c3d-0000-4000-8000-000000000001',
        fields: {
          name: 'https://w3id.org/xapi/video/verbs/played',
          id: '0a1b2c3d-0000-4000-8000-000000000001',
          actor: { ...ada, objectType: 'Agent', ifi: '31' },
          verb: played,
          object: { ...video, objectType: 'Activity' },
          context: {
            contextActivities: { parent: [{ id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo' }] },
            instructor: {
              mbox: 'mailto:grace@example.edu',
              objectType: 'Agent',
              ifi: 'mbox:mailto:grace@example.edu',
            },
          },
          timestamp: '2026-05-04T12:00:00.000Z',
        },
      },
    });
  });

  it('has the time when it was stored, else that of its receipt, where it says none', () => {
    const time = (properties: Record<string, unknown>): unknown => {
      const reading = readStatement({ ...statement, ...properties }, options);
      return reading.ok ? reading.record.fields['timestamp'] : reading.message;
    };
    expect(time({ stored: '2026-05-05T00:00:00Z' })).toBe('2026-05-04T12:00:00.000Z');
    expect(time({ timestamp: undefined, stored: '2026-05-05T00:00:00Z' })).toBe('2026-05-05T00:00:00Z');
    expect(time({ timestamp: undefined })).toBe('2026-05-04T12:00:09.000Z');
  });

  it.each([
    [
      'a user id of the own site is the id of its tracking logs',
      { account: { homePage: 'https://lms.example.edu/', name: '31' } },
      '31',
    ],
    [
      'another name of the own site',
      { account: { homePage: 'https://lms.example.edu', name: 'ada' } },
      'account:https://lms.example.edu|ada',
    ],
    [
      'a number of another site',
      { account: { homePage: 'https://moodle.example.edu', name: '31' } },
      'account:https://moodle.example.edu|31',
    ],
    ['an address', { mbox: 'mailto:ada@example.edu' }, 'mbox:mailto:ada@example.edu'],
    [
      'a hash',
      { mbox_sha1sum: 'ABCDEF0123456789abcdef0123456789abcdef01' },
      'mbox_sha1sum:abcdef0123456789abcdef0123456789abcdef01',
    ],
    ['an OpenID', { openid: 'https://id.example.edu/ada' }, 'openid:https://id.example.edu/ada'],
    ['an anonymous Group has none', { objectType: 'Group', member: [ada] }, undefined],
  ])('gives its actor an identifier: %s', (_name, actor, ifi) => {
    const reading = readStatement({ ...statement, actor }, options);
    expect(reading).toMatchObject({ ok: true });
    const read = reading.ok ? reading.record.fields['actor'] : undefined;
    expect((read as { ifi?: string }).ifi).toBe(ifi);
  });

  it('tells its time in a form that rules read, whatever form of ISO 8601 it came in', () => {
    const time = (timestamp: string): unknown => {
      const reading = readStatement({ ...statement, timestamp }, options);
      return reading.ok ? reading.record.fields['timestamp'] : reading.message;
    };
    expect(time('2026-05-04T12:00:00.123456+02:00')).toBe('2026-05-04T12:00:00.123456+02:00');
    expect(time('20260504T120000+0200')).toBe('2026-05-04T10:00:00.000Z');
    expect(time('2026-W19-1T12:30Z')).toBe('2026-05-04T12:30:00.000Z');
    expect(time('2020-W53-7T00:00Z')).toBe('2021-01-03T00:00:00.000Z');
    expect(time('2026-124T12,5Z')).toBe('2026-05-04T12:30:00.000Z');
    expect(time('2026-05-04T24:00:00Z')).toBe('2026-05-05T00:00:00.000Z');
    expect(time('0004-02-29T12Z')).toBe('0004-02-29T12:00:00.000Z');
  });

  it('gives the agents of 2.0 an identifier each', () => {
    const grace = { mbox: 'mailto:grace@example.edu' };
    const context = {
      contextAgents: [{ objectType: 'contextAgent', agent: grace }],
      contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [ada] } }],
    };
    const reading = readStatement({ ...statement, context }, { ...options, edition: '2.0.0' });
    expect(reading.ok && reading.record.fields['context']).toEqual({
      contextAgents: [
        { objectType: 'contextAgent', agent: { ...grace, objectType: 'Agent', ifi: 'mbox:mailto:grace@example.edu' } },
      ],
      contextGroups: [
        {
          objectType: 'contextGroup',
          group: { objectType: 'Group', member: [{ ...ada, objectType: 'Agent', ifi: '31' }] },
        },
      ],
    });
  });

  it('is judged by the version that it names where the request names none, else by 1.0.3', () => {
    const context = { contextGroups: [] };
    expect(faultOf({ context, version: '2.0.0' })).toBe('accepted');
    expect(faultOf({ context })).toEqual({
      code: 'UNKNOWN_PROPERTY',
      message: '$.context.contextGroups is a property of xAPI 2.0, and the request is of 1.0.',
    });
  });

  it('gets an id that its retry gets too, and another statement or source does not', () => {
    const idOf = (value: unknown, source = 'lms'): unknown => {
      const reading = readStatement(value, { ...options, source });
      return reading.ok ? reading.id : reading.message;
    };
    expect(idOf(withoutId)).toBe('df0b7713-836d-5f43-8460-7dd14b7a87b8');
    expect(idOf(Object.fromEntries(Object.entries(withoutId).reverse()))).toBe(idOf(withoutId));
    expect(idOf({ ...withoutId, timestamp: '2026-05-04T12:00:01.000Z' })).not.toBe(idOf(withoutId));
    expect(idOf(withoutId, 'other')).not.toBe(idOf(withoutId));
  });

  it.each([
    ['IRIs of Open edX', { object: { id: 'block-v1:edX+DemoX+Demo+type@video+block@7' } }],
    ['an id with any variant', { id: '2a41c918-b88b-4220-20a5-a4c32391a240' }],
    ['null inside extensions', { result: { extensions: { 'https://x.example.edu/e': { a: null } } } }],
    ['a statement as object', { object: { objectType: 'StatementRef', id: '2a41c918-b88b-4220-20a5-a4c32391a240' } }],
    ['an agent as object', { object: { objectType: 'Agent', mbox: 'mailto:grace@example.edu' } }],
    ['a sub-statement as object', { object: { objectType: 'SubStatement', actor: ada, verb: played, object: video } }],
    ['version 2.0.0', { version: '2.0.0' }],
    ['version 1.0', { version: '1.0' }],
    ['a scaled score of -1', { result: { score: { scaled: -1 } } }],
    ['an authority of two', { authority: { objectType: 'Group', member: [ada, { mbox: 'mailto:app@example.edu' }] } }],
  ])('may have %s', (_name, properties) => {
    expect(faultOf(properties)).toBe('accepted');
  });
});

describe('the statements of a request', () => {
  it('may not have an id twice, however it is written', () => {
    const again = { ...statement, id: statement.id.toLowerCase() };
    const readings = readStatements([statement, again], options);
    expect(readings[0]).toMatchObject({ ok: true });
    expect(readings[1]).toEqual({
      ok: false,
      path: '$[1].id',
      code: 'DUPLICATE_ID',
      message: '$[1].id is also the id of $[0]; each id may stand once in a request.',
      section: 'Communication 2.1',
    });
  });

  it('are different acts when two without id are the same, and the same ones on a retry', () => {
    const ids = (): unknown[] =>
      readStatements([withoutId, withoutId], options).map((reading) => reading.ok && reading.id);
    const [first, second] = ids();
    expect(first).not.toBe(second);
    expect(ids()).toEqual([first, second]);
  });

  it('are read each on its own', () => {
    const readings = readStatements([{}, statement, 1], options);
    expect(readings.map((reading) => (reading.ok ? 'ok' : reading.message))).toEqual([
      '$[0].actor is missing.',
      'ok',
      '$[2] must be a statement, an object.',
    ]);
  });
});

describe('any JSON', () => {
  it('is read without an exception', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readStatement(value, options)));
  });

  it('is read without an exception in the place of any part', () => {
    const keys = fc.constantFrom(
      'id',
      'actor',
      'verb',
      'object',
      'result',
      'context',
      'timestamp',
      'authority',
      '__proto__',
    );
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record({
        objectType: fc.constantFrom('Group', 'SubStatement', 'Agent'),
        member: fc.jsonValue(),
        actor: fc.jsonValue(),
      }),
      fc.record(
        { contextActivities: fc.jsonValue(), team: fc.jsonValue(), extensions: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(keys, part, (key, value) => {
        const reading = readStatement({ ...statement, [key]: value }, options);
        if (reading.ok) expect(reading.id).toMatch(/^[0-9a-f-]{36}$/);
        else expect(reading.message.startsWith(`${reading.path} `)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
