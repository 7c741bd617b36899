import { createShapes } from '../keep-shapes.ts';
import { DurableObject } from 'cloudflare:workers';
import type { Config } from '../config/config.ts';
import { resumed } from '../delivery/progress.ts';
import type { Platform } from '../delivery/post.ts';
import { faultLine } from '../log/fault.ts';
import { createLog } from '../log/log.ts';
import type { Log } from '../log/log.ts';
import { createSender } from './alarm.ts';
import type { Sender } from './alarm.ts';
import { append } from './append.ts';
import { inRecords } from './columns.ts';
import type { AppendCall } from './columns.ts';
import { inCompany } from './company.ts';
import { groupDeadLetters, readDeadLetters } from './dead-letters.ts';
import { keysDue, purgeKeys } from './dedupe.ts';
import { forgetDescriptions, purgeDescriptions } from './described.ts';
import { createDestinations, readDestination, writeDestination } from './destinations.ts';
import type {
  AppendResult,
  DeadLetter,
  DeadLetterFilter,
  DeadLetterGroup,
  DeadLetterMove,
  DeadLetterQuery,
  Minute,
  OutboxStatus,
} from './messages.ts';
import { readMinutes } from './history.ts';
import { purgeQuarantine, quarantineDue } from './quarantine.ts';
import type {
  QuarantineFilter,
  QuarantineGroup,
  QuarantinePage,
  QuarantineQuery,
  QuarantineSettlement,
} from './quarantine-messages.ts';
import { dropQuarantined, groupQuarantine, readQuarantine, settleQuarantine } from './quarantine-rows.ts';
import { dropDeadLetters, replayDeadLetters } from './replay.ts';
import { createTables } from './schema.ts';
import { rememberShards, shardNumber } from './shard-number.ts';
import { outboxStatus } from './status.ts';

/** Milliseconds after which it is tried again where a run of the alarm was cut off twice, or could not tell when the next is due. */
const WATCHDOG = 60_000;

/** Milliseconds before the next run after one that failed for a reason of ours. */
const AFTER_FAULT = 5_000;

const keepShape = createShapes();

const platform: Platform = {
  now: () => Date.now(),
  random: () => Math.random(),
  uuid: () => crypto.randomUUID(),
  fetch: (url, init) => fetch(url, init),
};

/**
 * The durable queue between answering a source and delivering to the destinations: one object is one shard. Everything that it
 * promises rests on two things: rows and alarm are written in one transaction before `append` answers, and only the alarm sends.
 */
