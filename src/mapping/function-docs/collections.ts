import type { FunctionDocs } from './docs.ts';

export const collectionsDocs: FunctionDocs = {
  list: {
    summary: 'A list: a list stays, any other value becomes a list of one.',
    parameters: {},
    examples: [{ expression: '$(event.tag | list)', given: { event: { tag: 'a' } }, result: ['a'] }],
  },
  split: {
    summary: 'The parts of a text, as a list; a list stays.',
    parameters: { separator: 'what stands between them' },
    examples: [
      {
        expression: "$(event.chosen | split('[,]'))",
        given: { event: { chosen: 'golf[,]tetris' } },
        result: ['golf', 'tetris'],
      },
    ],
  },
  join: {
    summary: 'The texts of a list as one text.',
    parameters: { separator: 'what stands between them' },
    examples: [{ expression: "$(event.ids | join(', '))", given: { event: { ids: ['a', 'b'] } }, result: 'a, b' }],
  },
  count: {
    summary: 'How many items a list has, or properties an object.',
    parameters: {},
    examples: [
      { expression: '$(event.submission | count)', given: { event: { submission: { a: 1, b: 2 } } }, result: 2 },
    ],
  },
  sum: {
    summary: 'The sum of the numbers at a path in the items of a list. Items without one add nothing.',
    parameters: { path: 'keys joined by dots' },
    examples: [
      {
        expression: "$(event.parts | sum('option.points'))",
        given: { event: { parts: [{ option: { points: 2 } }, { option: { points: '0.5' } }, { option: null }] } },
        result: 2.5,
      },
      { expression: "$(event.parts | sum('option.points'))", given: { event: { parts: [{ option: {} }] } } },
    ],
  },
  get: {
    summary: 'The property of an object, or the item of a list, whose key is itself a value.',
    parameters: { key: 'name of the property, or position from 0' },
    examples: [
      {
        expression: '$(event.correct_map | get(event.part))',
        given: { event: { part: 'p_2_1', correct_map: { p_2_1: 'correct' } } },
        result: 'correct',
      },
    ],
  },
  where: {
    summary: 'The first item of a list (or the object itself) in which a path has a value.',
    parameters: { path: 'keys joined by dots', value: 'what must stand there' },
    examples: [
      {
        expression: "$(context.grouping | where('type', 'course') | get('id'))",
        given: {
          context: {
            grouping: [
              { type: 'video', id: 'v' },
              { type: 'course', id: 'c' },
            ],
          },
        },
        result: 'c',
      },
    ],
  },
  language: {
    summary: 'One text of a language map: the wanted language, a variant of it, else the first.',
    parameters: { tag: 'RFC 5646 language tag, e.g. en' },
    examples: [
      {
        expression: "$(object.definition.name | language('en'))",
        given: { object: { definition: { name: { 'fr-FR': 'Fleurs', 'en-US': 'Flowers' } } } },
        result: 'Flowers',
      },
    ],
  },
};
