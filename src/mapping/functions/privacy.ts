import type { MappingFunction } from './function.ts';
import { scrubUrl } from './scrub-url.ts';
import { toText } from './text.ts';

export const privacyFunctions: readonly MappingFunction[] = [
  {
    name: 'pseudonym',
    summary:
      'A UUID in place of what names a person: HMAC-SHA-256 under the secret of this adapter, in a named scope. The same value in the same scope gives the same pseudonym.',
    input: 'any',
    parameters: [{ name: 'scope', kind: 'text', summary: 'what the value is a name in, e.g. learner, session' }],
    returns: 'text',
    opens: 'pseudonym',
    examples: [],
    apply: (input, [scope], context) => {
      const value = toText(input)?.trim();
      const name = toText(scope);
      return value === undefined || value === '' || name === undefined ? undefined : context.pseudonym(name, value);
    },
  },
  {
    name: 'url',
    summary:
      'A web address without what can name a person: no user, query or fragment; user names, certificate ids and tokens in known paths become `-`. What is not http or https is missing; a path is put behind the given root.',
    input: 'any',
    parameters: [{ name: 'root', kind: 'any', summary: 'root for addresses that are only a path', optional: true }],
    returns: 'iri',
    opens: 'url',
    examples: [
      {
        expression: '$(page | url)',
        given: { page: 'https://lms.example.edu/courses/c1/courseware/?token=abc#x' },
        result: 'https://lms.example.edu/courses/c1/courseware/',
      },
      {
        expression: '$(page | url)',
        given: { page: 'https://lms.example.edu/u/jane_doe' },
        result: 'https://lms.example.edu/u/-',
      },
      { expression: '$(page | url(lms))', given: { page: '/dashboard' }, result: 'https://lms.example.edu/dashboard' },
      { expression: '$(page | url)', given: { page: 'x_module' } },
    ],
    apply: (input, [root]) => scrubUrl(toText(input), toText(root)),
  },
  {
    name: 'freeText',
    summary: 'What a learner wrote; missing unless the operator has set `FREE_TEXT = "on"`.',
    input: 'any',
    parameters: [],
    returns: 'any',
    opens: 'writing',
    examples: [{ expression: '$(event.answer | freeText)', given: { event: { answer: 'my words' } } }],
    apply: (input, _args, context) => (context.freeText ? input : undefined),
  },
];
