import type { FunctionDocs } from './docs.ts';

export const privacyDocs: FunctionDocs = {
  pseudonym: {
    summary:
      'A UUID in place of what names a person: HMAC-SHA-256 under the secret of this adapter, in a named scope. The same value in the same scope gives the same pseudonym.',
    parameters: { scope: 'what the value is a name in, e.g. learner, session' },
    examples: [],
  },
  url: {
    summary:
      'A web address without what can name a person: no user, query or fragment; user names, certificate ids and tokens in known paths become `-`. What is not http or https is missing; a path is put behind the given root.',
    parameters: { root: 'root for addresses that are only a path' },
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
  },
  freeText: {
    summary: 'What a learner wrote; missing unless the operator has set `FREE_TEXT = "on"`.',
    parameters: {},
    examples: [{ expression: '$(event.answer | freeText)', given: { event: { answer: 'my words' } } }],
  },
};
