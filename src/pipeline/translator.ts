import { conformingText } from '../caliper/conforming-text.ts';
import type { SourceRecord } from '../ingest/record.ts';
import { createShapes } from '../keep-shapes.ts';
import { createEngine, type Engine } from '../mapping/engine.ts';
import { EVENT_BEGINNING } from '../mapping/write-event.ts';
import type { CaliperObject, MadeEvent, MappingEnvironment, RuleReference } from '../mapping/outcome.ts';
import type { MappingTable, SourceKind } from '../mapping/table.ts';
import { createEventIds } from '../privacy/event-id.ts';
import { findLeak, harmlessWords, personValues, type HarmlessWords } from '../privacy/guard.ts';
import type { Pseudonyms } from '../privacy/pseudonym.ts';
import { createPseudonymPeriods, type PseudonymPeriod } from '../privacy/pseudonym-periods.ts';
import { noteIds, type Given, type Noting } from './note-ids.ts';
import type { RecordOutcome, TranslatedEvent, WrittenEvent, WrittenOutcome } from './outcome.ts';

/** Makes Caliper events of the records of one source. */
export interface Translator {
  /** Pure, and the same outcome for the same record; never throws for whatever the record holds. */
  translate(record: SourceRecord): RecordOutcome;
  /** The same, for who needs the texts of the events only. */
  write(record: SourceRecord): WrittenOutcome;
  engine(source: SourceKind): Engine | undefined;
}

export interface TranslatorSettings {
  /** Of pseudonyms and event ids: at least 32 bytes. */
  secret: Uint8Array;
  /** Secrets that take the place of the first for records of a later time; event ids keep the first. */
  rotation?: readonly PseudonymPeriod[];
  /** Whether free text that learners wrote may leave. */
  freeText: boolean;
  /** Which ids are noted beside the events, for whoever puts others in their place; none unless told. */
  noting?: Noting;
}

const keepShape = createShapes();

/**
 * Compiles the tables and binds them to a secret. Costly: once at start.
 *
 * @returns a function of the root of a source's IRIs (no trailing slash), cheap to call
 * @throws RangeError when the secret is too short
 */
export function createTranslators(table: MappingTable, settings: TranslatorSettings): (lms: string) => Translator {
  const sources: Partial<Record<SourceKind, { engine: Engine; harmless: HarmlessWords }>> = {};
  for (const source of table.sources) {
    sources[source.source] = { engine: createEngine(source), harmless: harmlessWords(source) };
  }
  const pseudonymsAt = createPseudonymPeriods(settings.secret, settings.rotation);
  const eventId = createEventIds(settings.secret);

  return (lms) => {
    const write = (record: SourceRecord): WrittenOutcome => {
      const source = sources[record.source];
      if (source === undefined) return { kind: 'unmapped' };
      const { period, pseudonym } = pseudonymsAt(record.fields[timeField[record.source]]);
      const given: Given | undefined = settings.noting && new Map();
      const environment: MappingEnvironment = {
        lms,
        pseudonym: given === undefined ? pseudonym : noted(pseudonym, given),
        freeText: settings.freeText,
        eventId: (rule, index) => eventId(record.seed, rule, index),
      };
      const outcome = source.engine.write(record.name, record.fields, environment);
      switch (outcome.kind) {
        case 'skipped':
        case 'unmapped':
          return outcome;
        case 'failed':
          return { kind: 'failed', rule: outcome.rule, ...outcome.failure };
        case 'emitted': {
          const made = checked(record, outcome.rule, outcome.events, source.harmless, lms);
          if (made.kind !== 'emitted') return made;
          // Not before the last look: it might name somebody.
          keepShape(outcome.kind, outcome, made.events);
          if (period > 0) made.period = period;
          return given === undefined || settings.noting === undefined
            ? made
            : noteIds(made, record, given, settings.noting);
        }
      }
    };
    return { engine: (source) => sources[source]?.engine, write, translate: (record) => withObjects(write(record)) };
  };
}

/** Where a record says when it happened. */
const timeField: Readonly<Record<SourceKind, string>> = { openedx: 'time', xapi: 'timestamp' };

/** The same pseudonyms, each of which is written down with its scope. */
function noted(pseudonym: Pseudonyms, given: Given): Pseudonyms {
  return (scope, value) => {
    const made = pseudonym(scope, value);
    given.set(made, scope);
    return made;
  };
}

/** People whom one record may name: each is looked for in each of its events. */
const MOST_PEOPLE = 1000;

/** Where the id ends that stands behind {@link EVENT_BEGINNING}: `urn:uuid:` and a UUID. */
const idEnd = EVENT_BEGINNING.length + 45;

/** Characters of the events of one record: a call to the outbox has room for them, whatever else is in it. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** The last look before storage: every event conforms to Caliper, and none holds a person value of its record. */
function checked(
  record: SourceRecord,
  rule: RuleReference,
  events: readonly MadeEvent[],
  harmless: HarmlessWords,
  lms: string,
): WrittenOutcome {
  const persons = personValues(record);
  if (persons.length > MOST_PEOPLE) {
    const message = `the record names more than ${MOST_PEOPLE} people, more than can be looked for in its events`;
    return { kind: 'failed', rule, code: 'TOO_MANY_PEOPLE', message };
  }
  const written: WrittenEvent[] = [];
  let characters = 0;
  for (const event of events) {
    const { id, type } = event;
    const conforming = event.value === undefined ? event : conformingText(event.value);
    if ('fault' in conforming) {
      // The fault's own message may quote the value at fault, and a failure is shown to people.
      const message = `${type} ${conforming.fault.path} is not Caliper: ${conforming.fault.code}`;
      return { kind: 'failed', rule, code: 'NOT_CALIPER', message };
    }
    const { text } = conforming;
    characters += text.length;
    if (characters > MOST_CHARACTERS) {
      const message = `the events of the record have more than ${MOST_CHARACTERS} characters: see which of its fields is so long`;
      return { kind: 'failed', rule, code: 'TOO_LARGE', message };
    }
    const leak = findLeak(persons, text, harmless, lms, text.startsWith(EVENT_BEGINNING) ? idEnd : 0);
    if (leak !== undefined) {
      const message = `${type} would hold the value of ${leak.field}: mend the rule so that it does not read it`;
      return { kind: 'failed', rule, code: 'PERSON_LEAK', message };
    }
    written[written.length] = { id, type, text };
  }
  return { kind: 'emitted', rule, events: written };
}

/** The same with objects, each of which is made when it is asked for. */
function withObjects(outcome: WrittenOutcome): RecordOutcome {
  if (outcome.kind !== 'emitted') return outcome;
  // A getter written into the object would be made anew for each: 0.3 µs more.
  const events = outcome.events.map((event) => Object.defineProperty(event, 'value', parsedText) as TranslatedEvent); // it has a value now
  return { ...outcome, events };
}

const parsedText: PropertyDescriptor & ThisType<TranslatedEvent> = {
  enumerable: true,
  configurable: true,
  get() {
    return JSON.parse(this.text) as CaliperObject; // what was serialised
  },
};
