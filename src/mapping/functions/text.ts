import type { MappingFunction } from './function.ts';

/** Text, numbers and booleans as text; `undefined` for objects, lists and empty text. */
export function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function onText(change: (text: string, args: readonly unknown[]) => string | undefined): MappingFunction['apply'] {
  return (input, args) => {
    const text = toText(input);
    return text === undefined ? undefined : change(text, args);
  };
}

export const textFunctions: readonly MappingFunction[] = [
  {
    name: 'text',
    summary: 'A number or a boolean as text; text stays; objects and lists are missing.',
    input: 'any',
    parameters: [],
    returns: 'text',
    examples: [{ expression: '$(event.old | text)', given: { event: { old: 2 } }, result: '2' }],
    apply: toText,
  },
  {
    name: 'trim',
    summary: 'Text without white space at its ends.',
    input: 'any',
    parameters: [],
    returns: 'text',
    examples: [{ expression: '$(event.id | trim)', given: { event: { id: ' 0b9e\n' } }, result: '0b9e' }],
    apply: onText((text) => text.trim()),
  },
  {
    name: 'lower',
    summary: 'Text in lower case.',
    input: 'any',
    parameters: [],
    returns: 'text',
    examples: [{ expression: '$(event.type | lower)', given: { event: { type: 'PDF' } }, result: 'pdf' }],
    apply: onText((text) => text.toLowerCase()),
  },
  {
    name: 'slug',
    summary: 'Text for the end of an IRI: lower case letters and digits, all else one `-`.',
    input: 'any',
    parameters: [],
    returns: 'text',
    examples: [
      {
        expression: '$(event.tool | slug)',
        given: { event: { tool: 'Course Wiki (new)' } },
        result: 'course-wiki-new',
      },
    ],
    apply: onText((text) => {
      const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
      return plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
    }),
  },
  {
    name: 'before',
    summary: 'What stands before the first occurrence of a text; missing without one.',
    input: 'any',
    parameters: [{ name: 'separator', kind: 'text', summary: 'the text to look for' }],
    returns: 'text',
    examples: [{ expression: "$(event.id | before('?'))", given: { event: { id: 'a?b' } }, result: 'a' }],
    apply: onText((text, [given]) => {
      const separator = toText(given);
      const at = separator === undefined ? -1 : text.indexOf(separator);
      return at < 0 ? undefined : text.slice(0, at);
    }),
  },
  {
    name: 'after',
    summary: 'What stands behind the last occurrence of a text; missing without one.',
    input: 'any',
    parameters: [{ name: 'separator', kind: 'text', summary: 'the text to look for' }],
    returns: 'text',
    examples: [
      { expression: "$(event.id | after('@'))", given: { event: { id: 'type@video+block@0b9e' } }, result: '0b9e' },
    ],
    apply: onText((text, [given]) => {
      const separator = toText(given);
      const at = separator === undefined ? -1 : text.lastIndexOf(separator);
      return at < 0 ? undefined : text.slice(at + (separator ?? '').length);
    }),
  },
  {
    name: 'iri',
    summary: 'An absolute IRI; a bare UUID becomes `urn:uuid:…`; anything else is missing.',
    input: 'any',
    parameters: [],
    returns: 'iri',
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
    apply: onText((text) => {
      if (UUID.test(text)) return `urn:uuid:${text.toLowerCase()}`;
      const encoded = text.trim().replace(/[\s<>"{}|\\^`]/g, encodeURIComponent);
      return ABSOLUTE.test(encoded) && !text.includes(' ') ? encoded : undefined;
    }),
  },
];
