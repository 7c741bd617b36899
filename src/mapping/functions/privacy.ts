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
      const value = trimmed(toText(input));
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

/** Nearly all ids begin and end with what no trimming takes away: to see that is a third of the work. */
function trimmed(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
