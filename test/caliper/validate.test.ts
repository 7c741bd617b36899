import { describe, expect, test } from 'vitest';
import { validateDocument, validateEvent } from '../../src/caliper/validate.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import { changed, events } from './documents.ts';

const v1p2 = 'http://purl.imsglobal.org/ctx/caliper/v1p2';

/** Path and code of every fault, which is what a variant is about. */
function found(event: unknown): string[] {
  return validateEvent(event, 'v1p2').map(({ path, code }) => `${path} ${code}`);
}

test.each(Object.entries(events))('the event %s keeps the rules of 1.2', (_, event) => {
  expect(validateEvent(event, 'v1p2')).toEqual([]);
});

test('a fault says where, what to do, and what the specification calls it, and never the value', () => {
  expect(validateEvent(changed(events.mediaPaused, 'target.currentTime', 'secret'), 'v1p2')).toEqual([
    {
      path: '$.target.currentTime',
      code: 'NOT_DURATION',
      message: 'currentTime must be an ISO 8601 duration, as in PT3M15S',
      section: 'Entities: MediaLocation',
    },
  ]);
  expect(validateEvent(changed(events.mediaPaused, 'membership.roles', ['Learner', 'secret']), 'v1p2')).toEqual([
    {
      path: '$.membership.roles[1]',
      code: 'UNKNOWN_TERM',
      message: 'An item of roles must be a term of the list "LIS Roles"',
      section: 'LIS Roles',
    },
  ]);
});

test('all faults are found, not the first', () => {
  const event = { ...events.mediaPaused, action: 'Graded', eventTime: '2026-05-04', object: null };
  expect(found(event)).toEqual(['$.eventTime NOT_INSTANT', '$.action ACTION_NOT_ALLOWED', '$.object NULL_VALUE']);
});

describe('an event is refused', () => {
  const cases: [string, CaliperObject, string][] = [
    ['without its context', changed(events.copied, '@context', undefined), "$['@context'] MISSING_PROPERTY"],
    ['without its id', changed(events.copied, 'id', undefined), '$.id MISSING_PROPERTY'],
    ['without its type', changed(events.copied, 'type', undefined), '$.type MISSING_PROPERTY'],
    ['without its actor', changed(events.copied, 'actor', undefined), '$.actor MISSING_PROPERTY'],
    ['without its action', changed(events.copied, 'action', undefined), '$.action MISSING_PROPERTY'],
    ['without its object', changed(events.copied, 'object', undefined), '$.object MISSING_PROPERTY'],
    ['without its time', changed(events.copied, 'eventTime', undefined), '$.eventTime MISSING_PROPERTY'],
    [
      'with the context of 1.1',
      changed(events.copied, '@context', `${v1p2.slice(0, -1)}1`),
      "$['@context'] UNKNOWN_CONTEXT",
    ],
    ['with another type', changed(events.copied, 'type', 'CopyEvent'), '$.type UNKNOWN_EVENT_TYPE'],
    [
      'with a bare UUID as id',
      changed(events.copied, 'id', '6d5d1c1e-5f5b-5c57-8f57-3d6c2c9f1a10'),
      '$.id NOT_UUID_URN',
    ],
    ['with an unknown action', changed(events.copied, 'action', 'Cloned'), '$.action UNKNOWN_ACTION'],
    ['with an unknown profile', changed(events.copied, 'profile', 'CopyProfile'), '$.profile UNKNOWN_PROFILE'],
    ['with a profile named constructor', changed(events.copied, 'profile', 'constructor'), '$.profile UNKNOWN_PROFILE'],
    [
      'with a profile that lacks it',
      changed(events.copied, 'profile', 'GeneralProfile'),
      '$.profile EVENT_NOT_IN_PROFILE',
    ],
    ['with a key of its own', changed(events.copied, 'course', 'x'), '$.course UNKNOWN_PROPERTY'],
    ['with a text as extensions', changed(events.copied, 'extensions', 'x'), '$.extensions NOT_MAP'],
    [
      'with microseconds',
      changed(events.copied, 'eventTime', '2026-05-04T12:00:00.123456Z'),
      '$.eventTime NOT_INSTANT',
    ],
    ['with a blank node', changed(events.copied, 'actor.id', '_:b0'), '$.actor.id BLANK_NODE_ID'],
    ['with a blank node in place of an entity', changed(events.copied, 'object', '_:b0'), '$.object BLANK_NODE_ID'],
    ['with a number in place of an entity', changed(events.copied, 'object', 7), '$.object NOT_ENTITY'],
    [
      'with a course as object of a copy',
      changed(events.copied, 'object', events.copied.group),
      '$.object WRONG_ENTITY_TYPE',
    ],
    [
      'with an unknown entity type',
      changed(events.copied, 'object.type', 'Sheet'),
      '$.object.type UNKNOWN_ENTITY_TYPE',
    ],
    ['with an entity without id', changed(events.copied, 'object.id', undefined), '$.object.id MISSING_PROPERTY'],
    [
      'with an entity with a key of its own',
      changed(events.copied, 'object.pages', 3),
      '$.object.pages UNKNOWN_PROPERTY',
    ],
    ['with null inside an entity', changed(events.copied, 'object.name', null), '$.object.name NULL_VALUE'],
    ['with a count that is no integer', changed(events.graded, 'object.count', 1.5), '$.object.count NOT_INTEGER'],
    ['with a count below zero', changed(events.graded, 'object.count', -1), '$.object.count NOT_INTEGER'],
    ['with a score as text', changed(events.graded, 'generated.maxScore', '10'), '$.generated.maxScore NOT_DECIMAL'],
    [
      'with a score that is no number',
      changed(events.graded, 'generated.maxScore', NaN),
      '$.generated.maxScore NOT_DECIMAL',
    ],
    ['with a number as name', changed(events.graded, 'object.name', 7), '$.object.name NOT_STRING'],
    ['with one role as text', changed(events.graded, 'membership.roles', 'Learner'), '$.membership.roles NOT_ARRAY'],
    [
      'with a sub-role alone',
      changed(events.graded, 'membership.roles', ['Learner#GuestLearner']),
      '$.membership.roles[0] MISSING_ROLE',
    ],
    ['with another status', changed(events.graded, 'membership.status', 'Gone'), '$.membership.status UNKNOWN_TERM'],
  ];
  test.each(cases)('%s', (_, event, expected) => {
    expect(found(event)).toEqual([expected]);
  });

  test('when it is no object', () => {
    expect(found(null)).toEqual(['$ NOT_OBJECT']);
    expect(found([events.copied])).toEqual(['$ NOT_OBJECT']);
  });

  test('when its entities never end', () => {
    let part: CaliperObject = { id: 'https://x.example/0', type: 'Page' };
    for (let i = 1; i < 5000; i++) part = { id: `https://x.example/${i}`, type: 'Page', isPartOf: part };
    expect(validateEvent(changed(events.copied, 'object', part), 'v1p2').map(({ code }) => code)).toEqual(['TOO_DEEP']);
  });
});

