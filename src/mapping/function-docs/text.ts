import type { FunctionDocs } from './docs.ts';

export const textDocs: FunctionDocs = {
  text: {
    summary: 'A number or a boolean as text; text stays; objects and lists are missing.',
    parameters: {},
    examples: [{ expression: '$(event.old | text)', given: { event: { old: 2 } }, result: '2' }],
  },
  trim: {
    summary: 'Text without white space at its ends.',
    parameters: {},
    examples: [{ expression: '$(event.id | trim)', given: { event: { id: ' 0b9e\n' } }, result: '0b9e' }],
  },
  lower: {
    summary: 'Text in lower case.',
    parameters: {},
    examples: [{ expression: '$(event.type | lower)', given: { event: { type: 'PDF' } }, result: 'pdf' }],
  },
  slug: {
    summary: 'Text for the end of an IRI: lower case letters and digits, all else one `-`.',
    parameters: {},
    examples: [
      {
        expression: '$(event.tool | slug)',
        given: { event: { tool: 'Course Wiki (new)' } },
        result: 'course-wiki-new',
      },
    ],
  },
  before: {
    summary: 'What stands before the first occurrence of a text; missing without one.',
    parameters: { separator: 'the text to look for' },
    examples: [{ expression: "$(event.id | before('?'))", given: { event: { id: 'a?b' } }, result: 'a' }],
  },
  after: {
    summary: 'What stands behind the last occurrence of a text; missing without one.',
    parameters: { separator: 'the text to look for' },
    examples: [
      { expression: "$(event.id | after('@'))", given: { event: { id: 'type@video+block@0b9e' } }, result: '0b9e' },
    ],
  },
  iri: {
    summary: 'An absolute IRI; a bare UUID becomes `urn:uuid:…`; anything else is missing.',
    parameters: {},
    examples: [
      {
        expression: '$(object.id | iri)',
        given: { object: { id: 'https://lms.example.edu/x' } },
        result: 'https://lms.example.edu/x',
      },
      { expression: '$(object.id | iri)', given: { object: { id: 'not an iri' } } },
      {
        expression: '$(object.id | iri)',
        given: { object: { id: '0a1b2c3d-0000-4000-8000-000000000001' } },
        result: 'urn:uuid:0a1b2c3d-0000-4000-8000-000000000001',
      },
    ],
  },
};
