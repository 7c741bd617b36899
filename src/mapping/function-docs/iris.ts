import type { FunctionDocs } from './docs.ts';

export const irisDocs: FunctionDocs = {
  keys: {
    summary: 'The names of the properties of an object, as a list.',
    parameters: {},
    examples: [
      { expression: '$(event.parts | keys)', given: { event: { parts: { a: 1, b: 2 } } }, result: ['a', 'b'] },
      { expression: '$(event.parts | keys)', given: { event: { parts: ['a'] } } },
    ],
  },
  iris: {
    summary:
      'A list of IRIs: behind the given text, each item of a list, or one property of it. Items without it are left out.',
    parameters: { before: 'what all of the IRIs begin with', property: 'which property of the items' },
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
  },
};
