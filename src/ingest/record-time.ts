import { fieldOf } from './json.ts';
import type { IngestEntry } from './record.ts';

/**
 * The time of a tracking event, milliseconds since 1970, by which the outbox looks for repeats: it is part of what tells the record from
 * others, so it never changes. Undefined where there is none, and for xAPI statements, which their id alone tells apart.
 */
export function recordTime(entry: IngestEntry | undefined): number | undefined {
  if (entry?.ok !== true || entry.record.source !== 'openedx') return undefined;
  const time = fieldOf(entry.record.fields, 'time');
  const instant = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(instant) ? undefined : instant;
}
