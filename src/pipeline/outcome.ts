import type { CaliperObject, RuleReference } from '../mapping/outcome.ts';

/** A Caliper event that may be stored and sent. */
export interface TranslatedEvent {
  /** `urn:uuid:…`, the same for the same record whenever it comes. */
  id: string;
  type: string;
  /** The event in Caliper 1.2. */
  value: CaliperObject;
  /** The same, serialised; this text is what is stored and sent. */
  text: string;
}

/** What became of one record. */
export type RecordOutcome =
  | { kind: 'emitted'; rule: RuleReference; events: TranslatedEvent[] }
  | { kind: 'skipped'; rule?: RuleReference; reason: string }
  | { kind: 'unmapped' }
  | { kind: 'failed'; rule: RuleReference; code: string; message: string };
