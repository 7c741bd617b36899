import { own } from './collections.ts';
import { encodePart } from './encode-part.ts';
import type { MappingFunction } from './function.ts';
import { toText } from './text.ts';

export const iriFunctions: readonly MappingFunction[] = [
  {
    name: 'keys',
    input: 'any',
    parameters: [],
    returns: 'list',
    apply: (input) =>
      typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : undefined,
  },
  {
    name: 'iris',
    input: 'any',
    parameters: [
      { name: 'before', kind: 'text' },
      { name: 'property', kind: 'text', optional: true },
    ],
    returns: 'list',
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
