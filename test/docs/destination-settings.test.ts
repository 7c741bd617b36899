import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';
import { Settings } from '../../src/config/settings.ts';
import { readSigningKeys } from '../../src/config/signing-keys.ts';
import { freshKey } from '../delivery/attempt.ts';

const root = join(import.meta.dirname, '../..');

/** The inline tables of `auth`, `sign` and `match` in a text, as settings of a destination. */
function settingsIn(file: string): [text: string, setting: Record<string, unknown>][] {
  const tables = readFileSync(join(root, file), 'utf8').match(
    /(?:match = )?\{ (?:scheme|method|profile) = (?:[^{}]|\{[^{}]*\})* \}/g,
  );
  return (tables ?? []).map((text) => {
    const json = text.replace(/^match = /, '').replace(/([a-z_-]+) = /g, '"$1": ');
    const table = JSON.parse(json) as Record<string, unknown>;
    const setting = 'scheme' in table ? 'auth' : 'method' in table ? 'sign' : 'match';
    return [text, { [setting]: table }];
  });
}

const secrets = ['NAME', 'UDP_TOKEN', 'UDP_PASSWORD', 'UDP_KEY', 'UDP_SECRET', 'SOURCE_LMS_KEY'];

describe.each([
  ['docs/03-receiving-events.md', 16],
  ['wrangler.toml', 10],
])('%s', (file, count) => {
  const shown = settingsIn(file);

  test('shows the settings of destinations', () => {
    expect(shown).toHaveLength(count);
  });

  test.each(shown)('shows %s, which is taken', (_, setting) => {
    const read = readConfig({
      SENSOR_ID: 'urn:sensor',
      SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
      DESTINATIONS: [{ name: 'udp', url: 'https://caliper.example.org', auth: { scheme: 'none' }, ...setting }],
      PSEUDONYM_SECRET: 'a text that has thirty-two bytes or more',
      ADMIN_TOKEN: 'sixteen-or-longer',
      SIGNING_KEYS: freshKey('ES256').jwk,
      JWK_NAME: JSON.stringify(freshKey('RS256').jwk),
      ...Object.fromEntries(secrets.map((name) => [name, 'a-secret-of-exactly-32-bytes----'])),
    });
    expect(read.ok ? [] : read.faults).toEqual([]);
  });
});

test('the command for an RSA key gives one that is taken', () => {
  const page = readFileSync(join(root, 'docs/03-receiving-events.md'), 'utf8');
  const [, code = ''] = /`node -e "(.+)"`/.exec(page) ?? [];
  const jwk = execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  const settings = new Settings({ SIGNING_KEYS: jwk });
  expect(readSigningKeys(settings, []).map(({ alg }) => alg)).toEqual(['RS256']);
  expect(settings.faults).toEqual([]);
});
