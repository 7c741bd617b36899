import { activity, agent, base, failing, passing, uuid, type Rule } from './rule.ts';

const definition = (properties: unknown): Record<string, unknown> => ({
  object: { ...activity, definition: properties },
});
const voided = { id: 'http://adlnet.gov/expapi/verbs/voided' };
const reference = { objectType: 'StatementRef', id: uuid };
const sub = { objectType: 'SubStatement', ...base };

export const objects: readonly Rule[] = [
  {
    section: 'Data 2.4.3',
    section2: '4.2.2.2',
    rule: 'the verb is an object with an id',
    passes: { 'an id': { verb: { id: 'https://example.edu/verbs/v' } } },
    fails: {
      none: [{ verb: undefined }, 'verb', 'MISSING_PROPERTY'],
      'a word': [{ verb: 'tried' }, 'verb', 'NOT_AN_OBJECT'],
      'nothing in it': [{ verb: {} }, 'verb.id', 'MISSING_PROPERTY'],
      'a display only': [{ verb: { display: { en: 'tried' } } }, 'verb.id', 'MISSING_PROPERTY'],
      'an unknown property': [{ 'verb.name': 'tried' }, 'verb.name', 'UNKNOWN_PROPERTY'],
      'Display in upper case': [{ 'verb.Display': {} }, 'verb.Display', 'UNKNOWN_PROPERTY'],
    },
  },
  {
    section: 'Data 4.3',
    section2: '4.2.7',
    rule: 'IRIs have a scheme and only what an IRI may hold',
    passes: passing('verb.id', [
      ...[
        'http://example.com/',
        'HTTPS://EXAMPLE.COM',
        'urn:uuid:6f5c2a90-1111-4222-8333-944455566677',
        'tag:x,2013:a',
      ],
      ...['course-v1:edX+DemoX+Demo', 'block-v1:edX+DemoX+Demo+type@problem+block@7', 'i4x://edX/Demo/problem/p'],
      ...['http://example.com/verbs#x', 'http://exämple.com/ü?q=ß', 'http://a/%20b', 'x:y', 'http://a/?id[]=1'],
    ]),
    fails: failing('verb.id', 'NOT_AN_IRI', [
      ...['tried', '', '/verbs/tried', 'www.example.com/x', 'ab=c:x', '1a:b', ':x', 'x:', '//example.com', 'http ://a'],
      ...['http://a b', 'http://a/<b>', 'http://a/"b"', 'http://a/{b}', 'http://a/%zz', 'http://a/%2', 'http://a/#b#c'],
      ...['http://a/\n', 'http://a/\u0001', 7, {}, true],
    ]),
  },
  {
    section: 'Data 2.4.4',
    section2: '4.2.2.3',
    rule: 'the object is one of five types',
    passes: {
      'an Activity': { object: { ...activity, objectType: 'Activity' } },
      'without objectType': { object: activity },
      'an Agent': { object: { objectType: 'Agent', ...agent } },
      'a Group': { object: { objectType: 'Group', ...agent } },
      'a StatementRef': { object: reference },
    },
    fails: {
      none: [{ object: undefined }, 'object', 'MISSING_PROPERTY'],
      'an IRI': [{ object: 'https://lms.example.edu/quiz/1' }, 'object', 'NOT_AN_OBJECT'],
      'a GroupActivity': [{ 'object.objectType': 'GroupActivity' }, 'object.objectType', 'WRONG_OBJECT_TYPE'],
      'an activity in lower case': [{ 'object.objectType': 'activity' }, 'object.objectType', 'WRONG_OBJECT_TYPE'],
      'a Statement': [{ object: { ...base, objectType: 'Statement' } }, 'object.objectType', 'WRONG_OBJECT_TYPE'],
      'an empty objectType': [{ 'object.objectType': '' }, 'object.objectType', 'WRONG_OBJECT_TYPE'],
    },
  },
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'an Activity has an id and perhaps a definition',
    passes: { 'an id': { object: activity }, 'a definition': definition({}) },
    fails: {
      'no id': [{ object: { definition: {} } }, 'object.id', 'MISSING_PROPERTY'],
      nothing: [{ object: {} }, 'object.id', 'MISSING_PROPERTY'],
      'a name': [{ 'object.name': { en: 'Quiz' } }, 'object.name', 'UNKNOWN_PROPERTY'],
      'an agent that does not say so': [{ object: agent }, 'object.mbox', 'UNKNOWN_PROPERTY'],
      'a definition that is a text': [definition('quiz'), 'object.definition', 'NOT_AN_OBJECT'],
      'an unknown property in the definition': [
        definition({ title: 'Q' }),
        'object.definition.title',
        'UNKNOWN_PROPERTY',
      ],
      'moreinfo in lower case': [
        definition({ moreinfo: 'http://a' }),
        'object.definition.moreinfo',
        'UNKNOWN_PROPERTY',
      ],
    },
  },
  {
    section: 'Data 4.3',
    section2: '4.2.7',
    rule: 'the IRIs of an Activity are IRIs',
    passes: {
      'a course key': { 'object.id': 'course-v1:edX+DemoX+Demo' },
      'a type and more information': definition({ type: 'http://a.example/quiz', moreInfo: 'http://a.example/about' }),
    },
    fails: {
      'a bare UUID': [{ 'object.id': uuid }, 'object.id', 'NOT_AN_IRI'],
      'a number': [{ 'object.id': 7 }, 'object.id', 'NOT_AN_IRI'],
      'a type that is a word': [definition({ type: 'quiz' }), 'object.definition.type', 'NOT_AN_IRI'],
      'moreInfo without scheme': [definition({ moreInfo: 'a.example/x' }), 'object.definition.moreInfo', 'NOT_AN_IRI'],
      'an empty moreInfo': [definition({ moreInfo: '' }), 'object.definition.moreInfo', 'NOT_AN_IRI'],
    },
  },
  {
    section: 'Data 4.2',
    section2: '4.2.7',
    rule: 'name and description are language maps of texts',
    passes: {
      'one language': definition({ name: { en: 'Quiz' } }),
      'two languages': definition({ description: { 'en-GB': 'Colour', 'en-US': 'Color' } }),
      'an empty map': definition({ name: {} }),
      'an empty text': definition({ name: { en: '' } }),
    },
    fails: {
      'a text': [definition({ name: 'Quiz' }), 'object.definition.name', 'NOT_AN_OBJECT'],
      'a list': [definition({ description: ['x'] }), 'object.definition.description', 'NOT_AN_OBJECT'],
      'a number in it': [definition({ name: { en: 1 } }), 'object.definition.name.en', 'WRONG_TYPE'],
      'a map in it': [definition({ description: { en: {} } }), 'object.definition.description.en', 'WRONG_TYPE'],
      'a key that is no tag': [
        definition({ name: { en_US: 'Q' } }),
        'object.definition.name.en_US',
        'NOT_A_LANGUAGE_TAG',
      ],
    },
  },
  {
    section: 'Data 2.4.2.1',
    section2: '4.2.2.1',
    rule: 'an Agent as object is a sound Agent',
    passes: { 'an account': { object: { objectType: 'Agent', account: { homePage: 'http://a.example', name: '1' } } } },
    fails: {
      'no identifier': [{ object: { objectType: 'Agent', name: 'Ada' } }, 'object', 'NO_IDENTIFIER'],
      'an id': [{ object: { objectType: 'Agent', ...agent, id: 'http://a' } }, 'object.id', 'UNKNOWN_PROPERTY'],
    },
  },
  {
    section: 'Data 2.4.4.3',
    section2: '4.2.2.3',
    rule: 'a StatementRef has the id of a statement, and nothing else',
    passes: { 'an id': { object: reference } },
    fails: {
      'no id': [{ object: { objectType: 'StatementRef' } }, 'object.id', 'MISSING_PROPERTY'],
      'a definition': [{ object: { ...reference, definition: {} } }, 'object.definition', 'UNKNOWN_PROPERTY'],
    },
  },
  {
    section: 'Data 4.4',
    section2: '4.2.7',
    rule: 'the id of a StatementRef is a UUID',
    passes: { 'a UUID': { object: reference } },
    fails: {
      'an IRI': [{ object: { ...reference, id: `urn:uuid:${uuid}` } }, 'object.id', 'NOT_A_UUID'],
      'a word': [{ object: { ...reference, id: 'first' } }, 'object.id', 'NOT_A_UUID'],
    },
  },
  {
    section: 'Data 2.4.4.3',
    section2: '4.2.2.3',
    rule: 'a SubStatement has no id, stored, version or authority',
    passes: {
      'the least': { object: sub },
      'with all that it may have': {
        object: { ...sub, result: {}, context: {}, timestamp: '2030-01-01T00:00:00Z', attachments: [] },
      },
      'about a statement': { object: { ...sub, object: reference } },
      'about an Agent': { object: { ...sub, object: { objectType: 'Agent', ...agent } } },
    },
    fails: {
      id: [{ object: { ...sub, id: uuid } }, 'object.id', 'UNKNOWN_PROPERTY'],
      stored: [{ object: { ...sub, stored: '2026-01-01T00:00:00Z' } }, 'object.stored', 'UNKNOWN_PROPERTY'],
      version: [{ object: { ...sub, version: '1.0.0' } }, 'object.version', 'UNKNOWN_PROPERTY'],
      authority: [{ object: { ...sub, authority: agent } }, 'object.authority', 'UNKNOWN_PROPERTY'],
    },
  },
  {
    section: 'Data 2.4.4',
    section2: '4.2.2.3',
    rule: 'a SubStatement holds no other one',
    passes: { 'an Activity in it': { object: sub } },
    fails: {
      'another one': [{ object: { ...sub, object: sub } }, 'object.object.objectType', 'WRONG_OBJECT_TYPE'],
      'no object': [{ object: { ...sub, object: undefined } }, 'object.object', 'MISSING_PROPERTY'],
    },
  },
  {
    section: 'Data 2.3.2',
    section2: '4.2.5',
    rule: 'a statement is voided by a StatementRef',
    passes: { 'a StatementRef': { verb: voided, object: reference }, 'another verb': { object: activity } },
    fails: {
      'an Activity': [{ verb: voided }, 'object.objectType', 'WRONG_VOIDING'],
      'an Agent': [{ verb: voided, object: { objectType: 'Agent', ...agent } }, 'object.objectType', 'WRONG_VOIDING'],
    },
  },
];
