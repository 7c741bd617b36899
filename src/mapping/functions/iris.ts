import { own } from './collections.ts';
import { encodePart } from './encode-part.ts';
import type { MappingFunction } from './function.ts';
import { toText } from './text.ts';

export const iriFunctions: readonly MappingFunction[] = [
  {
    name: 'keys',
    summary: 'The names of the properties of an object, as a list.',
    input: 'any',
    parameters: [],
    returns: 'list',
    examples: [
      { expression: '$(event.parts | keys)', given: { event: { parts: { a: 1, b: 2 } } }, result: ['a', 'b'] },
      { expression: '$(event.parts | keys)', given: { event: { parts: ['a'] } } },
    ],
    apply: (input) =>
      typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : undefined,
  },
  {
    name: 'iris',
    summary:
      'A list of IRIs: behind the given text, each item of a list, or one property of it. Items without it are left out.',
    input: 'any',
    parameters: [
      { name: 'before', kind: 'text', summary: 'what all of the IRIs begin with' },
      { name: 'property', kind: 'text', summary: 'which property of the items', optional: true },
    ],
    returns: 'list',
    examples: [
      {
        expression: "$(event.result | iris(event.root, 'usage_key'))",
        given: { event: { root: 'urn:b:', result: [{ usage_key: 'i4x://edX/DemoX/problem/p1' }, null] } },
        result: ['urn:b:i4x:%2F%2FedX%2FDemoX%2Fproblem%2Fp1'],
      },
      {
        expression: "$(event.tags | iris('urn:tag:'))",
        given: { event: { tags: ['a', 'b c'] } },
        result: ['urn:tag:a', 'urn:tag:b%20c'],
      },
    ],
    apply: (input, [before, property]) => {
      const root = toText(before);
      const name = toText(property);
      if (root === undefined || !Array.isArray(input)) return undefined;
      const parts = input.map((item: unknown) => toText(name === undefined ? item : own(item, name)));
      const iris = parts.filter((part) => part !== undefined).map((part) => root + encodePart(part));
      return iris.length > 0 ? iris : undefined;
    },
  },
];
