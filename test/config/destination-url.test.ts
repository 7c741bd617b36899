import { describe, expect, test } from 'vitest';
import type { DestinationConfig } from '../../src/config/config.ts';
import { readDestinations } from '../../src/config/destinations.ts';
import { Settings } from '../../src/config/settings.ts';

/** One destination as it is read, or the faults. */
function read(table: Record<string, unknown>): DestinationConfig | undefined | string[] {
  const destination = { name: 'udp', sign: { method: 'none' }, ...table };
  const settings = new Settings({ DESTINATIONS: [destination], SECRET: 'the secret' });
  const [found] = readDestinations(settings, ['lms']) ?? [];
  return settings.faults.length === 0 ? found : settings.faults.map(({ setting, message }) => `${setting}: ${message}`);
}
const urlOf = (table: Record<string, unknown>): unknown => {
  const result = read(table);
  return result === undefined || Array.isArray(result) ? result : result.url;
};

const client = { 'token-url': 'https://login.example.org/token', 'client-id': 'edx', secret: 'SECRET' };
const lti11 = {
  ...{ scheme: 'profile-service', 'profile-url': 'https://lms.example.org/profile' },
  ...{ 'consumer-key': 'edx', secret: 'SECRET' },
};
const claim = { caliper_endpoint_url: 'https://told.example.org/events#x' };

describe('the url of a destination', () => {
  test('is its own with OAuth 2', () => {
    expect(urlOf({ url: 'https://caliper.example.org/#x', auth: { scheme: 'oauth2', ...client } })).toBe(
      'https://caliper.example.org/',
    );
    expect(urlOf({ auth: { scheme: 'oauth2', ...client } })).toEqual([
      'DESTINATIONS[0].url: is missing: give the address, e.g. https://caliper.example.org/events',
    ]);
  });

  test.each([{}, { url: 'https://caliper.example.org/' }])('is told by the claim of LTI 1.3 (%j)', (more) => {
    expect(urlOf({ ...more, auth: { scheme: 'profile-service', claim, ...client } })).toBe(
      'https://told.example.org/events',
    );
  });

  test.each([{}, { url: 'https://caliper.example.org/' }])('is told later by a profile service (%j)', (more) => {
    expect(urlOf({ ...more, auth: lti11 })).toBe('https://lms.example.org/profile');
  });

  test('must be sound all the same', () => {
    expect(urlOf({ url: 'http://caliper.example.org/', auth: lti11 })).toEqual([
      'DESTINATIONS[0].url: must be https; http is allowed for localhost only',
    ]);
  });
});

describe('discover', () => {
  const table = { url: 'https://caliper.example.org/', auth: { scheme: 'none' } };

  test.each([
    [{}, undefined],
    [{ discover: false }, undefined],
    [{ discover: true }, true],
  ])('%j', (more, expected) => {
    const result = read({ ...table, ...more });
    expect(Array.isArray(result) ? result : result?.discover).toBe(expected);
  });

  test('is true or false', () => {
    expect(read({ ...table, discover: 'yes' })).toEqual(['DESTINATIONS[0].discover: must be true or false']);
  });
});
