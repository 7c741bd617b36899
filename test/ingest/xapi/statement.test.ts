import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStatement, readStatements } from '../../../src/ingest/xapi/statement.ts';
import { corpusFiles, corpusPresent } from '../../corpus.ts';

const options = { source: 'lms', lms: 'https://lms.example.edu', received: '2026-05-04T12:00:09.000Z' };

const ada = { account: { homePage: 'https://lms.example.edu', name: '31' } };
const video = {
  id: 'https://media.example.edu/videos/7',
  definition: { type: 'https://w3id.org/xapi/video/activity-type/video' },
};
const played = { id: 'https://w3id.org/xapi/video/verbs/played' };
const withoutId = { actor: ada, verb: played, object: video, timestamp: '2026-05-04T12:00:00.000Z' };
const statement = { id: '0A1B2C3D-0000-4000-8000-000000000001', ...withoutId };

/** The fault of the statement with these properties in place of its own. */
function faultOf(properties: Record<string, unknown>): unknown {
  const reading = readStatement({ ...withoutId, ...properties }, options);
  return reading.ok ? 'accepted' : { code: reading.code, message: reading.message };
}

describe('a sound statement', () => {
  it('becomes a record of one form', () => {
    const context = {
      contextActivities: { parent: { id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo' } },
      instructor: { mbox: 'mailto:grace@example.edu' },
    };
    expect(readStatement({ ...statement, context }, options)).toEqual({
      ok: true,
      id: '0a1b2c3d-0000-4000-8000-000000000001',
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
    [
      'what the client claims does not count',
      { mbox: 'mailto:ada@example.edu', ifi: '31' },
      'mbox:mailto:ada@example.edu',
    ],
    ['an anonymous Group has none', { objectType: 'Group', member: [ada] }, undefined],
  ])('gives its actor an identifier: %s', (_name, actor, ifi) => {
    const reading = readStatement({ ...statement, actor }, options);
    expect(reading).toMatchObject({ ok: true });
    const read = reading.ok ? reading.record.fields['actor'] : undefined;
    expect((read as { ifi?: string }).ifi).toBe(ifi);
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

describe('a statement is refused, with the path of the fault and no value, for', () => {
  it.each([
    ['no actor', { actor: undefined }, 'MISSING_PROPERTY', '$.actor is missing.'],
    ['an actor that is text', { actor: 'Ada' }, 'NOT_AN_OBJECT', '$.actor must be an object.'],
    [
      'an actor without identifier',
      { actor: { name: 'Ada' } },
      'NO_IDENTIFIER',
      '$.actor needs one of mbox, mbox_sha1sum, openid, account.',
    ],
    [
      'two identifiers',
      { actor: { ...ada, mbox: 'mailto:ada@example.edu' } },
      'SEVERAL_IDENTIFIERS',
      '$.actor has mbox and account; only one may stand there.',
    ],
    [
      'an address without mailto',
      { actor: { mbox: 'ada@example.edu' } },
      'WRONG_IDENTIFIER',
      '$.actor.mbox must be an address with mailto: before it.',
    ],
    [
      'an account without home page',
      { actor: { account: { name: '31' } } },
      'MISSING_PROPERTY',
      '$.actor.account.homePage is missing; it must be an IRI.',
    ],
    [
      'a nameless account',
      { actor: { account: { homePage: 'https://lms.example.edu', name: '' } } },
      'WRONG_IDENTIFIER',
      '$.actor.account.name must not be empty.',
    ],
    [
      'an account named by a number',
      { actor: { account: { homePage: 'https://lms.example.edu', name: 31 } } },
      'WRONG_TYPE',
      '$.actor.account.name must be a string.',
    ],
    [
      'an empty anonymous Group',
      { actor: { objectType: 'Group', member: [] } },
      'NO_IDENTIFIER',
      '$.actor needs members, or one of mbox, mbox_sha1sum, openid, account.',
    ],
    [
      'a Group in a Group',
      { actor: { objectType: 'Group', member: [{ objectType: 'Group', ...ada }] } },
      'WRONG_OBJECT_TYPE',
      '$.actor.member[0] must be an Agent: a Group cannot be a member.',
    ],
    [
      'a verb without id',
      { verb: { display: { en: 'played' } } },
      'MISSING_PROPERTY',
      '$.verb.id is missing; it must be an IRI.',
    ],
    [
      'a verb that is a word',
      { verb: { id: 'played' } },
      'NOT_AN_IRI',
      '$.verb.id must be an IRI with a scheme, e.g. https://….',
    ],
    [
      'an IRI with a wrong scheme',
      { verb: { id: 'ab=c:played' } },
      'NOT_AN_IRI',
      '$.verb.id must be an IRI with a scheme, e.g. https://….',
    ],
    ['no object', { object: undefined }, 'MISSING_PROPERTY', '$.object is missing.'],
    [
      'an object without id',
      { object: { definition: {} } },
      'MISSING_PROPERTY',
      '$.object.id is missing; it must be an IRI.',
    ],
    [
      'an invented object type',
      { object: { ...video, objectType: 'GroupActivity' } },
      'WRONG_OBJECT_TYPE',
      '$.object.objectType must be Activity, Agent, Group, StatementRef or, outside a SubStatement, SubStatement.',
    ],
    [
      'a sub-statement with an id',
      { object: { objectType: 'SubStatement', ...statement } },
      'UNKNOWN_PROPERTY',
      '$.object.id is no property that xAPI knows here (names are case-sensitive).',
    ],
    [
      'a sub-statement in one',
      { object: { objectType: 'SubStatement', actor: ada, verb: played, object: { objectType: 'SubStatement' } } },
      'WRONG_OBJECT_TYPE',
      '$.object.object.objectType must be Activity, Agent, Group, StatementRef or, outside a SubStatement, SubStatement.',
    ],
    ['an id that is no UUID', { id: '31' }, 'NOT_A_UUID', '$.id must be a UUID, 8-4-4-4-12 hexadecimal digits.'],
    [
      'a time that is none',
      { timestamp: 'yesterday' },
      'NOT_A_TIMESTAMP',
      '$.timestamp must be a date-time of ISO 8601, e.g. 2026-05-04T12:00:00.000Z.',
    ],
    [
      'a day that is none',
      { timestamp: '2026-02-30T12:00:00Z' },
      'NOT_A_TIMESTAMP',
      '$.timestamp must be a date-time of ISO 8601, e.g. 2026-05-04T12:00:00.000Z.',
    ],
    ['an old version', { version: '0.95' }, 'WRONG_VERSION', '$.version must be 1.0.x or 2.0.x.'],
    [
      'a null',
      { result: { response: null } },
      'NULL_VALUE',
      '$.result.response is null; leave the property out instead.',
    ],
    [
      'extensions that are null',
      { result: { extensions: null } },
      'NULL_VALUE',
      '$.result.extensions is null; leave the property out instead.',
    ],
    [
      'a null in a list',
      { context: { contextActivities: { other: [null] } } },
      'NULL_VALUE',
      '$.context.contextActivities.other[0] is null; leave the property out instead.',
    ],
    [
      'an unknown property',
      { Actor: ada },
      'UNKNOWN_PROPERTY',
      '$.Actor is no property that xAPI knows here (names are case-sensitive).',
    ],
    [
      'an odd property, unseen',
      { 'ada@example.edu': 1 },
      'UNKNOWN_PROPERTY',
      "$['…'] is no property that xAPI knows here (names are case-sensitive).",
    ],
    [
      'a scaled score above 1',
      { result: { score: { scaled: 1.01 } } },
      'OUT_OF_RANGE',
      '$.result.score.scaled must be from -1 to 1.',
    ],
    ['a score that is text', { result: { score: { raw: '7' } } }, 'WRONG_TYPE', '$.result.score.raw must be a number.'],
    [
      'an unknown kind of context activity',
      { context: { contextActivities: { course: [video] } } },
      'UNKNOWN_PROPERTY',
      '$.context.contextActivities.course is no property that xAPI knows here (names are case-sensitive).',
    ],
    [
      'a context activity without id',
      { context: { contextActivities: { parent: [{}] } } },
      'MISSING_PROPERTY',
      '$.context.contextActivities.parent[0].id is missing; it must be an IRI.',
    ],
    [
      'an instructor without identifier',
      { context: { instructor: { name: 'Grace' } } },
      'NO_IDENTIFIER',
      '$.context.instructor needs one of mbox, mbox_sha1sum, openid, account.',
    ],
    ['a list as extensions', { result: { extensions: [] } }, 'NOT_AN_OBJECT', '$.result.extensions must be an object.'],
  ])('%s', (_name, properties, code, message) => {
    expect(faultOf(properties)).toEqual({ code, message });
  });

  it('nesting that would exhaust the stack', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`);
    const reading = readStatement(
      { ...statement, result: { extensions: { 'https://x.example.edu/e': deep } } },
      options,
    );
    expect(reading).toMatchObject({ ok: false, code: 'TOO_DEEP' });
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

describe.skipIf(!corpusPresent)('the corpus', () => {
  it.each(corpusFiles('xapi').filter(({ name }) => name.endsWith('.json')))(
    '$name is read without an exception',
    ({ text }) => {
      const value: unknown = JSON.parse(text);
      for (const reading of readStatements(Array.isArray(value) ? value : [value], options)) {
        expect(reading.ok ? reading.record.name : reading.message).not.toBe('');
      }
    },
  );
});