describe('rules that hang on the action', () => {
  const page = events.copied.object;
  test.each<[string, CaliperObject, string[]]>([
    [
      'a launch needs its federated session',
      changed(events.launched, 'federatedSession', undefined),
      ['$.federatedSession MISSING_PROPERTY'],
    ],
    ['a return does not', changed(changed(events.launched, 'action', 'Returned'), 'federatedSession', undefined), []],
    ['a copy needs what it made', changed(events.copied, 'generated', undefined), ['$.generated MISSING_PROPERTY']],
    ['a deletion does not', changed(changed(events.copied, 'action', 'Deleted'), 'generated', undefined), []],
    ['a person logs in', changed(events.loggedIn, 'actor', events.graded.actor), ['$.actor WRONG_ENTITY_TYPE']],
    ['to an application', changed(events.loggedIn, 'object', events.loggedIn.session), ['$.object WRONG_ENTITY_TYPE']],
    [
      'an application times a session out',
      { ...events.loggedIn, action: 'TimedOut', actor: events.graded.actor, object: events.loggedIn.session },
      [],
    ],
    [
      'and nobody else does',
      { ...events.loggedIn, action: 'TimedOut' },
      ['$.actor WRONG_ENTITY_TYPE', '$.object WRONG_ENTITY_TYPE'],
    ],
    ['a comment comes of commenting', changed(events.commented, 'action', 'Ranked'), ['$.generated WRONG_ENTITY_TYPE']],
    ['a Result is viewed with the GradingProfile', changed(events.resultViewed, 'object', page), []],
    ['and with no other', changed(events.resultViewed, 'profile', 'ReadingProfile'), ['$.object WRONG_ENTITY_TYPE']],
    ['nor without any', changed(events.resultViewed, 'profile', undefined), ['$.object WRONG_ENTITY_TYPE']],
  ])('%s', (_, event, expected) => {
    expect(found(event)).toEqual(expected);
  });
});

describe('a context', () => {
  test('may be an array that ends with that of Caliper', () => {
    expect(found(changed(events.copied, '@context', ['https://schema.org', v1p2]))).toEqual([]);
    expect(found(changed(events.copied, '@context', [v1p2, 'https://schema.org']))).toEqual([
      "$['@context'] UNKNOWN_CONTEXT",
    ]);
  });

  test('may stand on any entity, but is needed only outside', () => {
    expect(found(changed(events.copied, 'object.@context', { local: 'https://x.example/' }))).toEqual([]);
    expect(validateDocument(events.copied.object).map(({ path, code }) => `${path} ${code}`)).toEqual([
      "$['@context'] MISSING_PROPERTY",
    ]);
    expect(validateDocument({ '@context': v1p2, ...events.copied.object })).toEqual([]);
  });
});

test('identifiers and selectors are objects without id', () => {
  const identifier = { type: 'SystemIdentifier', identifier: 'x', identifierType: 'SystemId' };
  expect(found(changed(events.copied, 'object.otherIdentifiers', [identifier]))).toEqual([]);
  expect(found(changed(events.copied, 'object.otherIdentifiers', ['https://x.example']))).toEqual([
    '$.object.otherIdentifiers[0] NOT_ENTITY',
  ]);
});
