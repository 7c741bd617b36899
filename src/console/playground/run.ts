import type { JsonObject, SourceKind } from '../../mapping/table.ts';
import type { RecordOutcome } from '../../pipeline/outcome.ts';

/** What `POST /console/playground/run` takes, as JSON. */
export interface Run {
  kind: SourceKind;
  /** Name of a configured source: whose site it is. */
  source: string;
  record: string;
  /** As src/mapping/table.ts has them; without them the deployed tables are run. */
  rules?: unknown;
  /** Names of rules that they take the place of, beside those of the same name. */
  replaced?: readonly string[];
  /** Name of the destination whose request is shown. */
  destination?: string;
}

/** What became of a pasted record. */
export type Translated =
  | { kind: 'rejected'; code: string; message: string }
  | {
      kind: 'translated';
      name: string;
      /** The normalised record, which rules read. */
      fields: JsonObject;
      outcome: RecordOutcome;
    };

/** The request that a destination would get, or why it would get none. Credentials are written `…`. */
export type Sent =
  { ok: true; url: string; headers: Record<string, string>; body: string } | { ok: false; reason: string };

/** What a run answers. Nothing was stored or sent. */
export type RunAnswer =
  | Extract<Translated, { kind: 'rejected' }>
  | (Extract<Translated, { kind: 'translated' }> & {
      /** What the validator has against the events, by their position. */
      findings: unknown[][];
      sent?: Sent;
    });
