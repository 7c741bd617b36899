import { fieldOf, isObject } from './json.ts';
import { split, type SplitEntry } from './split/split.ts';

/** Where shippers put a line of a log, in the order in which they are looked at. */
const wrappers: readonly (readonly string[])[] = [
  ['message'],
  ['log'],
  ['event'],
  ['event', 'original'],
  ['event.original'],
  ['MESSAGE'],
  ['msg'],
];

/** A container engine's line in a shipper's record in an aggregator's: more is nobody's set-up. */
const maximumWrappers = 4;

/**
 * Takes events out of the records in which log shippers put them: text with a `{` in `message`, `log`, `event`,
 * `event.original`, `MESSAGE` or `msg`, as Vector, Fluent Bit, Logstash, Filebeat, Docker and journald write it. A value
 * that is an event already is left alone, since events have fields `event`, `host` and `agent` of their own; so is one in
 * which nothing is found. Text is read as a body is: {@link split}.
 *
 * @param value any JSON value
 * @returns mostly one entry; more when the text holds several events
 */
export function unwrap(value: unknown): SplitEntry[] {
  return open(value, maximumWrappers);
}

function open(value: unknown, left: number): SplitEntry[] {
  const asIs: SplitEntry[] = [{ ok: true, value }];
  if (left === 0) return asIs;
  if (typeof value === 'string') return openText(value, left) ?? asIs;
  if (!isObject(value) || isCertainlyEvent(value)) return asIs;
  for (const path of wrappers) {
    const inner = at(value, path);
    const found = typeof inner === 'string' ? openText(inner, left) : openObject(inner);
    if (found !== undefined) return found;
  }
  return asIs;
}

/** The events in a text, with what could not be read beside them; `undefined` when there is none. */
function openText(text: string, left: number): SplitEntry[] | undefined {
  if (!text.includes('{')) return undefined;
  const entries = split(text).flatMap((entry) => (entry.ok ? open(entry.value, left - 1) : [entry]));
  return entries.some((entry) => entry.ok && isProbablyEvent(entry.value)) ? entries : undefined;
}

/** Some shippers parse the line and leave the result in its place. */
function openObject(inner: unknown): SplitEntry[] | undefined {
  return isCertainlyEvent(inner) ? [{ ok: true, value: inner }] : undefined;
}

function at(value: Record<string, unknown>, path: readonly string[]): unknown {
  return path.reduce<unknown>((place, key) => (isObject(place) ? place[key] : undefined), value);
}

/** A tracking event in any shape, or an xAPI statement. */
export function isCertainlyEvent(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (typeof fieldOf(value, 'event_type') === 'string' || fieldOf(value, 'verb') !== undefined) return true;
  return typeof fieldOf(value, 'name') === 'string' && fieldOf(value, 'context') !== undefined;
}

/** Looser, for what stands in a wrapper: payloads of events may have a `name` too, but nothing of the rest. */
function isProbablyEvent(value: unknown): boolean {
  if (isCertainlyEvent(value)) return true;
  if (!isObject(value) || typeof value['name'] !== 'string') return false;
  return ['event', 'data', 'time', 'timestamp', 'event_source'].some((key) => value[key] !== undefined);
}
