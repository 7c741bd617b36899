import { activity, failing, type Rule } from './rule.ts';

const definition = (properties: unknown): Record<string, unknown> => ({
  object: { ...activity, definition: properties },
});
const interaction = (interactionType: string, properties: Record<string, unknown> = {}): Record<string, unknown> =>
  definition({ interactionType, ...properties });
const parts = [{ id: 'a' }, { id: 'b', description: { en: 'B' } }];
const types = 'true-false choice fill-in long-fill-in matching performance sequencing likert numeric other'.split(' ');

export const interactions: readonly Rule[] = [
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'an interaction has one of ten types',
    passes: Object.fromEntries(types.map((type) => [type, interaction(type)])),
    fails: failing('object.definition.interactionType', 'WRONG_INTERACTION', [
      'compound',
      'Choice',
      'fill_in',
      '',
      'constructor',
      7,
      ['choice'],
    ]),
  },
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'the other interaction properties need a type',
    passes: { 'with a type': interaction('choice', { choices: parts, correctResponsesPattern: ['a[,]b', 'a'] }) },
    fails: {
      pattern: [
        definition({ correctResponsesPattern: ['a'] }),
        'object.definition.correctResponsesPattern',
        'WRONG_INTERACTION',
      ],
      ...Object.fromEntries(
        ['choices', 'scale', 'source', 'target', 'steps'].map((list) => [
          list,
          [definition({ [list]: parts }), `object.definition.${list}`, 'WRONG_INTERACTION'] as const,
        ]),
      ),
    },
  },
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'the correct responses pattern is a list of texts',
    passes: {
      none: interaction('choice', { correctResponsesPattern: [] }),
      'a range': interaction('numeric', { correctResponsesPattern: ['4[:]'] }),
      parameters: interaction('long-fill-in', { correctResponsesPattern: ['{case_matters=false}{lang=en}To be'] }),
    },
    fails: {
      'a text': [
        interaction('true-false', { correctResponsesPattern: 'true' }),
        'object.definition.correctResponsesPattern',
        'NOT_AN_ARRAY',
      ],
      'a boolean in it': [
        interaction('true-false', { correctResponsesPattern: [true] }),
        'object.definition.correctResponsesPattern[0]',
        'WRONG_TYPE',
      ],
      'a number in it': [
        interaction('numeric', { correctResponsesPattern: ['1', 2] }),
        'object.definition.correctResponsesPattern[1]',
        'WRONG_TYPE',
      ],
    },
  },
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'component lists fit the interaction type',
    passes: {
      choice: interaction('choice', { choices: parts }),
      sequencing: interaction('sequencing', { choices: parts }),
      likert: interaction('likert', { scale: parts }),
      matching: interaction('matching', { source: parts, target: parts }),
      performance: interaction('performance', { steps: parts }),
    },
    fails: {
      'a scale for choice': [interaction('choice', { scale: parts }), 'object.definition.scale', 'WRONG_INTERACTION'],
      'choices for likert': [
        interaction('likert', { choices: parts }),
        'object.definition.choices',
        'WRONG_INTERACTION',
      ],
      'choices for true-false': [
        interaction('true-false', { choices: parts }),
        'object.definition.choices',
        'WRONG_INTERACTION',
      ],
      'choices for matching': [
        interaction('matching', { choices: parts }),
        'object.definition.choices',
        'WRONG_INTERACTION',
      ],
      'steps for sequencing': [
        interaction('sequencing', { steps: parts }),
        'object.definition.steps',
        'WRONG_INTERACTION',
      ],
      'a source for performance': [
        interaction('performance', { source: parts }),
        'object.definition.source',
        'WRONG_INTERACTION',
      ],
      'a target for numeric': [
        interaction('numeric', { target: parts }),
        'object.definition.target',
        'WRONG_INTERACTION',
      ],
      'choices for fill-in': [
        interaction('fill-in', { choices: parts }),
        'object.definition.choices',
        'WRONG_INTERACTION',
      ],
      'steps for long-fill-in': [
        interaction('long-fill-in', { steps: parts }),
        'object.definition.steps',
        'WRONG_INTERACTION',
      ],
      'a scale for other': [interaction('other', { scale: parts }), 'object.definition.scale', 'WRONG_INTERACTION'],
    },
  },
  {
    section: 'Data 2.4.4.1',
    section2: '4.2.2.3',
    rule: 'components have distinct ids, and a description at most',
    passes: {
      'an empty list': interaction('choice', { choices: [] }),
      'the same id in source and target': interaction('matching', { source: [{ id: '1' }], target: [{ id: '1' }] }),
    },
    fails: {
      twins: [
        interaction('choice', { choices: [{ id: 'a' }, { id: 'a' }] }),
        'object.definition.choices[1].id',
        'WRONG_INTERACTION',
      ],
      'no id': [interaction('choice', { choices: [{}] }), 'object.definition.choices[0].id', 'MISSING_PROPERTY'],
      'a number as id': [
        interaction('choice', { choices: [{ id: 1 }] }),
        'object.definition.choices[0].id',
        'WRONG_TYPE',
      ],
      'a text': [interaction('choice', { choices: ['a'] }), 'object.definition.choices[0]', 'NOT_AN_OBJECT'],
      'no list': [interaction('likert', { scale: { id: 'a' } }), 'object.definition.scale', 'NOT_AN_ARRAY'],
      'an unknown property': [
        interaction('performance', { steps: [{ id: 'a', correct: true }] }),
        'object.definition.steps[0].correct',
        'UNKNOWN_PROPERTY',
      ],
    },
  },
];
