import { createShapes } from '../keep-shapes.ts';
import type { IngestEntry } from './record.ts';
import { split } from './split/split.ts';
import { isCertainlyEvent, unwrap } from './unwrap.ts';
import { normaliseTrackingLog } from './tracking-log/normalise.ts';

/**
 * The records of a body in whatever form it comes: JSON values are found in the text, taken out of the wrappers of shippers,
 * and made `source` records.
 *
 * @param most where to stop: at most `most + 1` entries are given, so that more than `most` means too many
 * @param normalise makes a record of one JSON value; Open edX tracking events unless told
 * @param firstLine number of the first line, when `text` is a part of something longer
 */
export function readRecords(
  text: string,
  most: number,
  normalise: (value: unknown) => IngestEntry = normaliseTrackingLog,
  firstLine = 1,
): IngestEntry[] {
  const entries: IngestEntry[] = [];
  for (const entry of split(text, most, firstLine)) {
    // Most are events as they stand: to ask first saves 0.2 µs for each.
    const inside = entry.ok && !isCertainlyEvent(entry.value) ? unwrap(entry.value) : [entry];
    for (const inner of inside) {
      if (entries.length > most) return entries;
      const normalised = inner.ok ? normalise(inner.value) : inner;
      // A reference only: most records are never looked at again.
      entries.push(
        normalised.ok && inner.ok ? { ok: true, record: normalised.record, received: inner.value } : normalised,
      );
    }
  }
  return entries;
}

// Made up, since others name somebody; two and with a time, or V8 has other shapes for most records.
createShapes()('records', readRecords('{"name":"a","time":"2030-01-07T07:00:00Z"}'.repeat(2), 2));
