import type { Opens } from './functions/function.ts';
import type { SourceKind } from './table.ts';

/**
 * A field that rules cannot simply read. `path` is a pattern over the normalised record: `*` is one segment, `**` any
 * number of segments (none included); what lies below the field is closed with it. The first field of the list that fits decides. `opens` lists the functions that may read it, by what they open (empty: nothing
 * may). It must be the first function after the value.
 */
export interface ClosedField {
  path: string;
  opens: readonly Opens[];
  /** For the message, e.g. `a user name`. */
  what: string;
  /** Names of the records in which the field is closed; left out: in all. */
  names?: readonly string[];
  /** The scope that the message proposes for `pseudonym`; left out: `learner`. */
  scope?: string;
}

/** The closed fields of each source. The engine takes them as data: src/privacy/person-fields.ts holds them. */
export type ClosedFields = Record<SourceKind, readonly ClosedField[]>;
