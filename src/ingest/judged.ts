import { createShapes } from '../keep-shapes.ts';
import type { RecordOutcome, WrittenEvent } from '../pipeline/outcome.ts';
import { publicName } from './public-name.ts';
import type { IngestEntry, Rejection, SourceRecord } from './record.ts';

/** What became of one entry of a body. `index` is its position there, from 0; `name` is fit to be shown. */
export type Judged<Event extends WrittenEvent = WrittenEvent> =
  | { index: number; kind: 'rejected'; rejection: Rejection }
  | { index: number; kind: 'translated'; name: string; outcome: RecordOutcome<Event> };

/** Whether an event came out of a record, or why not; every entry has exactly one. */
export type OutcomeKind = RecordOutcome['kind'] | 'rejected';

export function outcomeKind(judged: Judged): OutcomeKind {
  return judged.kind === 'rejected' ? 'rejected' : judged.outcome.kind;
}

/** The events that came out of an entry. */
export function eventsOf(judged: Judged): readonly WrittenEvent[] {
  return judged.kind === 'translated' && judged.outcome.kind === 'emitted' ? judged.outcome.events : [];
}

const keepShape = createShapes();

/**
 * Translates every entry on its own. A translator that throws is a defect of ours; the record is rejected, so that the
 * others of its batch are not lost with it.
 */
export function judge<Event extends WrittenEvent>(
  entries: readonly IngestEntry[],
  translator: { translate(record: SourceRecord): RecordOutcome<Event> },
): Judged<Event>[] {
  const judged = entries.map((entry, index): Judged<Event> => {
    if (!entry.ok) return { index, kind: 'rejected', rejection: entry.rejection };
    const name = publicName(entry.record);
    try {
      return { index, kind: 'translated', name, outcome: translator.translate(entry.record) };
    } catch {
      // What was thrown may quote the record.
      const message = `${name} could not be translated for a fault of this adapter: please report it`;
      return { index, kind: 'rejected', rejection: { code: 'INTERNAL_FAULT', message } };
    }
  });
  for (const item of judged) keepShape(outcomeKind(item), item, eventsOf(item));
  return judged;
}
