import { describe, expect, test } from 'vitest';
import type { SourceConfig } from '../../src/config/config.ts';
import { authenticate } from '../../src/ingest/source-keys.ts';

const source = (name: string, ...keys: string[]): SourceConfig => ({
  name,
  lms: 'https://lms.example.edu',
  keys,
  compat: [],
  onInvalid: 'reject',
});
const sources = [source('lms', 'key-of-lms-0123456'), source('lrs', 'new-key:of:lrs', 'key:of:lrs'), source('none')];

const who = (authorization?: string): string => {
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  const result = authenticate(new Request('http://adapter/', { headers }), sources);
  if (result instanceof Promise) return 'it has to be waited for';
  return result.ok ? result.source.name : result.code;
};
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a source is known by its key', () => {
  test.each([
    ['Bearer', 'Bearer key-of-lms-0123456', 'lms'],
    ['Bearer in lower case', 'bearer  key-of-lms-0123456', 'lms'],
    ['Basic with the name as user', basic('lms:key-of-lms-0123456'), 'lms'],
    ['Basic with colons in the key', basic('lrs:key:of:lrs'), 'lrs'],
    ['Basic with the other of two keys', basic('lrs:new-key:of:lrs'), 'lrs'],
    ['Bearer with the other of two keys', 'Bearer new-key:of:lrs', 'lrs'],
    ['Basic with an opaque token', 'Basic key-of-lms-0123456', 'lms'],
  ])('%s', (_, authorization, name) => {
    expect(who(authorization)).toBe(name);
  });
});

describe('a request is refused', () => {
  test.each([
    ['without a key', undefined, 'NO_KEY'],
    ['with an empty header', ' ', 'NO_KEY'],
    ['with another key', 'Bearer key-of-lms-0123457', 'WRONG_KEY'],
    ['with a part of the key', 'Bearer key-of-lms', 'WRONG_KEY'],
    ['with the key and more', 'Bearer key-of-lms-01234567', 'WRONG_KEY'],
    ['with the user of another source', basic('lrs:key-of-lms-0123456'), 'WRONG_KEY'],
    ['with no key of a source that has none', basic('none:'), 'WRONG_KEY'],
    ['with a token where no source takes any', 'Bearer eyJhbGciOiJFUzI1NiJ9.e30.AAAA', 'WRONG_KEY'],
    ['with no user', basic(':key-of-lms-0123456'), 'WRONG_KEY'],
    ['with another scheme', 'Digest key-of-lms-0123456', 'WRONG_KEY'],
    ['with the bare key', 'key-of-lms-0123456', 'WRONG_KEY'],
    ['with Basic that is not base64', 'Basic ???', 'WRONG_KEY'],
    ['with nothing behind the scheme', 'Bearer', 'WRONG_KEY'],
  ])('%s', (_, authorization, code) => {
    expect(who(authorization)).toBe(code);
  });

  test('and is told what to send', () => {
    expect(authenticate(new Request('http://adapter/'), sources)).toEqual({
      ok: false,
      status: 401,
      code: 'NO_KEY',
      message:
        'no key: send Authorization: Bearer <key>, or Basic with the name of the source as user and the key as password',
      headers: { 'WWW-Authenticate': 'Bearer, Basic realm="caliper-edge", charset="UTF-8"' },
    });
  });
});
