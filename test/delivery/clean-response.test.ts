import { expect, test } from 'vitest';
import { cleanResponse } from '../../src/delivery/clean-response.ts';

const clean = (text: string, secrets: string[] = []): string => cleanResponse(new TextEncoder().encode(text), secrets);

test.each([
  ['an answer as it is', '{"error":"actor.id: not an IRI"}\n\tline 2', '{"error":"actor.id: not an IRI"}\n\tline 2'],
  ['control characters out', 'a\u0000b\u001b[31mc\r\n', 'ab[31mc'],
  ['secrets out', 'bad token s3cret-token here', 'bad token [secret] here'],
  ['e-mail addresses out', 'ask help+caliper@example.org.', 'ask [removed].'],
  ['IP addresses out', 'from 192.0.2.17', 'from [removed]'],
  ['half a character at the cut out', `${'x'.repeat(2047)}é`, 'x'.repeat(2047)],
])('it keeps %s', (_, text, expected) => {
  expect(clean(text, ['s3cret-token', ''])).toBe(expected);
});

const token = 'canary-token/with "quotes" and \\';

test.each([
  ['at the end of what is kept', `${'x'.repeat(2040)}${token}, and more`, `${'x'.repeat(2040)}[secret]`],
  ['across the end of what is read', `${'x'.repeat(1500)}${token.repeat(40)}`, `${'x'.repeat(1500)}[secret]`],
  ['where the answer breaks off', `your key was ${token.slice(0, 20)}`, 'your key was [secret]'],
  ['as JSON escapes it', JSON.stringify({ key: token }), '{"key":"[secret]"}'],
  ['as a URL escapes it', `?key=${encodeURIComponent(token)}`, '?key=[secret]'],
  ['with control characters in it', `key ${token.slice(0, 9)}\u0000${token.slice(9)}`, 'key [secret]'],
])('no part of a secret is kept %s', (_, text, expected) => {
  expect(clean(text, [text.includes(token.repeat(2)) ? token.repeat(40) : token])).toBe(expected);
});

test('no part of an e-mail address is kept at the end of what is kept', () => {
  expect(clean(`${'x'.repeat(2030)} jane.doe@university.example.edu wrote`)).toBe(
    `${'x'.repeat(2030)} [removed] wrote`,
  );
});
