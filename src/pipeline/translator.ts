import { serialise } from '../caliper/serialise.ts';
import { validateEvent } from '../caliper/validate.ts';
import type { SourceRecord } from '../ingest/record.ts';
import { createEngine, type Engine } from '../mapping/engine.ts';
import type { CaliperObject, MappingEnvironment, RuleReference } from '../mapping/outcome.ts';
import type { Json, MappingTable, SourceKind } from '../mapping/table.ts';
import { createEventIds } from '../privacy/event-id.ts';
import { constantWords, findLeak, personValues } from '../privacy/guard.ts';
import { createPseudonyms } from '../privacy/pseudonym.ts';
import type { RecordOutcome, TranslatedEvent } from './outcome.ts';

/** Makes Caliper events of the records of one source. */
export interface Translator {
  /** Pure, and the same outcome for the same record; never throws for whatever the record holds. */
  translate(record: SourceRecord): RecordOutcome;
  engine(source: SourceKind): Engine | undefined;
}

export interface TranslatorSettings {
  /** Of pseudonyms and event ids: at least 32 bytes. */
  secret: Uint8Array;
  /** Whether free text that learners wrote may leave. */
  freeText: boolean;
}

/**
 * Compiles the tables and binds them to a secret. Costly: once at start.
 *
 * @returns a function of the root of a source's IRIs (no trailing slash), cheap to call
 * @throws RangeError when the secret is too short
 */
export function createTranslators(table: MappingTable, settings: TranslatorSettings): (lms: string) => Translator {
  const engines = new Map(table.sources.map((source) => [source.source, createEngine(source)]));
  const harmless = new Map(table.sources.map((source) => [source.source, constantWords(source)]));
  const pseudonym = createPseudonyms(settings.secret);
  const eventId = createEventIds(settings.secret);

  return (lms) => ({
    engine: (source) => engines.get(source),
    translate: (record) => {
      const engine = engines.get(record.source);
      if (engine === undefined) return { kind: 'unmapped' };
      const environment: MappingEnvironment = {
        lms,
        pseudonym,
        freeText: settings.freeText,
        eventId: (rule, index) => eventId(record.seed, rule, index),
      };
      const outcome = engine.translate(record.name, record.fields, environment);
      switch (outcome.kind) {
        case 'skipped':
        case 'unmapped':
          return outcome;
        case 'failed':
          return { kind: 'failed', rule: outcome.rule, ...outcome.failure };
        case 'emitted':
          return checked(record, outcome.rule, outcome.events, harmless.get(record.source) ?? new Set(), lms);
      }
    },
  });
}

/** People whom one record may name: each is looked for in each of its events. */
const MOST_PEOPLE = 1000;

/** Characters of the events of one record: a call to the outbox has room for them, whatever else is in it. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** The last look before storage: every event conforms to Caliper, and none holds a person value of its record. */
function checked(
  record: SourceRecord,
  rule: RuleReference,
  events: readonly CaliperObject[],
  harmless: ReadonlySet<string>,
  lms: string,
): RecordOutcome {
  const persons = personValues(record);
  if (persons.length > MOST_PEOPLE) {
    const message = `the record names more than ${MOST_PEOPLE} people, more than can be looked for in its events`;
    return { kind: 'failed', rule, code: 'TOO_MANY_PEOPLE', message };
  }
  const translated: TranslatedEvent[] = [];
  let characters = 0;
  for (const value of events) {
    const type = textOf(value['type']);
    const [fault] = validateEvent(value, 'v1p2');
    if (fault !== undefined) {
      // The fault's own message may quote the value at fault, and a failure is shown to people.
      const message = `${type} ${fault.path} is not Caliper: ${fault.code}`;
      return { kind: 'failed', rule, code: 'NOT_CALIPER', message };
    }
    const text = serialise(value);
    characters += text.length;
    if (characters > MOST_CHARACTERS) {
      const message = `the events of the record have more than ${MOST_CHARACTERS} characters: see which of its fields is so long`;
      return { kind: 'failed', rule, code: 'TOO_LARGE', message };
    }
    const leak = findLeak(persons, text, harmless, lms);
    if (leak !== undefined) {
      const message = `${type} would hold the value of ${leak.field}: mend the rule so that it does not read it`;
      return { kind: 'failed', rule, code: 'PERSON_LEAK', message };
    }
    translated.push({ id: textOf(value['id']), type, value, text });
  }
  return { kind: 'emitted', rule, events: translated };
}

/** The engine writes `type` and `id` of an event as text. */
function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
