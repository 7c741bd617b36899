import type { Config, DestinationConfig } from '../config/config.ts';
import { deliver } from '../delivery/deliver.ts';
import { createEndpoint } from '../delivery/endpoint.ts';
import type { Endpoint } from '../delivery/endpoint.ts';
import type { Platform } from '../delivery/post.ts';
import { dueAt } from '../delivery/schedule.ts';
import { deliveryLine } from '../log/delivery.ts';
import { createLog } from '../log/log.ts';
import { descriptionsOf, rememberDescriptions } from './described.ts';
import { readDestination } from './destinations.ts';
import type { DestinationRow } from './destinations.ts';
import { envelopeLimits } from './pack.ts';
import { settle } from './settle.ts';
import { take } from './take.ts';

/** Milliseconds for which one run of the alarm starts new envelopes. */
export const RUN_BUDGET = 20_000;

/** Milliseconds more, for destinations that can send while another one keeps the run waiting for its answer. */
const COMPANY_BUDGET = 35_000;

/** The alarm's work: sends what is due, to each destination by itself. */
export interface Sender {
  /** Sends until nothing is due or the time is up. */
  run(): Promise<void>;
  /** Tells a run under way that events were appended. */
  wake(): void;
  /** What an operator should know of a destination that gets its events all the same. */
  remark: (destination: string) => string | null;
  /** When the next run is needed, milliseconds since 1970; undefined when nothing waits. */
  nextDue(): number | undefined;
}

/** Makes the sender of one outbox. */
export function createSender(
  storage: DurableObjectStorage,
  config: Config,
  platform: Platform,
  shard?: number,
): Sender {
  const { sql } = storage;
  const log = createLog(config.log);
  const endpoints = new Map<string, Endpoint>();
  const endpointOf = (destination: DestinationConfig): Endpoint => {
    const known = endpoints.get(destination.name);
    const endpoint = known ?? createEndpoint(config, destination, platform);
    if (known === undefined) endpoints.set(destination.name, endpoint);
    return endpoint;
  };
  const limitsOf = (destination: DestinationConfig): { events: number; bytes: number } =>
    envelopeLimits(endpointOf(destination).batch(), config.sensorId);
  // Destinations whose remark was logged since the start.
  const remarked = new Set<string>();
  // Destinations that send, or have not yet looked whether they have something to send.
  let active = 0;
  let nudge = Promise.withResolvers<undefined>();
  const wake = (): void => {
    nudge.resolve(undefined);
    nudge = Promise.withResolvers();
  };
  const rest = (): void => {
    active--;
    if (active === 0) wake();
  };

  const due = (
    destination: DestinationConfig,
    settled?: DestinationRow,
  ): { row: DestinationRow; at: number } | undefined => {
    const batch = { ...limitsOf(destination), seconds: destination.batch.seconds };
    // Of a row that was just written only what waits longest is not known, and where that does not matter it need not be read again.
    if (settled !== undefined && dueAt({ ...settled, oldest: Infinity }, batch) === 0) return { row: settled, at: 0 };
    const row = readDestination(sql, destination.name);
    if (row === undefined || row.events === 0) return undefined;
    const at = dueAt({ ...row, oldest: row.oldest ?? 0 }, batch);
    return at === undefined ? undefined : { row, at };
  };

  /** Gives the destination as it was written afterwards, all but `oldest` of it. */
  const sendOne = async (destination: DestinationConfig, row: DestinationRow): Promise<DestinationRow | undefined> => {
    const taken = take(sql, row.name, row.done, limitsNow(limitsOf(destination), row, platform.now()));
    // The totals of a row are written with its chunks; a loop that sends nothing for ever would be worse than a stop.
    if (taken.count === 0) throw new Error('the totals of a destination do not fit its chunks');
    const { thin } = destination;
    const started = platform.now();
    // Within an envelope that was refused in full, thinning would only be refused once more.
    const known = thin === undefined || row.window > 0 ? undefined : descriptionsOf(sql, row.name, thin, started);
    const endpoint = endpointOf(destination);
    endpoint.learn();
    const delivery = await deliver(config, destination, taken, platform, known, endpoint);
    const clock = { now: platform.now(), random: platform.random() };
    const after = storage.transactionSync(() => {
      const settled = settle(sql, row.name, taken, delivery, clock);
      if (thin !== undefined && delivery.verdict.kind === 'done') {
        rememberDescriptions(sql, row.name, thin, delivery.told, clock.now);
      }
      return settled;
    });
    if (after !== undefined) log(deliveryLine(row, after, delivery, { shard, started, ended: clock.now }));
    const code = endpoint.remark();
    if (code !== null && !remarked.has(row.name)) {
      remarked.add(row.name);
      log({ level: 'error', at: clock.now, what: 'fault', code, destination: row.name, shard });
    }
    return after;
  };

  const drain = async (destination: DestinationConfig, started: number): Promise<void> => {
    let resting = false;
    let settled: DestinationRow | undefined;
    try {
      for (;;) {
        const now = platform.now();
        const elapsed = now - started;
        const next = due(destination, settled);
        settled = undefined;
        const company = active > (resting ? 0 : 1);
        if (next !== undefined && next.at <= now && elapsed < (company ? COMPANY_BUDGET : RUN_BUDGET)) {
          if (resting) active++;
          resting = false;
          settled = await sendOne(destination, next.row);
          continue;
        }
        if (!resting) rest();
        resting = true;
        // The alarm rings again only when all have come back: meanwhile a slow destination must not hold the others up.
        if (active === 0 || elapsed >= COMPANY_BUDGET) return;
        await within(nudge.promise, next === undefined ? COMPANY_BUDGET : next.at - now);
      }
    } finally {
      if (!resting) rest();
    }
  };

  return {
    wake,
    remark: (name) => endpoints.get(name)?.remark() ?? null,
    async run() {
      const started = platform.now();
      active = config.destinations.length;
      const outcomes = await Promise.allSettled(config.destinations.map((destination) => drain(destination, started)));
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    },
    nextDue() {
      const times = config.destinations.flatMap((destination) => due(destination)?.at ?? []);
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}

/** Waits for a promise, but not longer than so many milliseconds; leaves no timer that would keep the object awake. */
async function within(promise: Promise<undefined>, milliseconds: number): Promise<void> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), Math.min(Math.max(milliseconds, 10), COMPANY_BUDGET));
  try {
    await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the next envelope may hold: as configured, or less while a refused one is halved or since a 413. */
function limitsNow(
  full: { events: number; bytes: number },
  row: DestinationRow,
  now: number,
): { events: number; bytes: number } {
  const learnt = row.payloadLimit > 0 && now < row.payloadLimitUntil ? row.payloadLimit : full.bytes;
  return {
    events: row.window > 0 ? Math.min(row.window, full.events) : full.events,
    bytes: Math.min(full.bytes, learnt),
  };
}
