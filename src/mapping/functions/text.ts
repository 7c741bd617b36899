import type { MappingFunction } from './function.ts';

/** Text, numbers and booleans as text; `undefined` for objects, lists and empty text. */
export function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
/** An IRI in which nothing needs encoding. A UUID has no colon. */
const PLAIN_IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]+$/;
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
    input: 'any',
    parameters: [],
    returns: 'text',
    apply: toText,
  },
  {
    name: 'trim',
    input: 'any',
    parameters: [],
    returns: 'text',
    apply: onText((text) => text.trim()),
  },
  {
    name: 'lower',
    input: 'any',
    parameters: [],
    returns: 'text',
    apply: onText((text) => text.toLowerCase()),
  },
  {
    name: 'slug',
    input: 'any',
    parameters: [],
    returns: 'text',
    apply: onText((text) => {
      const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
      return plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
    }),
  },
  {
    name: 'before',
    input: 'any',
    parameters: [{ name: 'separator', kind: 'text' }],
    returns: 'text',
    apply: onText((text, [given]) => {
      const separator = toText(given);
      const at = separator === undefined ? -1 : text.indexOf(separator);
      return at < 0 ? undefined : text.slice(0, at);
    }),
  },
  {
    name: 'after',
    input: 'any',
    parameters: [{ name: 'separator', kind: 'text' }],
    returns: 'text',
    apply: onText((text, [given]) => {
      const separator = toText(given);
      const at = separator === undefined ? -1 : text.lastIndexOf(separator);
      return at < 0 ? undefined : text.slice(at + (separator ?? '').length);
    }),
  },
  {
    name: 'iri',
    input: 'any',
    parameters: [],
    returns: 'iri',
    apply: onText((text) => {
      // One look instead of four for nearly all that is one.
      if (PLAIN_IRI.test(text)) return text;
      if (UUID.test(text)) return `urn:uuid:${text.toLowerCase()}`;
      const encoded = text.trim().replace(/[\s<>"{}|\\^`]/g, encodeURIComponent);
      return ABSOLUTE.test(encoded) && !text.includes(' ') ? encoded : undefined;
    }),
  },
];
