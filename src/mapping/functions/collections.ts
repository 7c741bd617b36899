import type { MappingFunction } from './function.ts';
import { tidy, toNumber } from './numbers.ts';
import { toText } from './text.ts';

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key of the map's own, never one of its prototype: records come from strangers. */
export function own(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? (value[Number(key)] as unknown) : undefined;
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Follows keys joined by dots. */
function along(value: unknown, path: string): unknown {
  return path.split('.').reduce(own, value);
}

export const collectionFunctions: readonly MappingFunction[] = [
  {
    name: 'list',
    summary: 'A list: a list stays, any other value becomes a list of one.',
    input: 'any',
    parameters: [],
    returns: 'list',
    examples: [{ expression: '$(event.tag | list)', given: { event: { tag: 'a' } }, result: ['a'] }],
    // `isArray` makes `any[]` of what is unknown.
    apply: (input) => (Array.isArray(input) ? (input as unknown[]) : [input]),
  },
  {
    name: 'split',
    summary: 'The parts of a text, as a list; a list stays.',
    input: 'any',
    parameters: [{ name: 'separator', kind: 'text', summary: 'what stands between them' }],
    returns: 'list',
    examples: [
      {
        expression: "$(event.chosen | split('[,]'))",
        given: { event: { chosen: 'golf[,]tetris' } },
        result: ['golf', 'tetris'],
      },
    ],
    apply: (input, [separator]) => {
      if (Array.isArray(input)) return input as unknown[];
      const between = toText(separator);
      return between === undefined || between === '' ? undefined : toText(input)?.split(between);
    },
  },
  {
    name: 'join',
    summary: 'The texts of a list as one text.',
    input: 'list',
    parameters: [{ name: 'separator', kind: 'text', summary: 'what stands between them' }],
    returns: 'text',
    examples: [{ expression: "$(event.ids | join(', '))", given: { event: { ids: ['a', 'b'] } }, result: 'a, b' }],
    apply: (input, [separator]) => {
      const items = (Array.isArray(input) ? input : [input]).map(toText).filter((item) => item !== undefined);
      return items.length > 0 ? items.join(toText(separator) ?? '') : undefined;
    },
  },
  {
    name: 'count',
    summary: 'How many items a list has, or properties an object.',
    input: 'any',
    parameters: [],
    returns: 'integer',
    examples: [
      { expression: '$(event.submission | count)', given: { event: { submission: { a: 1, b: 2 } } }, result: 2 },
    ],
    apply: (input) => (Array.isArray(input) ? input.length : isMap(input) ? Object.keys(input).length : undefined),
  },
  {
    name: 'sum',
    summary: 'The sum of the numbers at a path in the items of a list. Items without one add nothing.',
    input: 'any',
    parameters: [{ name: 'path', kind: 'text', summary: 'keys joined by dots' }],
    returns: 'number',
    examples: [
      {
        expression: "$(event.parts | sum('option.points'))",
        given: { event: { parts: [{ option: { points: 2 } }, { option: { points: '0.5' } }, { option: null }] } },
        result: 2.5,
      },
      { expression: "$(event.parts | sum('option.points'))", given: { event: { parts: [{ option: {} }] } } },
    ],
    apply: (input, [path]) => {
      const numbers = (Array.isArray(input) ? input : [input])
        .map((item) => toNumber(along(item, toText(path) ?? '')))
        .filter((number) => number !== undefined);
      return numbers.length > 0 ? tidy(numbers.reduce((total, number) => total + number, 0)) : undefined;
    },
  },
  {
    name: 'get',
    summary: 'The property of an object, or the item of a list, whose key is itself a value.',
    input: 'any',
    parameters: [{ name: 'key', kind: 'any', summary: 'name of the property, or position from 0' }],
    returns: 'any',
    examples: [
      {
        expression: '$(event.correct_map | get(event.part))',
        given: { event: { part: 'p_2_1', correct_map: { p_2_1: 'correct' } } },
        result: 'correct',
      },
    ],
    apply: (input, [key]) => {
      const name = toText(key);
      return name === undefined ? undefined : own(input, name);
    },
  },
  {
    name: 'where',
    summary: 'The first item of a list (or the object itself) in which a path has a value.',
    input: 'any',
    parameters: [
      { name: 'path', kind: 'text', summary: 'keys joined by dots' },
      { name: 'value', kind: 'any', summary: 'what must stand there' },
    ],
    returns: 'any',
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
    apply: (input, [path, value]) =>
      (Array.isArray(input) ? input : [input]).find((item) => along(item, toText(path) ?? '') === value) as unknown,
  },
  {
    name: 'language',
    summary: 'One text of a language map: the wanted language, a variant of it, else the first.',
    input: 'any',
    parameters: [{ name: 'tag', kind: 'text', summary: 'RFC 5646 language tag, e.g. en', optional: true }],
    returns: 'text',
    examples: [
      {
        expression: "$(object.definition.name | language('en'))",
        given: { object: { definition: { name: { 'fr-FR': 'Fleurs', 'en-US': 'Flowers' } } } },
        result: 'Flowers',
      },
    ],
    apply: (input, [tag]) => {
      if (typeof input === 'string') return toText(input);
      if (!isMap(input)) return undefined;
      const wanted = (toText(tag) ?? 'en').toLowerCase();
      const entries = Object.entries(input);
      const exact = entries.find(([language]) => language.toLowerCase() === wanted);
      const variant = entries.find(([language]) => language.toLowerCase().startsWith(`${wanted}-`));
      return toText((exact ?? variant ?? entries[0])?.[1]);
    },
  },
];
