import { serialise } from '../caliper/serialise.ts';
import { toV1p1 } from '../caliper/versions.ts';
import { summarise } from '../ingest/answer.ts';
import type { Answer } from '../ingest/answer.ts';
import { judge } from '../ingest/judged.ts';
import { readRecords } from '../ingest/read-records.ts';
import type { IngestEntry } from '../ingest/record.ts';
import { normaliseTrackingLog } from '../ingest/tracking-log/normalise.ts';
import { statementEntries } from '../ingest/xapi/entry.ts';
import type { MappingTable, SourceKind } from '../mapping/table.ts';
import type { RecordOutcome, TranslatedEvent } from '../pipeline/outcome.ts';
import { createTranslators } from '../pipeline/translator.ts';
import type { Translator } from '../pipeline/translator.ts';
import type { Piece } from './pieces.ts';

/** What one run of `caliper translate` is to do. It goes to other threads, so it holds plain data only. */
export interface TranslateSettings {
  table: MappingTable;
  secret: Uint8Array;
  freeText: boolean;
  /** Root of the IRIs of the site. */
  lms: string;
  source: SourceKind;
  caliper: 'v1p1' | 'v1p2';
}

/** What came out of a piece of input. */
export interface Translated {
  /** The events as NDJSON. */
  events: Uint8Array;
  /** With all problems; their positions count from the first record of the piece. */
  answer: Answer;
}

/** Compiles the tables. The function that it gives is pure, and never throws for whatever the piece holds. */
export function translateJob(settings: TranslateSettings): (piece: Pick<Piece, 'bytes' | 'line'>) => Translated {
  const { table, secret, freeText, lms, source, caliper } = settings;
  const own = createTranslators(table, { secret, freeText })(lms);
  const translator = caliper === 'v1p1' ? inV1p1(own) : own;
  const normalise = normaliser(source, lms);
  const decoder = new TextDecoder();
  return ({ bytes, line }) => {
    const entries = readRecords(decoder.decode(bytes), Number.MAX_SAFE_INTEGER, normalise, line);
    const judged = judge(entries, translator);
    let events = '';
    for (const item of judged) {
      if (item.kind !== 'translated' || item.outcome.kind !== 'emitted') continue;
      for (const { text } of item.outcome.events) events += `${text}\n`;
    }
    return { events: Buffer.from(events), answer: summarise(judged, Number.MAX_SAFE_INTEGER) };
  };
}

/**
 * Makes a record of one JSON value. Statements without an id get one that depends on the name of their source: `lms`, as in the
 * examples of wrangler.toml.
 */
export function normaliser(source: SourceKind, lms: string): (value: unknown) => IngestEntry {
  return source === 'xapi' ? statementEntries(() => new Date())({ name: 'lms', lms }) : normaliseTrackingLog;
}

/** Says in Caliper 1.1 what can be said in it; a record of which nothing can fails. */
function inV1p1(translator: Translator): { translate: Translator['translate'] } {
  return {
    translate(record): RecordOutcome {
      const outcome = translator.translate(record);
      if (outcome.kind !== 'emitted') return outcome;
      let reason = '';
      const events = outcome.events.flatMap((event): TranslatedEvent[] => {
        const converted = toV1p1(event.value);
        if (!converted.ok) {
          reason = converted.reason;
          return [];
        }
        const value = converted.event;
        // Every event has a type, and it is text.
        return [{ id: event.id, type: value['type'] as string, value, text: serialise(value) }];
      });
      if (events.length > 0) return { ...outcome, events };
      return { kind: 'failed', rule: outcome.rule, code: 'NOT_IN_V1P1', message: reason };
    },
  };
}
