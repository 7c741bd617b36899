import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.ts';

/** What is read of a destination with these keys, and of LOG. */
function read(more: Record<string, unknown>, vars: Record<string, unknown> = {}): unknown {
  const result = readConfig({
    SENSOR_ID: 'urn:sensor',
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    DESTINATIONS: [
      { name: 'udp', url: 'https://caliper.example.org', auth: { scheme: 'none' }, sign: { method: 'none' }, ...more },
    ],
    SOURCE_LMS_KEY: 'the-key-of-the-lms',
    PSEUDONYM_SECRET: 'a text that has thirty-two bytes or more',
    ADMIN_TOKEN: 'sixteen-or-longer',
    ...vars,
  });
  return result.ok ? [result.config.destinations[0]?.thin, result.config.log] : result.faults;
}

describe('detail', () => {
  test('is full unless told', () => {
    expect(read({})).toEqual([undefined, 'info']);
    expect(read({ detail: 'full' })).toEqual([undefined, 'info']);
  });

  test('thin has a period of a day and describes nothing apart, unless told', () => {
    expect(read({ detail: 'thin' })).toEqual([{ days: 1, describes: false }, 'info']);
    expect(read({ detail: 'thin', 'describe-days': 7, describes: true })).toEqual([
      { days: 7, describes: true },
      'info',
    ]);
  });

  test('is refused where it is something else, and its keys where it is full', () => {
    expect(read({ detail: 'thick' })).toEqual([
      { setting: 'DESTINATIONS[0].detail', message: 'must be one of full, thin' },
    ]);
    expect(read({ detail: 'thin', 'describe-days': 32, describes: 'yes' })).toEqual([
      { setting: 'DESTINATIONS[0].describe-days', message: 'must be a whole number from 1 to 31' },
      { setting: 'DESTINATIONS[0].describes', message: 'must be true or false' },
    ]);
    expect(read({ 'describe-days': 2, describes: false })).toEqual([
      { setting: 'DESTINATIONS[0].describe-days', message: 'needs detail = "thin"' },
      { setting: 'DESTINATIONS[0].describes', message: 'needs detail = "thin"' },
    ]);
  });
});

test('LOG is one of three words', () => {
  expect(read({}, { LOG: 'errors' })).toEqual([undefined, 'errors']);
  expect(read({}, { LOG: 'debug' })).toEqual([{ setting: 'LOG', message: 'must be one of off, errors, info' }]);
});
