import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';

const text = readFileSync(join(import.meta.dirname, '../../wrangler.toml'), 'utf8');

/** The plain settings of [vars]: `NAME = "text"` or `NAME = 7`. */
const vars = Object.fromEntries(
  [...text.slice(text.indexOf('\n[vars]')).matchAll(/^([A-Z_]+) = (.+)$/gm)].map(([, name = '', value = '']) => [
    name,
    JSON.parse(value) as unknown,
  ]),
);

describe('wrangler.toml', () => {
  test('as shipped does not start, and says what is missing', () => {
    const read = readConfig(vars);
    expect(read.ok ? [] : read.faults.map(({ setting }) => setting)).toEqual([
      'SENSOR_ID',
      'SOURCES',
      'DESTINATIONS',
      'PSEUDONYM_SECRET',
      'ADMIN_TOKEN',
    ]);
  });

  test('shows the defaults', () => {
    const needed = {
      SENSOR_ID: 'urn:sensor',
      SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
      DESTINATIONS: [
        { name: 'udp', url: 'https://caliper.example.org', auth: { scheme: 'none' }, sign: { method: 'none' } },
      ],
      SOURCE_LMS_KEY: 'the-key-of-the-lms',
      PSEUDONYM_SECRET: 'a text that has thirty-two bytes or more',
      ADMIN_TOKEN: 'sixteen-or-longer',
    };
    const read = readConfig(needed);
    expect(read.ok).toBe(true);
    expect(readConfig({ ...vars, ...needed })).toEqual(read);
  });
});
