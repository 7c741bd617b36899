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
