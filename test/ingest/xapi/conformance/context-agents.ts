import { agent, type Rule } from './rule.ts';

const group = { objectType: 'Group', ...agent };
const type = 'https://example.edu/types/mentor';

export const contextAgents: readonly Rule[] = [
  {
    section: 'Data 2.4.6',
    section2: '4.2.2.5',
    edition: '1.0.3',
    rule: 'contextAgents and contextGroups are of 2.0',
    passes: { none: { context: {} } },
    fails: {
      contextAgents: [{ 'context.contextAgents': [] }, 'context.contextAgents', 'UNKNOWN_PROPERTY'],
      contextGroups: [{ 'context.contextGroups': [] }, 'context.contextGroups', 'UNKNOWN_PROPERTY'],
    },
  },
  {
    section: 'Data 2.4.6',
    section2: '4.2.2.5',
    edition: '2.0.0',
    rule: 'contextAgents are a list of Agents with types',
    passes: {
      none: { 'context.contextAgents': [] },
      one: { 'context.contextAgents': [{ objectType: 'contextAgent', agent, relevantTypes: [type] }] },
      'without types': { 'context.contextAgents': [{ objectType: 'contextAgent', agent }] },
    },
    fails: {
      'no list': [{ 'context.contextAgents': {} }, 'context.contextAgents', 'NOT_AN_ARRAY'],
      'an Agent': [{ 'context.contextAgents': [agent] }, 'context.contextAgents[0].mbox', 'UNKNOWN_PROPERTY'],
      'no objectType': [
        { 'context.contextAgents': [{ agent }] },
        'context.contextAgents[0].objectType',
        'WRONG_OBJECT_TYPE',
      ],
      'another objectType': [
        { 'context.contextAgents': [{ objectType: 'ContextAgent', agent }] },
        'context.contextAgents[0].objectType',
        'WRONG_OBJECT_TYPE',
      ],
      'no types': [
        { 'context.contextAgents': [{ objectType: 'contextAgent', agent, relevantTypes: [] }] },
        'context.contextAgents[0].relevantTypes',
        'OUT_OF_RANGE',
      ],
      'one type without a list': [
        { 'context.contextAgents': [{ objectType: 'contextAgent', agent, relevantTypes: type }] },
        'context.contextAgents[0].relevantTypes',
        'NOT_AN_ARRAY',
      ],
    },
  },
  {
    section: 'Data 2.4.2.1',
    section2: '4.2.2.1',
    edition: '2.0.0',
    rule: 'the agent of a contextAgent is an Agent',
    passes: { 'an Agent': { 'context.contextAgents': [{ objectType: 'contextAgent', agent }] } },
    fails: {
      'a Group': [
        { 'context.contextAgents': [{ objectType: 'contextAgent', agent: group }] },
        'context.contextAgents[0].agent',
        'WRONG_OBJECT_TYPE',
      ],
      none: [
        { 'context.contextAgents': [{ objectType: 'contextAgent' }] },
        'context.contextAgents[0].agent',
        'MISSING_PROPERTY',
      ],
    },
  },
  {
    section: 'Data 4.3',
    section2: '4.2.7',
    edition: '2.0.0',
    rule: 'relevant types are IRIs',
    passes: { 'an IRI': { 'context.contextAgents': [{ objectType: 'contextAgent', agent, relevantTypes: [type] }] } },
    fails: {
      'a word': [
        { 'context.contextAgents': [{ objectType: 'contextAgent', agent, relevantTypes: [type, 'mentor'] }] },
        'context.contextAgents[0].relevantTypes[1]',
        'NOT_AN_IRI',
      ],
      'a word of a group': [
        { 'context.contextGroups': [{ objectType: 'contextGroup', group, relevantTypes: ['team'] }] },
        'context.contextGroups[0].relevantTypes[0]',
        'NOT_AN_IRI',
      ],
    },
  },
  {
    section: 'Data 2.4.6',
    section2: '4.2.2.5',
    edition: '2.0.0',
    rule: 'contextGroups are a list of Groups with types',
    passes: {
      one: { 'context.contextGroups': [{ objectType: 'contextGroup', group, relevantTypes: [type] }] },
      'an anonymous one': {
        'context.contextGroups': [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [agent] } }],
      },
    },
    fails: {
      'no list': [{ 'context.contextGroups': group }, 'context.contextGroups', 'NOT_AN_ARRAY'],
      'the objectType of an agent': [
        { 'context.contextGroups': [{ objectType: 'contextAgent', group }] },
        'context.contextGroups[0].objectType',
        'WRONG_OBJECT_TYPE',
      ],
      'members beside the group': [
        { 'context.contextGroups': [{ objectType: 'contextGroup', group, member: [agent] }] },
        'context.contextGroups[0].member',
        'UNKNOWN_PROPERTY',
      ],
      'no types': [
        { 'context.contextGroups': [{ objectType: 'contextGroup', group, relevantTypes: [] }] },
        'context.contextGroups[0].relevantTypes',
        'OUT_OF_RANGE',
      ],
    },
  },
  {
    section: 'Data 2.4.2.2',
    section2: '4.2.2.1',
    edition: '2.0.0',
    rule: 'the group of a contextGroup is a Group',
    passes: { 'a Group': { 'context.contextGroups': [{ objectType: 'contextGroup', group }] } },
    fails: {
      'an Agent': [
        { 'context.contextGroups': [{ objectType: 'contextGroup', group: agent }] },
        'context.contextGroups[0].group.objectType',
        'WRONG_OBJECT_TYPE',
      ],
      none: [
        { 'context.contextGroups': [{ objectType: 'contextGroup' }] },
        'context.contextGroups[0].group',
        'MISSING_PROPERTY',
      ],
    },
  },
];
