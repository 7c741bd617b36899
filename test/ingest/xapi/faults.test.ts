import { describe, expect, it } from 'vitest';
import { readStatement } from '../../../src/ingest/xapi/statement.ts';
import { ada, faultOf, options, played, statement, video } from './sound-statement.ts';

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
    ['an old version', { version: '0.95' }, 'WRONG_VERSION', '$.version must be 1.0.x.'],
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
