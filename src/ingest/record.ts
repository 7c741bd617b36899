import type { JsonObject, SourceKind } from '../mapping/table.ts';

/**
 * One source record, after normalisation. Whatever shape it came in, the same act gives the same `fields` (as far as rules
 * can see) and the same `seed`.
 */
export interface SourceRecord {
  source: SourceKind;
  /** What rules are looked up by: the name of the Open edX event, or the xAPI verb id. */
  name: string;
  /** What `$(…)` reads. */
  fields: JsonObject;
  /** Canonical text of what identifies the record: two deliveries of one record have the same, two records differ. */
  seed: string;
}

/** Why a record could not even be looked at. */
export interface Rejection {
  code: string;
  message: string;
}

/** One entry of a request body, in the order in which it stood there. */
export type IngestEntry =
  /** `received`: the JSON value of which the record was made, where somebody may want to keep it. */
  { ok: true; record: SourceRecord; received?: unknown } | { ok: false; rejection: Rejection };
