import type { QuarantineStatus, QuarantinedRecord } from './quarantine-messages.ts';

/** What the Worker and the outbox (a Durable Object) say to each other. */

/** The events of one record; they are stored together or not at all. */
export interface OutboxRecord {
  /** Position of the record in the request. */
  index: number;
  rule: string;
  source: string;
  /**
   * What decides the shard: the pseudonym of the learner, or anything else that is the same for all records whose order matters.
   * Records without it go to one shard.
   */
  shardKey?: string;
  /**
   * The record's own time, milliseconds since 1970, where it is the same whenever the record comes: repeats are then looked for beside
   * the ids of the same time only.
   */
  time?: number;
  /**
   * `id` is the Caliper event id, `text` the serialised Caliper 1.2 event. `people` are the pseudonyms in the text, `things` the other
   * ids that name one act or one thing of somebody; there where a destination has pseudonyms of its own.
   */
  events: { id: string; text: string; people?: string[]; things?: string[] }[];
  /** Which secret the pseudonyms are made with, where it is not the first. */
  period?: number;
  /** The pseudonyms of user ids and user names in the texts; only until they are looked up for `external`. */
  learners?: string[];
  /** The external id for each of the pseudonyms that has one. */
  external?: Record<string, string>;
}

export interface AppendRequest {
  records: OutboxRecord[];
  /**
   * Added to the counters: `skipped`, `unmapped`, `rule.video-paused.failed`, … Not `emitted` and `duplicates`: those the
   * outbox counts itself (also for each rule), since only it knows them.
   */
  counts: Record<string, number>;
  /** Names that no rule handles, with how often they came. */
  unmapped: Record<string, number>;
  /** Sealed records, to be kept for later. */
  quarantine?: QuarantinedRecord[];
}

export type AppendResult =
  /** `duplicates`: the `index` of each record whose events were all stored before. */
  | { ok: true; duplicates: number[] }
  /** The outbox has no room, or did not answer. Nothing of this request was stored, or repeating it finds duplicates. */
  | { ok: false; reason: 'full' | 'unreachable'; retryAfterSeconds: number };

/** Times are milliseconds since 1970; null where there is none. */
export interface DestinationStatus {
  name: string;
  /** `unconfigured`: events wait for a destination that the configuration no longer has. */
  state: 'open' | 'backing-off' | 'paused' | 'unconfigured';
  /** Why it is not open: `HTTP_503`, `TIMEOUT`, `UNAUTHORIZED`, … */
  reason: string | null;
  /** Events that wait, and their bytes. */
  backlog: number;
  backlogBytes: number;
  /** When the oldest waiting event was stored. */
  oldest: number | null;
  lastSuccess: number | null;
  nextAttempt: number | null;
  /** Events delivered so far. */
  delivered: number;
  deadLetters: number;
}

/** What one shard tells about itself. */
export interface OutboxStatus {
  /** The clock of the shard. */
  now: number;
  full: boolean;
  /** Bytes that count towards the limit, and the limit. */
  bytes: number;
  bytesLimit: number;
  destinations: DestinationStatus[];
  counts: Record<string, number>;
  unmapped: Record<string, number>;
  quarantine: QuarantineStatus;
}

/** What happened in a minute of one shard. */
export type Minute = {
  /** When it began, milliseconds since 1970. */
  at: number;
  /** Events that were new. */
  accepted: number;
  /** Events delivered, over all destinations. */
  delivered: number;
  /** Records that a rule could not translate. */
  failed: number;
  /** Events that became dead letters, over all destinations. */
  dead: number;
  /** Events that waited at its end, or wait now, over all destinations. */
  backlog: number;
};

/** An event that will not be sent again by itself. */
export interface DeadLetter {
  /** Number in its shard. */
  id: number;
  destination: string;
  /** `urn:uuid:…` of the Caliper event. */
  eventId: string;
  rule: string;
  /** `REFUSED`, `ATTEMPTS_SPENT`, `NO_V1P1_FORM`, `TOO_LARGE`. */
  reason: string;
  /** HTTP status of the last answer, if there was one. */
  status: number | null;
  /** The first 2 KB of the last answer, or what has no form in the destination's version. */
  response: string;
  /** Requests that failed or were refused with it. */
  attempts: number;
  /** When it was given up, milliseconds since 1970. */
  at: number;
  /** The Caliper 1.2 event. */
  text: string;
}

/** Which dead letters; what is left out does not restrict. */
export interface DeadLetterFilter {
  ids?: number[];
  destination?: string;
  reason?: string;
  rule?: string;
  /** Given up before or after, milliseconds since 1970, exclusive. */
  before?: number;
  after?: number;
}

/** Dead letters that have destination, reason, rule and status in common. */
export type DeadLetterGroup = Pick<DeadLetter, 'destination' | 'reason' | 'rule' | 'status'> & {
  count: number;
  /** When the first and the last of them were given up, milliseconds since 1970. */
  first: number;
  last: number;
};

/** How many dead letters a call replayed or dropped, and whether another call would find more. */
export interface DeadLetterMove {
  count: number;
  more: boolean;
}

/** Dead letters with a number greater than `cursor`, oldest first. */
export interface DeadLetterQuery extends DeadLetterFilter {
  cursor: number;
  limit: number;
}
