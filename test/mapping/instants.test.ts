import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toInstant } from '../../src/mapping/functions/time.ts';

const two = (number: number): string => String(number).padStart(2, '0');

describe('an instant in any zone', () => {
  it('is the same moment in UTC, cut to milliseconds', () => {
    const zone = fc.record({ sign: fc.constantFrom('+', '-'), hours: fc.nat(23), minutes: fc.nat(59) });
    const moment = fc.date({
      min: new Date('1970-01-02T00:00:00Z'),
      max: new Date('2199-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, fc.nat(999), fc.option(zone), (utc, micros, offset) => {
        const shift = offset === null ? 0 : (offset.sign === '-' ? -1 : 1) * (offset.hours * 60 + offset.minutes);
        const local = new Date(utc.getTime() + shift * 60_000).toISOString().slice(0, -1);
        const suffix = offset === null ? 'Z' : `${offset.sign}${two(offset.hours)}:${two(offset.minutes)}`;
        expect(toInstant(`${local}${String(micros).padStart(3, '0')}${suffix}`)).toBe(utc.toISOString());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2023-02-29T10:00:00.000000Z', undefined],
    ['2024-02-29T10:00:00.000000Z', '2024-02-29T10:00:00.000Z'],
    ['2024-02-29T00:10:00.000000+00:30', '2024-02-28T23:40:00.000Z'],
    ['2024-02-29T23:59:60Z', '2024-02-29T23:59:59.999Z'],
    ['2024-13-01T10:00:00.000000Z', undefined],
    ['2024-01-01T24:00:00.000000Z', undefined],
  ])('%s: %s', (text, instant) => expect(toInstant(text)).toBe(instant));
});
