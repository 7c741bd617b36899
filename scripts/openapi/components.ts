import type { HealthFault } from '../../src/status/health.ts';
import type { LineFault } from '../../src/external-ids/table.ts';
import type { ImportReport } from '../../src/external-ids/import.ts';
import type { InboxEnvelope, InboxEvent, InboxTotals } from '../../src/inbox/inbox.ts';
import type { Answer, RecordProblem } from '../../src/ingest/answer.ts';
import type { DryRun, TranslatedRecord } from '../../src/ingest/dry-run.ts';
import type { StatementFault } from '../../src/ingest/xapi/fault.ts';
import type { DeadLetterMove } from '../../src/outbox/messages.ts';
import type { PublicKey } from '../../src/delivery/jwks.ts';
import type { Fault } from '../../src/caliper/fault.ts';
import type { ListedLetter } from '../../src/status/dead-letters.ts';
import type { ReplayAnswer, ReplayProblem } from '../../src/status/move-quarantine.ts';
import type { ListedGroup, ListedRecord } from '../../src/status/quarantine.ts';
import type { DestinationSummary, ShardSummary, StatusSummary } from '../../src/status/summary.ts';
import type { ConfigFault } from '../../src/config/config.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';

/**
 * The types that stand in answers. scripts/openapi/types-to-schemas.ts makes a schema of each, so that the document says of the
 * bodies what the compiler knows of them; docstrings become descriptions.
 */
export interface Components {
  /** What became of a body that was stored. `received` is the sum of `emitted`, `skipped`, `unmapped`, `failed`, `rejected` and `duplicates`. */
  Answer: Answer;
  RecordProblem: RecordProblem;
  /** The same sums as when the body is stored, and every record. */
  DryRun: DryRun;
  TranslatedRecord: TranslatedRecord;
  /** A Caliper event, JSON-LD. */
  CaliperEvent: CaliperObject;
  /** What a validator has against an event. */
  CaliperFault: Fault;
  /** A fault of an xAPI statement; `path` begins at the root of the body, `section` is that of the standard. */
  StatementProblem: StatementFault & { index: number };
  /** The state of the adapter: of each destination, each shard and the quarantine; counts by outcome and rule; names that no rule handles. */
  StatusSummary: StatusSummary;
  DestinationSummary: DestinationSummary;
  ShardSummary: ShardSummary;
  HealthFault: HealthFault;
  /** An event that will not be sent again by itself. */
  DeadLetter: ListedLetter;
  /** How many were replayed or dropped, and whether another call would find more. */
  Moved: DeadLetterMove;
  QuarantinedRecord: ListedRecord;
  QuarantineGroup: ListedGroup;
  ReplayAnswer: ReplayAnswer;
  /** A record that a replay left in the quarantine. */
  ReplayProblem: ReplayProblem;
  /** An import of external ids; `read` is the sum of `added`, `changed`, `unchanged` and `faulty`. */
  Imported: ImportReport & { source: string; externalIds: number };
  /** What is wrong with a line of the table; never holds a value of it. */
  LineFault: LineFault;
  /** A public key (RFC 7517). */
  PublicKey: PublicKey;
  InboxTotals: InboxTotals;
  InboxEvent: InboxEvent;
  InboxEnvelope: InboxEnvelope;
  /** A setting that is wrong, and why. */
  ConfigFault: ConfigFault;
}
