import { toInstant } from '../../mapping/functions/time.ts';
import { flaw, type Flaw } from './fault.ts';
import type { Edition, Rule } from './sections.ts';

/** RFC 3339, 5.6: `date-time`. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/**
 * ISO 8601:2004, 4.3: date and time of day, extended or basic, the date by month, by week or by the day of the year; the time may
 * leave out seconds and minutes, and its last number may have a fraction. An offset without colon after an extended time (PHP's
 * DATE_ISO8601 writes it) is let through.
 */
const EXTENDED =
  /^(\d{4})-(?:(\d\d)-(\d\d)|W(\d\d)-([1-7])|(\d{3}))T(\d\d)(?::(\d\d)(?::(\d\d))?)?(?:[.,](\d+))?(Z|[+-]\d\d(?::?\d\d)?)?$/;
const BASIC =
  /^(\d{4})(?:(\d\d)(\d\d)|W(\d\d)([1-7])|(\d{3}))T(\d\d)(?:(\d\d)(\d\d)?)?(?:[.,](\d+))?(Z|[+-]\d\d(?:\d\d)?)?$/;

/** An offset of zero has a plus sign (ISO 8601:2004, 3.4.2). */
const NEGATIVE_ZERO = /-00(?::?00)?$/;

/**
 * What both editions read and `isoInstant` too, on a day that every month has and in a year that no offset turns into another one of
 * more digits.
 */
const PLAIN =
  /^[1-8]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,12})?(?:Z|\+(?:[01]\d|2[0-3]):[0-5]\d|-(?:0[1-9]|1\d|2[0-3]):[0-5]\d)$/;

const DAY = 86_400_000;

/**
 * Reads a timestamp of a statement: in 1.0.3 a date and time of ISO 8601 (Data 4.5), in 2.0 of RFC 3339 (4.2.7). One without an
 * offset is in UTC.
 *
 * @returns the text that `isoInstant` reads; `undefined` when it is none, or does not exist in the calendar
 */
export function readTimestamp(value: unknown, edition: Edition): string | undefined {
  if (typeof value !== 'string') return undefined;
  // Nearly all: 0.1 µs instead of 1.
  if (PLAIN.test(value)) return value;
  if (RFC_3339.test(value)) {
    if (edition === '1.0.3' && NEGATIVE_ZERO.test(value.slice(10))) return undefined;
    if (toInstant(shortened(value)) !== undefined) return shortened(value);
  }
  return edition === '1.0.3' ? readIso(value) : undefined;
}

/** Finer fractions than `isoInstant` reads are cut. */
function shortened(value: string): string {
  return value.length < 35 ? value : value.replace(/(\.\d{12})\d+/, '$1');
}

function readIso(value: string): string | undefined {
  const found = EXTENDED.exec(value) ?? BASIC.exec(value);
  if (found === null) return undefined;
  const [, year = '', month, day, week, weekday, ordinal, hour = '', minute, second, fraction = '', offset = ''] =
    found;
  if (NEGATIVE_ZERO.test(offset)) return undefined;
  const start =
    month !== undefined
      ? dayOfMonth(Number(year), Number(month), Number(day))
      : week !== undefined
        ? dayOfWeek(Number(year), Number(week), Number(weekday))
        : dayOfYear(Number(year), Number(ordinal));
  const time = timeOfDay(Number(hour), minute, second, fraction);
  const shift = offsetOf(offset);
  if (start === undefined || time === undefined || shift === undefined) return undefined;
  const text = new Date(start + time - shift).toISOString();
  // Years before 0 and after 9999 have another form, which nothing reads.
  return text.length === 24 ? text : undefined;
}

function dayOfMonth(year: number, month: number, day: number): number | undefined {
  const date = firstOfYear(year);
  date.setUTCMonth(month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function dayOfYear(year: number, day: number): number | undefined {
  const date = new Date(firstOfYear(year).getTime() + (day - 1) * DAY);
  return day > 0 && date.getUTCFullYear() === year ? date.getTime() : undefined;
}

/** ISO 8601:2004, 3.2.2: week 1 is the one with the first Thursday of the year. */
function dayOfWeek(year: number, week: number, weekday: number): number | undefined {
  const fourth = firstOfYear(year).getTime() + 3 * DAY;
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  const thursday = new Date(monday + (week - 1) * 7 * DAY + 3 * DAY);
  if (week < 1 || thursday.getUTCFullYear() !== year) return undefined;
  return thursday.getTime() + (weekday - 4) * DAY;
}

/** Date.UTC takes years below 100 for those of the twentieth century. */
function firstOfYear(year: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year);
  return date;
}

/** Milliseconds since midnight; 24:00 is the end of the day, and a leap second the last millisecond before it. */
function timeOfDay(hour: number, minute: string | undefined, second: string | undefined, fraction: string) {
  const minutes = Number(minute ?? 0);
  const seconds = Number(second ?? 0);
  const unit = second !== undefined ? 1000 : minute !== undefined ? 60_000 : 3_600_000;
  if (hour > 24 || minutes > 59 || seconds > 60) return undefined;
  if (hour === 24 && (minutes > 0 || seconds > 0 || Number(fraction) > 0)) return undefined;
  const whole = hour * 3_600_000 + minutes * 60_000;
  if (seconds === 60) return whole + 59_999;
  return whole + seconds * 1000 + Math.floor(Number(`0.${fraction.slice(0, 15) || '0'}`) * unit);
}

function offsetOf(offset: string): number | undefined {
  if (offset === '' || offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A timestamp that was checked, in a form that `isoInstant` reads; one that it reads anyway stays as it is. */
export function readableTimestamp(value: unknown, edition: Edition): unknown {
  if (typeof value === 'string' && PLAIN.test(value)) return value;
  return toInstant(value) === undefined ? readTimestamp(value, edition) : value;
}

export function optionalTimestamp(value: unknown, rule: Rule, edition: Edition): Flaw | undefined {
  if (value === undefined || readTimestamp(value, edition) !== undefined) return undefined;
  if (typeof value !== 'string') return flaw('WRONG_TYPE', 'must be a string.', rule);
  return flaw('NOT_A_TIMESTAMP', NOT_A_TIMESTAMP[edition], 'timestampFormat');
}

const NOT_A_TIMESTAMP: Record<Edition, string> = {
  '1.0.3': 'must be a date-time of ISO 8601, e.g. 2026-05-04T12:00:00.000Z.',
  '2.0.0': 'must be a date-time of RFC 3339, with its offset, e.g. 2026-05-04T12:00:00.000Z.',
};
