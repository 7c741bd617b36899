import type { DestinationStatus, OutboxStatus } from '../outbox/messages.ts';
import type { QuarantineStatus } from '../outbox/quarantine-messages.ts';

/** A destination over all shards, as `GET /v1/status` shows it. Instants are ISO 8601 in UTC. */
export interface DestinationSummary {
  name: string;
  state: DestinationStatus['state'];
  reason: string | null;
  backlog: number;
  backlogBytes: number;
  /** How long the oldest waiting event has waited. */
  oldestSeconds: number | null;
  lastSuccess: string | null;
  nextAttempt: string | null;
  delivered: number;
  deadLetters: number;
}

/** Bytes of waiting events, dead letters and what else counts towards the limit, and the limit (`OUTBOX_BYTES`). */
export interface ShardSummary {
  shard: number;
  full: boolean;
  bytes: number;
  bytesLimit: number;
}

/** The body of `GET /v1/status`. */
export interface StatusSummary {
  /** True when a shard has no room. */
  full: boolean;
  /** The room of each shard, in order; also of those beyond today's number in which something may wait. */
  shards: ShardSummary[];
  destinations: DestinationSummary[];
  /** `emitted`, `duplicates`, `skipped`, …, and `rule.<rule>.<outcome>`. */
  counts: Record<string, number>;
  /** Names that no rule handles, most frequent first. */
  unmapped: Record<string, number>;
  /** Records that are kept for later. */
  quarantine: {
    records: number;
    bytes: number;
    /** When the oldest came. */
    oldest: string | null;
    /** Records that were deleted before their time, since there was no room: it should be 0. */
    evicted: number;
  };
}

/** The state of a destination is that of its worst shard. */
const SEVERITY: Record<DestinationStatus['state'], number> = { open: 0, unconfigured: 1, 'backing-off': 2, paused: 3 };

/** Adds up what the shards tell. */
export function summarise(shards: readonly OutboxStatus[]): StatusSummary {
  const destinations = new Map<string, DestinationSummary>();
  for (const shard of shards) {
    for (const status of shard.destinations) {
      const summary = fromShard(status, shard.now);
      const other = destinations.get(status.name);
      destinations.set(status.name, other === undefined ? summary : join(other, summary));
    }
  }
  const counts = addUp(shards.map((shard) => shard.counts));
  const unmapped = addUp(shards.map((shard) => shard.unmapped));
  return {
    full: shards.some((shard) => shard.full),
    shards: shards.map(({ full, bytes, bytesLimit }, shard) => ({ shard, full, bytes, bytesLimit })),
    destinations: [...destinations.values()],
    counts: Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))),
    unmapped: Object.fromEntries(Object.entries(unmapped).sort(([, a], [, b]) => b - a)),
    quarantine: joinQuarantines(shards.map((shard) => shard.quarantine)),
  };
}

function fromShard(status: DestinationStatus, now: number): DestinationSummary {
  const instant = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
  return {
    name: status.name,
    state: status.state,
    reason: status.reason,
    backlog: status.backlog,
    backlogBytes: status.backlogBytes,
    oldestSeconds: status.oldest === null ? null : Math.max(0, Math.floor((now - status.oldest) / 1000)),
    lastSuccess: instant(status.lastSuccess),
    nextAttempt: instant(status.nextAttempt),
    delivered: status.delivered,
    deadLetters: status.deadLetters,
  };
}

function join(a: DestinationSummary, b: DestinationSummary): DestinationSummary {
  const worse = SEVERITY[b.state] > SEVERITY[a.state] ? b : a;
  const pick = <T>(x: T | null, y: T | null, choose: (x: T, y: T) => T): T | null =>
    x === null ? y : y === null ? x : choose(x, y);
  return {
    name: a.name,
    state: worse.state,
    reason: worse.reason,
    backlog: a.backlog + b.backlog,
    backlogBytes: a.backlogBytes + b.backlogBytes,
    oldestSeconds: pick(a.oldestSeconds, b.oldestSeconds, (x, y) => Math.max(x, y)),
    // ISO 8601 instants in UTC sort as text.
    lastSuccess: pick(a.lastSuccess, b.lastSuccess, (x, y) => (x > y ? x : y)),
    nextAttempt: pick(a.nextAttempt, b.nextAttempt, (x, y) => (x < y ? x : y)),
    delivered: a.delivered + b.delivered,
    deadLetters: a.deadLetters + b.deadLetters,
  };
}

function joinQuarantines(shards: readonly QuarantineStatus[]): StatusSummary['quarantine'] {
  const oldest = shards.flatMap((shard) => shard.oldest ?? []);
  const sum = (of: 'records' | 'bytes' | 'evicted'): number => shards.reduce((total, shard) => total + shard[of], 0);
  return {
    records: sum('records'),
    bytes: sum('bytes'),
    oldest: oldest.length === 0 ? null : new Date(Math.min(...oldest)).toISOString(),
    evicted: sum('evicted'),
  };
}

function addUp(maps: readonly Record<string, number>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const map of maps) {
    for (const [name, value] of Object.entries(map)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return Object.fromEntries(sums);
}
