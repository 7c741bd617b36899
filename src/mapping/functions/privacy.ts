import type { MappingFunction } from './function.ts';
import { scrubUrl } from './scrub-url.ts';
import { toText } from './text.ts';

export const privacyFunctions: readonly MappingFunction[] = [
  {
    name: 'pseudonym',
    input: 'any',
    parameters: [{ name: 'scope', kind: 'text' }],
    returns: 'text',
    opens: 'pseudonym',
    apply: (input, args, context) => {
      const value = toText(input)?.trim();
      const name = toText(args[0]);
      return value === undefined || value === '' || name === undefined ? undefined : context.pseudonym(name, value);
    },
  },
  {
    name: 'url',
    input: 'any',
    parameters: [{ name: 'root', kind: 'any', optional: true }],
    returns: 'iri',
    opens: 'url',
    apply: (input, [root]) => scrubUrl(toText(input), toText(root)),
  },
  {
    name: 'freeText',
    input: 'any',
    parameters: [],
    returns: 'any',
    opens: 'writing',
    apply: (input, _args, context) => (context.freeText ? input : undefined),
  },
];
