import type { CaliperObject, RuleReference } from '../mapping/outcome.ts';

/** A Caliper event that may be stored and sent. */
export interface WrittenEvent {
  /** `urn:uuid:…`, the same for the same record whenever it comes. */
  id: string;
  type: string;
  /** The event in Caliper 1.2, serialised; this text is what is stored and sent. */
  text: string;
  readonly value?: CaliperObject;
  /** The pseudonyms in the text, each once; absent where nobody asked. */
  people?: string[];
  /** The other ids in the text that name one act, or one thing of somebody; absent where nobody asked. */
  things?: string[];
}

/** The same with its object. */
export interface TranslatedEvent extends WrittenEvent {
  /** Parsed from the text when it is asked for. */
  readonly value: CaliperObject;
}

/** What became of one record. */
export type RecordOutcome<Event extends WrittenEvent = TranslatedEvent> =
  | {
      kind: 'emitted';
      rule: RuleReference;
      events: Event[];
      /** Which secret the pseudonyms are made with, where it is not the first. */
      period?: number;
      /** The pseudonyms of user ids and user names in the texts, each once; absent where nobody asked. */
      learners?: string[];
    }
  | { kind: 'skipped'; rule?: RuleReference; reason: string }
  | { kind: 'unmapped' }
  | { kind: 'failed'; rule: RuleReference; code: string; message: string };

/** What became of it where the texts of its events will do, as they do for whoever stores them. */
export type WrittenOutcome = RecordOutcome<WrittenEvent>;
