import type { MappingFunction } from './function.ts';

/** The name of an input: that of the block, the number of the response, that of its input, and for some kinds of input more. */
const INPUT = /^input_([\w.~-]{1,255})_\d+_\d+(?:_(?:dynamath|choiceinput_.*|text))?$/;

/**
 * The block id of a problem in the form that a browser sends when a learner answers it: `p1` in `input_p1_2_1=choice_0&…`, `undefined`
 * if the first input has another form of name. Block ids may hold `_` and digits, so the numbers are those at the end.
 */
export function problemOfForm(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [name = ''] = value.split(/[=&]/, 1);
  return INPUT.exec(name.replace(/(?:\[\]|%5B%5D)$/i, ''))?.[1];
}

export const problemFormFunctions: readonly MappingFunction[] = [
  {
    name: 'problemOfForm',
    input: 'any',
    parameters: [],
    returns: 'text',
    apply: problemOfForm,
  },
];
