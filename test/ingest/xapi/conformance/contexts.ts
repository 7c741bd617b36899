import { activity, agent, failing, passing, uuid, type Rule } from './rule.ts';

const group = { objectType: 'Group', ...agent };
const about = { object: { objectType: 'Agent', ...agent } };

export const contexts: readonly Rule[] = [
  {
    section: 'Data 2.4.6',
    section2: '4.2.2.5',
    rule: 'a context has its own properties, of their types',
    passes: {
      nothing: { context: {} },
      texts: { context: { revision: '2', platform: 'Example LMS' } },
      agents: { context: { instructor: agent, team: group } },
    },
    fails: {
      'a text': [{ context: 'course' }, 'context', 'NOT_AN_OBJECT'],
      'an unknown property': [{ 'context.course': 'x' }, 'context.course', 'UNKNOWN_PROPERTY'],
      'contextactivities in lower case': [
        { 'context.contextactivities': {} },
        'context.contextactivities',
        'UNKNOWN_PROPERTY',
      ],
      'a revision that is a number': [{ 'context.revision': 2 }, 'context.revision', 'WRONG_TYPE'],
      'a platform that is a map': [{ 'context.platform': {} }, 'context.platform', 'WRONG_TYPE'],
    },
  },
  {
    section: 'Data 4.4',
    section2: '4.2.7',
    rule: 'the registration is a UUID',
    passes: passing('context.registration', [uuid, uuid.toUpperCase()]),
    fails: failing('context.registration', 'NOT_A_UUID', ['', '7', `${uuid}0`, `{${uuid}}`, 7, uuid.replace('6', 'g')]),
  },
  {
    section: 'Data 2.4.2',
    section2: '4.2.2.1',
    rule: 'the instructor is an Agent or a Group',
    passes: passing('context.instructor', [agent, group]),
    fails: {
      'a name': [{ 'context.instructor': 'Grace' }, 'context.instructor', 'NOT_AN_OBJECT'],
      'a teacher': [
        { 'context.instructor': { ...agent, objectType: 'Teacher' } },
        'context.instructor.objectType',
        'WRONG_OBJECT_TYPE',
      ],
    },
  },
  {
    section: 'Data 2.4.2.2',
    section2: '4.2.2.1',
    rule: 'the team is a Group',
    passes: passing('context.team', [group, { objectType: 'Group', member: [agent] }]),
    fails: {
      'an Agent': [
        { 'context.team': { ...agent, objectType: 'Agent' } },
        'context.team.objectType',
        'WRONG_OBJECT_TYPE',
      ],
      'one that does not say so': [{ 'context.team': agent }, 'context.team.objectType', 'WRONG_OBJECT_TYPE'],
      'a name': [{ 'context.team': 'red' }, 'context.team', 'NOT_AN_OBJECT'],
      'an empty one': [{ 'context.team': { objectType: 'Group' } }, 'context.team', 'NO_IDENTIFIER'],
    },
  },
  {
    section: 'Data 2.4.6.2',
    section2: '4.2.2.5',
    rule: 'contextActivities are of four kinds',
    passes: {
      none: { 'context.contextActivities': {} },
      all: {
        'context.contextActivities': {
          parent: [activity],
          grouping: [activity],
          category: [activity],
          other: [activity],
        },
      },
      'an empty list': { 'context.contextActivities': { parent: [] } },
      'a single Activity': { 'context.contextActivities': { parent: activity } },
    },
    fails: {
      'a list': [{ 'context.contextActivities': [activity] }, 'context.contextActivities', 'NOT_AN_OBJECT'],
      'another kind': [
        { 'context.contextActivities': { course: [activity] } },
        'context.contextActivities.course',
        'UNKNOWN_PROPERTY',
      ],
      'a kind in upper case': [
        { 'context.contextActivities': { Parent: [activity] } },
        'context.contextActivities.Parent',
        'UNKNOWN_PROPERTY',
      ],
    },
  },
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'contextActivities are sound Activities',
    passes: { 'with a definition': { 'context.contextActivities': { other: [{ ...activity, definition: {} }] } } },
    fails: {
      'an IRI': [
        { 'context.contextActivities': { other: ['https://a.example'] } },
        'context.contextActivities.other[0]',
        'NOT_AN_OBJECT',
      ],
      'no id': [
        { 'context.contextActivities': { parent: [activity, {}] } },
        'context.contextActivities.parent[1].id',
        'MISSING_PROPERTY',
      ],
      'a single one without id': [
        { 'context.contextActivities': { parent: {} } },
        'context.contextActivities.parent.id',
        'MISSING_PROPERTY',
      ],
      'an Agent': [
        { 'context.contextActivities': { grouping: [{ objectType: 'Agent', ...agent }] } },
        'context.contextActivities.grouping[0].objectType',
        'WRONG_OBJECT_TYPE',
      ],
      'a StatementRef': [
        { 'context.contextActivities': { category: [{ objectType: 'StatementRef', id: uuid }] } },
        'context.contextActivities.category[0].objectType',
        'WRONG_OBJECT_TYPE',
      ],
    },
  },
  {
    section: 'Data 2.4.6',
    section2: '4.2.2.5',
    rule: 'revision and platform need an Activity as object',
    passes: {
      'an Activity': { 'object.objectType': 'Activity', context: { revision: '1', platform: 'p' } },
      'an Agent without them': { ...about, context: { language: 'en' } },
    },
    fails: {
      'revision of an Agent': [{ ...about, 'context.revision': '1' }, 'context.revision', 'NOT_ABOUT_AN_ACTIVITY'],
      'platform of an Agent': [{ ...about, 'context.platform': 'p' }, 'context.platform', 'NOT_ABOUT_AN_ACTIVITY'],
      'platform of a StatementRef': [
        { object: { objectType: 'StatementRef', id: uuid }, 'context.platform': 'p' },
        'context.platform',
        'NOT_ABOUT_AN_ACTIVITY',
      ],
      'revision of a Group': [{ object: group, 'context.revision': '1' }, 'context.revision', 'NOT_ABOUT_AN_ACTIVITY'],
    },
  },
  {
    section: 'Data 4.2',
    section2: '4.2.7',
    rule: 'the language is a language tag of RFC 5646',
    passes: passing('context.language', [
      ...['en', 'EN-us', 'de-CH-1996', 'sr-Latn-RS', 'zh-Hans-CN', 'cmn', 'zh-cmn-Hans', 'es-419', 'und', 'x-own'],
      ...[
        'sl-rozaj-biske',
        'en-a-bbb-x-a-ccc',
        'i-klingon',
        'en-GB-oed',
        'zh-min-nan',
        'ca-valencia',
        'de-1901-u-co-phonebk',
      ],
    ]),
    fails: failing('context.language', 'NOT_A_LANGUAGE_TAG', [
      ...[
        '',
        'e',
        'something',
        'en_US',
        'en-',
        '-en',
        'en--US',
        'en US',
        'english language',
        'en-US-US-US',
        'a1',
        'x',
        'en-x',
      ],
      ...['zh-z-aaa-z-bbb-c-ccc', 'de-1901-1901', 'sl-rozaj-rozaj', 'i-unknown', 'en-toolongsubtag', 'en-a', 7, ['en']],
    ]),
  },
  {
    section: 'Data 2.4.4.3',
    section2: '4.2.2.3',
    rule: 'the statement of a context is a StatementRef',
    passes: { 'a StatementRef': { 'context.statement': { objectType: 'StatementRef', id: uuid } } },
    fails: {
      'a UUID': [{ 'context.statement': uuid }, 'context.statement', 'NOT_AN_OBJECT'],
      'no objectType': [{ 'context.statement': { id: uuid } }, 'context.statement.objectType', 'WRONG_OBJECT_TYPE'],
      'a SubStatement': [
        { 'context.statement': { objectType: 'SubStatement' } },
        'context.statement.objectType',
        'WRONG_OBJECT_TYPE',
      ],
      'no id': [{ 'context.statement': { objectType: 'StatementRef' } }, 'context.statement.id', 'MISSING_PROPERTY'],
    },
  },
];
