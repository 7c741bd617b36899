import { describe, expect, test } from 'vitest';
import { readAuth } from '../../src/config/destination-auth.ts';
import { Settings } from '../../src/config/settings.ts';
import type { SignConfig } from '../../src/config/config.ts';

/** What is read from `auth` with the secret KEY, or the faults. */
function read(auth: unknown, secret = 'the key 1', method: SignConfig['method'] = 'none'): unknown {
  const settings = new Settings({ KEY: secret });
  const result = readAuth(settings, 'auth', auth, method);
  return settings.faults.length === 0 ? result : settings.faults.map((fault) => `${fault.setting}: ${fault.message}`);
}

describe('auth', () => {
  test.each([
    [{ scheme: 'none' }, { scheme: 'none' }],
    [
      { scheme: 'raw-key', secret: 'KEY' },
      { scheme: 'raw-key', key: 'the key 1' },
    ],
    [
      { scheme: 'basic', user: 'edx', secret: 'KEY' },
      { scheme: 'basic', user: 'edx', password: 'the key 1' },
    ],
    [
      { scheme: 'custom', word: 'Token', secret: 'KEY' },
      { scheme: 'custom', word: 'Token', key: 'the key 1' },
    ],
  ])('%j is read', (auth, expected) => {
    expect(read(auth)).toEqual(expected);
  });

  test.each([
    [{}, 'auth.scheme: is missing: give none, bearer, raw-key, basic, custom, oauth2 or profile-service'],
    [
      { scheme: 'Basic' },
      'auth.scheme: must be one of none, bearer, raw-key, basic, custom, oauth2, profile-service; did you mean basic?',
    ],
    [{ scheme: 'raw-key' }, 'auth.secret: is missing: give the name of the secret'],
    [
      { scheme: 'raw-key', secret: 'KEY', word: 'Token' },
      'auth.word: is not a setting here: the keys are scheme, secret',
    ],
    [{ scheme: 'basic', secret: 'KEY' }, 'auth.user: must be the name of the user, without a colon'],
    [{ scheme: 'basic', user: 'a:b', secret: 'KEY' }, 'auth.user: must be the name of the user, without a colon'],
    [
      { scheme: 'custom', word: 'My Token', secret: 'KEY' },
      'auth.word: must be the word before the key, without spaces, e.g. word = "Token"',
    ],
    [
      { scheme: 'bearer', secret: 'KEY' },
      'auth.secret: names a secret with characters that a bearer token cannot have',
    ],
  ])('%j is refused', (auth, fault) => {
    expect(read(auth)).toEqual([fault]);
  });

  test.each([
    [{ scheme: 'raw-key', secret: 'KEY' }, 'a key'],
    [{ scheme: 'custom', word: 'Token', secret: 'KEY' }, 'a key'],
    [{ scheme: 'basic', user: 'edx', secret: 'KEY' }, 'a password'],
  ])('%j is refused with a secret of two lines', (auth, what) => {
    expect(read(auth, 'a\nb')).toEqual([`auth.secret: names a secret with characters that ${what} cannot have`]);
  });

  test('is taken by the token of bearer-jwt, and may be left out there', () => {
    expect(read(undefined, 'key', 'bearer-jwt')).toEqual({ scheme: 'none' });
    expect(read({ scheme: 'raw-key', secret: 'KEY' }, 'key', 'bearer-jwt')).toEqual([
      'auth: must be left out: with sign.method bearer-jwt the token stands in Authorization',
    ]);
    const oauth2 = { scheme: 'oauth2', 'token-url': 'https://login.example.org/', 'client-id': 'edx', secret: 'KEY' };
    expect(read(oauth2, 'key', 'bearer-jwt')).toEqual([
      'auth: must be left out: with sign.method bearer-jwt the token stands in Authorization',
    ]);
    expect(read(undefined)).toEqual([
      'auth: is missing: give e.g. { scheme = "bearer", secret = "NAME_OF_THE_SECRET" }',
    ]);
  });
});
