import { createHash } from 'node:crypto';

/** A Caliper event as far as the soak looks into it. */
export interface SoakEvent {
  id: string;
  [property: string]: unknown;
}

/** What a run found out; ids are those of events. */
export interface Ledger {
  /** What the dry run said of each record that was answered with 200: event id to hash. */
  accepted: Map<string, string>;
  /** What the receiver stored: event id to the hash of its first copy. */
  stored: Map<string, string>;
  /** Ids of which the receiver got a copy that differs from its first. */
  differing: Set<string>;
  /** Ids that the receiver refused, and will always. */
  refused: Set<string>;
  /** Dead letters: event id to hash. */
  dead: Map<string, string>;
}

export function emptyLedger(): Ledger {
  return { accepted: new Map(), stored: new Map(), differing: new Set(), refused: new Set(), dead: new Map() };
}

/** Stands for an event whole: members, their order and their values. */
export function eventHash(event: unknown): string {
  return createHash('sha256').update(JSON.stringify(event)).digest('base64');
}

/** Notes copies of events that the receiver stored; gives how many it had already. */
export function store(ledger: Ledger, events: readonly SoakEvent[]): number {
  let repeats = 0;
  for (const event of events) {
    const hash = eventHash(event);
    const before = ledger.stored.get(event.id);
    if (before === undefined) ledger.stored.set(event.id, hash);
    else repeats++;
    if (before !== undefined && before !== hash) ledger.differing.add(event.id);
  }
  return repeats;
}

/** Ids for each thing that is wrong; nothing is wrong where all lists are empty. */
export interface Findings {
  /** Accepted, and neither stored by the receiver nor a dead letter. */
  lost: string[];
  /** Stored or given up, and never accepted. */
  unknown: string[];
  /** Not as the dry run said it would be. */
  changed: string[];
  /** A dead letter that the receiver never refused, or has stored all the same. */
  givenUp: string[];
  /** Refused by the receiver, and not listed as a dead letter. */
  unlisted: string[];
}

/** Compares what was accepted with what was stored and what was given up: each event once, and whole. */
export function settleAccounts(ledger: Ledger): Findings {
  const { accepted, stored, differing, refused, dead } = ledger;
  const arrived = [...stored, ...dead];
  return {
    lost: [...accepted.keys()].filter((id) => !stored.has(id) && !dead.has(id)),
    unknown: [...new Set(arrived.map(([id]) => id))].filter((id) => !accepted.has(id)),
    changed: [
      ...new Set([
        ...differing,
        ...arrived.filter(([id, hash]) => (accepted.get(id) ?? hash) !== hash).map(([id]) => id),
      ]),
    ],
    givenUp: [...dead.keys()].filter((id) => !refused.has(id) || stored.has(id)),
    unlisted: [...refused].filter((id) => !dead.has(id)),
  };
}
