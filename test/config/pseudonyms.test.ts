import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';

const long = 'a text that has thirty-two bytes or more';
const env = {
  SENSOR_ID: 'urn:sensor',
  SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
  SOURCE_LMS_KEY: 'the-key-of-the-lms',
  PSEUDONYM_SECRET: long,
  PSEUDONYM_SECRET_2027: 'another text of thirty-two bytes or more',
  PSEUDONYM_SECRET_2028: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
  SHORT: 'too short',
  ADMIN_TOKEN: 'sixteen-or-longer',
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(changes: Record<string, unknown>, destination: Record<string, unknown> = {}) {
  const own = { name: 'udp', url: 'https://caliper.example.org', auth: { scheme: 'none' }, sign: { method: 'none' } };
  return readConfig({ ...env, DESTINATIONS: [{ ...own, ...destination }], ...changes });
}

function faults(changes: Record<string, unknown>, destination: Record<string, unknown> = {}): string[] {
  const result = read(changes, destination);
  return result.ok ? [] : result.faults.map(({ setting, message }) => `${setting}: ${message}`);
}

describe('PSEUDONYM_ROTATION', () => {
  test('gives secrets in the order of time, whose instants are in UTC', () => {
    const list = [
      { secret: 'PSEUDONYM_SECRET_2027', from: '2027-01-01T00:00:00+01:00' },
      { secret: 'PSEUDONYM_SECRET_2028', from: '2028-01-01T00:00:00.5Z' },
    ];
    for (const value of [list, JSON.stringify(list)]) {
      const result = read({ PSEUDONYM_ROTATION: value });
      expect(result.ok && result.config.pseudonymRotation).toEqual([
        { from: '2026-12-31T23:00:00.000Z', secret: bytes('another text of thirty-two bytes or more') },
        { from: '2028-01-01T00:00:00.500Z', secret: Uint8Array.from({ length: 32 }, (_, index) => index) },
      ]);
    }
  });

  test.each([undefined, [], '[]', ''])('is none when it is %j', (value) => {
    const result = read({ PSEUDONYM_ROTATION: value });
    expect(result.ok && 'pseudonymRotation' in result.config).toBe(false);
  });

  test('has all its faults listed, and no secret is', () => {
    const list = [
      { secret: 'PSEUDONYM_SECRET_2027', from: '2028-01-01T00:00:00Z' },
      { secret: 'PSEUDONYM_SECRET_2028', from: '2027-01-01T00:00:00Z' },
      { secret: 'PSEUDONYM_SECRET_2027', from: '2028-01-01T01:00:00+01:00' },
      { secret: 'PSEUDONYM_SECRET', from: '2030-01-01' },
      { secret: 'SHORT', from: '2031-02-31T00:00:00Z', until: 7 },
      { secret: 'NOT_THERE' },
      'x',
    ];
    expect(faults({ PSEUDONYM_ROTATION: list })).toEqual([
      'PSEUDONYM_ROTATION[6]: must be a table',
      'PSEUDONYM_ROTATION[3].from: must be an instant as text, with Z or an offset, e.g. { secret = "PSEUDONYM_SECRET_2027", from = "2027-01-01T00:00:00Z" }',
      'PSEUDONYM_ROTATION[4].until: is not a setting here: the keys are secret, from',
      'PSEUDONYM_ROTATION[4].secret: names a secret of less than 32 bytes: make one with: npm run -s caliper -- keys',
      'PSEUDONYM_ROTATION[4].from: must be an instant as text, with Z or an offset, e.g. { secret = "PSEUDONYM_SECRET_2027", from = "2027-01-01T00:00:00Z" }',
      'PSEUDONYM_ROTATION[5].secret: names the secret NOT_THERE, which is not set: set it with: wrangler secret put NOT_THERE (locally: in .dev.vars)',
      'PSEUDONYM_ROTATION[5].from: is missing: give the first instant, e.g. { secret = "PSEUDONYM_SECRET_2027", from = "2027-01-01T00:00:00Z" }',
      'PSEUDONYM_ROTATION[1].from: must be later than that of the entry before it: put them in the order of time',
      'PSEUDONYM_ROTATION[2].secret: is the same secret as that of PSEUDONYM_ROTATION[0]: make another',
      'PSEUDONYM_ROTATION[3].secret: is the same secret as that of PSEUDONYM_SECRET: make another',
    ]);
  });

  test('at one instant twice is a fault', () => {
    const list = ['2027', '2028'].map((year) => ({ secret: `PSEUDONYM_SECRET_${year}`, from: '2027-01-01T00:00:00Z' }));
    expect(faults({ PSEUDONYM_ROTATION: list })).toEqual([
      'PSEUDONYM_ROTATION[1].from: must be later than that of the entry before it: put them in the order of time',
    ]);
  });
});

describe('the pseudonyms of a destination', () => {
  const pseudonyms = (destination: Record<string, unknown>): unknown => {
    const result = read({}, destination);
    return result.ok ? result.config.destinations[0]?.pseudonyms : result.faults;
  };

  test('are those of the adapter unless it has its own, under a secret of its own if it names one', () => {
    expect([
      pseudonyms({}),
      pseudonyms({ pseudonyms: 'adapter' }),
      pseudonyms({ pseudonyms: 'destination' }),
      pseudonyms({ pseudonyms: 'destination', 'pseudonym-secret': 'PSEUDONYM_SECRET_2027' }),
    ]).toEqual([undefined, undefined, {}, { secret: bytes('another text of thirty-two bytes or more') }]);
  });

  test('have their faults listed', () => {
    expect(faults({}, { pseudonyms: 'destinations' })).toEqual([
      'DESTINATIONS[0].pseudonyms: must be one of adapter, destination; did you mean destination?',
    ]);
    expect(faults({}, { 'pseudonym-secret': 'PSEUDONYM_SECRET_2027' })).toEqual([
      'DESTINATIONS[0].pseudonym-secret: is read only with pseudonyms = "destination": set that, or leave it out',
    ]);
    expect(faults({}, { pseudonyms: 'destination', 'pseudonym-secret': 'SHORT' })).toEqual([
      'DESTINATIONS[0].pseudonym-secret: names a secret of less than 32 bytes: make one with: npm run -s caliper -- keys',
    ]);
  });
});

test('EXTERNAL_IDS is on or off', () => {
  const flag = (value?: string): unknown => {
    const result = read({ EXTERNAL_IDS: value });
    return result.ok ? result.config.externalIds : result.faults;
  };
  expect([flag(), flag('off'), flag('on')]).toEqual([undefined, undefined, true]);
  expect(faults({ EXTERNAL_IDS: 'yes' })).toEqual(['EXTERNAL_IDS: must be "on" or "off"']);
});