export class Outbox<Env = unknown> extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #config: Config;
  readonly #sender: Sender;
  readonly #log: Log;
  readonly #append: ReturnType<typeof inCompany>;
  #running = false;
  /** When the alarm is set to ring; undefined when it is not set. Saves a write for most appends. */
  #alarmAt: number | undefined;

  constructor(ctx: DurableObjectState, env: Env, config: Config) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#config = config;
    this.#log = createLog(config.log);
    this.#sender = createSender(ctx.storage, config, platform, shardNumber(ctx.id.name));
    this.#append = inCompany(
      (request) => {
        const result = ctx.storage.transactionSync(() => append(this.#sql, config, request, platform.now()));
        this.#arm();
        return result;
      },
      () => ctx.storage.sync(),
    );
    void ctx.blockConcurrencyWhile(async () => {
      ctx.storage.transactionSync(() => {
        createTables(this.#sql);
        createDestinations(
          this.#sql,
          config.destinations.map((destination) => destination.name),
        );
      });
      // An alarm that was lost, or whose destination came back into the configuration, is set again by any call.
      this.#alarmAt = (await ctx.storage.getAlarm()) ?? undefined;
      this.#arm();
    });
  }

  /** Stores the events of a request in one transaction; once the caller has the answer, they are on disk. */
  append(call: AppendCall): AppendResult | Promise<AppendResult> {
    const request = inRecords(call);
    const last = request.records.at(-1);
    // External ids name somebody.
    if (last !== undefined && last.external === undefined) keepShape(last.source, last, last.events);
    return this.#append(request);
  }

  /** Backlog, state and totals of each destination, and the counters. */
  status(): OutboxStatus {
    return outboxStatus(this.#sql, this.#config, platform.now(), this.#sender.remark);
  }

  /** A page of dead letters. */
  deadLetters(query: DeadLetterQuery): DeadLetter[] {
    return readDeadLetters(this.#sql, query);
  }

  /** How many dead letters there are of each kind. */
  deadLetterGroups(filter: DeadLetterFilter): DeadLetterGroup[] {
    return groupDeadLetters(this.#sql, filter);
  }

  /** What happened in each of the last minutes, two hours back; minutes in which nothing happened are absent. */
  history(): Minute[] {
    return readMinutes(this.#sql);
  }

  /** Notes how many shards are in use, and gives the largest number that ever were; only shard 0 is asked. */
  mostShards(configured: number): number {
    return rememberShards(this.#sql, configured);
  }

  /** Puts up to 1,000 dead letters of each destination back into its queue. */
  replayDeadLetters(filter: DeadLetterFilter): DeadLetterMove {
    const move = this.ctx.storage.transactionSync(() =>
      replayDeadLetters(this.#sql, this.#config, filter, platform.now()),
    );
    this.#arm();
    return move;
  }

  /** Deletes up to 1,000 dead letters for good. */
  dropDeadLetters(filter: DeadLetterFilter): DeadLetterMove {
    return this.ctx.storage.transactionSync(() => dropDeadLetters(this.#sql, filter));
  }

  /** A page of records that are kept, still sealed. */
  quarantined(query: QuarantineQuery): QuarantinePage {
    return readQuarantine(this.#sql, query);
  }

  /** How many records are kept for which reason. */
  quarantineGroups(filter: QuarantineFilter): QuarantineGroup[] {
    return groupQuarantine(this.#sql, filter);
  }

  /** Writes down what became of kept records that were translated again. */
  settleQuarantine(settlement: QuarantineSettlement): void {
    this.ctx.storage.transactionSync(() => settleQuarantine(this.#sql, settlement));
  }

  /** Deletes up to 1,000 kept records for good. */
  dropQuarantined(filter: QuarantineFilter): DeadLetterMove {
    return this.ctx.storage.transactionSync(() => dropQuarantined(this.#sql, filter));
  }

  /** Takes up a destination that is paused or backs off. False when there is none of that name. */
  resume(destination: string): boolean {
    const row = readDestination(this.#sql, destination);
    if (row === undefined) return false;
    this.ctx.storage.transactionSync(() => {
      writeDestination(this.#sql, { ...row, ...resumed(row) });
      // What was mended may have lost what it was told.
      forgetDescriptions(this.#sql, destination);
    });
    this.#arm();
    return true;
  }

  /** The only sender. Never throws: the platform gives up an alarm that failed six times. */
  override async alarm(ring?: AlarmInvocationInfo): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    this.#alarmAt = undefined;
    let fault = false;
    try {
      // A run that is cut off is repeated by the platform, but not for ever.
      if (ring?.isRetry === true) this.#setAlarm(platform.now() + WATCHDOG);
      await this.#sender.run();
    } catch (error) {
      fault = true;
      this.#log(faultLine('OUTBOX_RUN_FAILED', error, platform.now()));
    } finally {
      this.#running = false;
      await this.#finish(fault);
    }
  }

  async #finish(fault: boolean): Promise<void> {
    try {
      const now = platform.now();
      const more = this.ctx.storage.transactionSync(
        () =>
          purgeKeys(this.#sql, this.#config.dedupeDays, now) ||
          purgeDescriptions(this.#sql, this.#config, now) ||
          purgeQuarantine(this.#sql, this.#config, now),
      );
      const due = more ? now : this.#nextDue();
      if (due !== undefined) {
        this.#setAlarm(Math.max(due, fault ? now + AFTER_FAULT : now));
      } else if (this.#alarmAt !== undefined) {
        this.#alarmAt = undefined;
        await this.ctx.storage.deleteAlarm();
      }
    } catch (error) {
      this.#log(faultLine('OUTBOX_REARM_FAILED', error, platform.now()));
      this.#setAlarm(platform.now() + WATCHDOG);
    }
  }

  /** Sets the alarm if something is due before it rings. */
  #arm(): void {
    if (this.#running) {
      this.#sender.wake();
      return;
    }
    const set = this.#alarmAt ?? Infinity;
    const now = platform.now();
    const due = set <= now ? undefined : this.#nextDue();
    if (due === undefined || set <= due) return;
    this.#setAlarm(Math.max(due, now));
  }

  /** When there is something to send or to forget. */
  #nextDue(): number | undefined {
    const times = [
      this.#sender.nextDue(),
      quarantineDue(this.#sql, this.#config),
      keysDue(this.#sql, this.#config.dedupeDays),
    ].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #setAlarm(at: number): void {
    this.#alarmAt = at;
    // In the same turn as the rows, hence in the same commit; the output gate holds the answer until both are on disk.
    void this.ctx.storage.setAlarm(at);
  }
}
