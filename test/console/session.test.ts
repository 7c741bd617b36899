import { describe, expect, test } from 'vitest';
import { target } from '../../src/console/login.ts';
import { openSession, readSession } from '../../src/console/session.ts';

const token = 'an-admin-token-of-the-tests';
const now = Date.parse('2026-03-02T09:00:00Z');
const hours = 3_600_000;

describe('a session', () => {
  const value = openSession(token, now, 'random');

  test('says when it ends and holds neither the token nor a hash of it alone', () => {
    expect(value).toMatch(/^1772485200\.random\.[\w-]{43}$/);
    expect(openSession(token, now, 'other').split('.')[2]).not.toBe(value.split('.')[2]);
  });

  test('is good until it ends', () => {
    expect(readSession(token, value, now)).toEqual({ csrf: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(readSession(token, value, now + 12 * hours - 1000)).toBeDefined();
    expect(readSession(token, value, now + 12 * hours)).toBeUndefined();
  });

  test('ends when the admin token changes', () => {
    expect(readSession(`${token}2`, value, now)).toBeUndefined();
  });

  test.each([
    ['a later end', value.replace(/^\d+/, '9999999999')],
    ['another random part', value.replace('random', 'random2')],
    ['another signature', `${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`],
    ['the token of its forms as signature', `${value.slice(0, -43)}${readSession(token, value, now)?.csrf ?? ''}`],
    ['nothing', ''],
    ['something else', 'a.b.c'],
  ])('is not accepted with %s', (_, forged) => {
    expect(readSession(token, forged, now)).toBeUndefined();
  });

  test('is never accepted without an admin token', () => {
    expect(readSession('', openSession('', now, 'random'), now)).toBeUndefined();
  });

  test('has a token for forms that no other session has', () => {
    const other = openSession(token, now, 'other');
    expect(readSession(token, value, now)?.csrf).not.toBe(readSession(token, other, now)?.csrf);
  });
});

describe('after the login', () => {
  test.each(['/console', '/console/inbox', '/console/quarantine?name=a%20b&kind=failed'])(
    'one goes on to %s',
    (path) => {
      expect(target(path)).toBe(path);
    },
  );

  test.each([
    'https://evil.example/console',
    '//evil.example/console',
    '/\\evil.example/console',
    '/console/../v1/status',
    '/console/%2e%2e/v1/status',
    '/consoles',
    'javascript:alert(1)',
    '',
    undefined,
  ])('one does not go on to %s', (path) => {
    expect(target(path)).toBe('/console');
  });
});
