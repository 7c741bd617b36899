import type { Json } from './table.ts';

/** A Caliper event or entity as a tree of plain JSON values. Decimals are numbers; the serialiser gives them a fraction. */
export type CaliperObject = { [key: string]: Json };

/** Which rule decided, and where it stands. */
export interface RuleReference {
  rule: string;
  /** e.g. `mappings/openedx/video.yaml` */
  file: string;
  line: number;
}

/** Why a rule that matched could not make its event. */
export type MappingFailure =
  /** A slot that the event must have is missing; `message` names the source field at fault. */
  | { code: 'MISSING_REQUIRED'; message: string }
  /** A value marked with `!` is missing. */
  | { code: 'MISSING_DEMANDED'; message: string }
  /** A `for-each` runs over more than any act has: the record is broken, or made to hurt. */
  | { code: 'TOO_MANY_EVENTS'; message: string };

/** An event that the tables made: as text that conforms to Caliper, or as an object that must be checked. */
export type MadeEvent =
  | { id: string; type: string; text: string; value: undefined }
  | { id: string; type: string; text: undefined; value: CaliperObject };

/** What the tables make of one record. */
export type MappingOutcome<Event = CaliperObject> =
  | { kind: 'emitted'; rule: RuleReference; events: Event[] }
  | { kind: 'skipped'; rule?: RuleReference; reason: string }
  | { kind: 'unmapped' }
  | { kind: 'failed'; rule: RuleReference; failure: MappingFailure };

/** What the engine needs from outside; everything else is a function of the record. */
export interface MappingEnvironment {
  /** Root of the IRIs of the record's source, without a trailing slash, e.g. `https://lms.example.edu`. */
  lms: string;
  /** A UUID for a person's value in a scope; the same for the same value and scope as long as the secret lives. */
  pseudonym(scope: string, value: string): string;
  /** A UUID for the `index`-th event that `rule` makes of the record. */
  eventId(rule: string, index: number): string;
  /** True when the operator lets free text of learners (answers, posts, notes) out. */
  freeText: boolean;
}
