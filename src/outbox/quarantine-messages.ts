/** What the Worker and the outbox say to each other about records that are kept for later. */

/** Why a record is kept: no rule, a rule that failed, or an xAPI statement with a fault. */
export type QuarantineKind = 'unmapped' | 'failed' | 'invalid';

/** What is known of a kept record without opening it: nothing of any person. */
export interface QuarantineReason {
  kind: QuarantineKind;
  /** The name of the event, or the verb, fit to be shown. */
  name: string;
  /** `NO_RULE`, the code of the failure, or that of the statement's fault. */
  code: string;
  /** Names fields, never values. */
  message: string;
  /** The rule that failed. */
  rule?: string;
}

/** A record on its way into the quarantine. */
export interface QuarantinedRecord extends QuarantineReason {
  /** Keyed hash of the record, 32 hexadecimal digits: the same record is kept once. */
  key: string;
  source: string;
  /** The sealed record, or null when it was too large to keep. */
  sealed: ArrayBuffer | null;
}

/** A kept record. */
export interface KeptRecord extends QuarantinedRecord {
  /** Number in its shard; older ones have smaller numbers. */
  id: number;
  /** When it came for the first time, milliseconds since 1970. */
  at: number;
  /** What it counts for in the outbox. */
  bytes: number;
}

/** Which records; what is left out does not restrict. */
export interface QuarantineFilter {
  ids?: number[];
  source?: string;
  kind?: string;
  code?: string;
  name?: string;
  rule?: string;
  /** Received before or after, milliseconds since 1970, exclusive. */
  before?: number;
  after?: number;
}

/** Records with a number greater than `cursor`, oldest first. */
export interface QuarantineQuery extends QuarantineFilter {
  cursor: number;
  limit: number;
}

export interface QuarantinePage {
  /** May be fewer than asked for, since a call has room for so many bytes only. */
  records: KeptRecord[];
  /** Whether there are records behind the last one. */
  more: boolean;
}

/** How many records are kept for the same reason. */
export interface QuarantineGroup {
  source: string;
  name: string;
  kind: QuarantineKind;
  code: string;
  count: number;
  /** When the first and the last came, milliseconds since 1970. */
  oldest: number;
  newest: number;
}

/** What became of kept records that were translated again. */
export interface QuarantineSettlement {
  remove: number[];
  update: (QuarantineReason & { id: number })[];
}

/** The quarantine of one shard. */
export interface QuarantineStatus {
  records: number;
  bytes: number;
  /** When the oldest record came, milliseconds since 1970, or null. */
  oldest: number | null;
  /** Records that were deleted before their time, since there was no room. */
  evicted: number;
}
