import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDuration, isInstant, isIri, isUuidUrn } from '../../src/caliper/formats.ts';

describe('an instant', () => {
  test.each(['2020-07-15T06:52:55.057Z', '2024-02-29T00:00:00.000Z', '2016-12-31T23:59:60.000Z'])(
    'may be %s',
    (text) => {
      expect(isInstant(text)).toBe(true);
    },
  );

  test.each([
    '2020-07-15T06:52:55Z',
    '2020-07-15T06:52:55.05Z',
    '2020-07-15T06:52:55.057099Z',
    '2020-07-15T06:52:55.057+00:00',
    '2020-07-15 06:52:55.057Z',
    '2020-07-15',
    '2023-02-29T00:00:00.000Z',
    '2020-04-31T00:00:00.000Z',
    '2020-13-01T00:00:00.000Z',
    '2020-01-01T24:00:00.000Z',
    '',
  ])('may not be %s', (text) => {
    expect(isInstant(text)).toBe(false);
  });

  test.each([
    ['0000-02-29T00:00:00.000Z', true],
    ['0004-02-29T00:00:00.000Z', true],
    ['0100-02-29T00:00:00.000Z', false],
  ])('of a year below 1000 is a day of the calendar, or none: %s %s', (text, is) => {
    expect(isInstant(text)).toBe(is);
  });

  test('is what Date writes for every moment of four-digit years', () => {
    const dates = fc.date({ noInvalidDate: true, min: new Date('0000-01-01'), max: new Date('9999-12-31') });
    fc.assert(fc.property(dates, (date) => isInstant(date.toISOString())));
  });
});

describe('a duration', () => {
  test.each(['PT3M15S', 'PT0.03S', 'PT0S', 'P1D', 'P1Y2M3DT4H5M6S', 'P2W'])('may be %s', (text) => {
    expect(isDuration(text)).toBe(true);
  });

  test.each(['', 'P', 'PT', 'P1DT', '3M15S', '00:03:15', 'PT3M15', 'PT-3S', '195'])('may not be %s', (text) => {
    expect(isDuration(text)).toBe(false);
  });
});

describe('an IRI', () => {
  test.each(['https://lms.example.edu/x', 'urn:uuid:1', 'https://example.edu/käse', 'mailto:x@example.edu'])(
    'may be %s',
    (text) => {
      expect(isIri(text)).toBe(true);
    },
  );

  test.each(['', '/relative', 'no scheme', '_:b0', 'https://example.edu/a b', 'https:', 'x{y}:z', '1a:b'])(
    'may not be %s',
    (text) => {
      expect(isIri(text)).toBe(false);
    },
  );
});

test('the id of an event is a UUID as a URN, of any version and case', () => {
  expect(isUuidUrn('urn:uuid:6d5d1c1e-5f5b-5c57-8f57-3d6c2c9f1a10')).toBe(true);
  expect(isUuidUrn('urn:uuid:6D5D1C1E-5F5B-4C57-8F57-3D6C2C9F1A10')).toBe(true);
  expect(isUuidUrn('6d5d1c1e-5f5b-5c57-8f57-3d6c2c9f1a10')).toBe(false);
  expect(isUuidUrn('urn:uuid:6d5d1c1e')).toBe(false);
});
