import type { MappingFunction } from './function.ts';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(?:\s?([Zz]|[+-]\d{2}(?::?\d{2})?))?)?$/;

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A time with a fraction, as the reader of tracking logs and most clients of xAPI write it, on a day that every month has. */
const PLAIN =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3,12}(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * An ISO 8601 or RFC 3339 date-time as Caliper wants it: UTC, three decimals, `Z`. Time without an offset means UTC; finer
 * fractions are cut, not rounded, since rounding can move an event past the next one.
 *
 * @returns `undefined` for what is no such text.
 */
export function toInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // 0.1 µs instead of 0.8 for nearly every record.
  const plain = PLAIN.test(value) ? plainInstant(value) : undefined;
  if (plain !== undefined) return plain;
  const found = INSTANT.exec(value.trim());
  if (found === null) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', offset = ''] =
    found;
  const monthIndex = Number(month) - 1;
  const lastDay = monthIndex === 1 && !isLeap(Number(year)) ? 28 : (DAYS[monthIndex] ?? 0);
  if (Number(day) < 1 || Number(day) > lastDay || Number(hour) > 23 || Number(minute) > 59) return undefined;
  // A leap second exists in UTC but in no clock that Caliper's receivers use: it becomes the last millisecond before.
  const leap = second === '60';
  if (Number(second) > 59 && !leap) return undefined;
  const clock = leap ? '59.999' : `${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${clock}Z`;
  const minutes = offsetMinutes(offset);
  if (minutes === undefined) return undefined;
  if (minutes === 0) return text;
  const inDay = Number(hour) * 60 + Number(minute) - minutes;
  // On the same day, as most are, only the clock moves; making a Date of it takes 1.5 µs.
  if (inDay >= 0 && inDay < 1440)
    return `${year}-${month}-${day}T${pad2(Math.floor(inDay / 60))}:${pad2(inDay % 60)}:${clock}Z`;
  const shifted = new Date(Date.parse(text) - minutes * 60_000).toISOString();
  return shifted.length === 24 ? shifted : undefined;
}

/** The instant of a time in the plain form, if it falls on the same day in UTC. */
function plainInstant(value: string): string | undefined {
  const offset = value.length - 6;
  if (value.endsWith('Z') || value.endsWith('+00:00')) return `${value.slice(0, 23)}Z`;
  const shift = 60 * twoDigits(value, offset + 1) + twoDigits(value, offset + 4);
  const inDay = 60 * twoDigits(value, 11) + twoDigits(value, 14) + (value[offset] === '-' ? shift : -shift);
  if (inDay < 0 || inDay >= 1440) return undefined;
  return `${value.slice(0, 11)}${pad2(Math.floor(inDay / 60))}:${pad2(inDay % 60)}${value.slice(16, 23)}Z`;
}

function twoDigits(text: string, at: number): number {
  return 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 11 * 0x30;
}

function pad2(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === '' || offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const DURATION =
  /^P(?=.)(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?=.)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const ANY_DURATION =
  /^P(?=.)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?W)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=.)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?$/;

/**
 * Seconds, as a number or as text, as an ISO 8601 duration with hours, minutes and seconds: 195 → `PT3M15S`. Microseconds are
 * kept. Text that is a duration already stays as it is.
 *
 * @returns `undefined` for negative or not finite numbers and for other text.
 */
export function toDuration(value: unknown): string | undefined {
  if (typeof value === 'string' && ANY_DURATION.test(value)) return value;
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds >= 0) || seconds > 1e11) return undefined;
  // Whole microseconds, so that binary fractions do not show (0.1 + 0.2).
  const micros = Math.round(seconds * 1e6);
  const whole = Math.floor(micros / 1e6);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const fraction = micros % 1e6;
  const tail = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  const text = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`;
  return rest > 0 || tail !== '' || text === '' ? `PT${text}${rest}${tail}S` : `PT${text}`;
}

function toSeconds(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const found = typeof value === 'string' ? DURATION.exec(value) : null;
  if (found === null) return undefined;
  const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = found;
  const total =
    Number(weeks) * 604_800 + Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  // Microseconds at most, so that binary fractions do not show.
  return Math.round(total * 1e6) / 1e6;
}

export const timeFunctions: readonly MappingFunction[] = [
  {
    name: 'isoInstant',
    input: 'any',
    parameters: [],
    returns: 'instant',
    apply: toInstant,
  },
  {
    name: 'isoDuration',
    input: 'any',
    parameters: [],
    returns: 'duration',
    apply: toDuration,
  },
  {
    name: 'seconds',
    input: 'any',
    parameters: [],
    returns: 'number',
    apply: toSeconds,
  },
];
