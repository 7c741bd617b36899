import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { AppendResult, DeadLetterMove } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { noCounts, replayRecords } from '../quarantine/replay.ts';
import type { ReplayCounts, StillKept } from '../quarantine/replay.ts';
import { outboxUnreachable, requireAdmin } from './access.ts';
import type { StatusAccess } from './access.ts';
import { bodyFilter, ofShard } from './filter.ts';
import type { ListedFilter } from './filter.ts';
import { isKind, QUARANTINE_TEXTS, readCursor } from './quarantine.ts';
import type { Cursor, QuarantineAccess } from './quarantine.ts';

/** Records that one call replays. */
const REPLAYED_AT_ONCE = 1_000;

/** Records that are opened together; their events wait in memory for the outbox. */
const PAGE = 200;

/** Pages in one call: each takes several calls to the outbox, and the platform allows a request so many. */
const MOST_PAGES = 20;

/** A record that a replay left in the quarantine. */
export type ReplayProblem = Omit<StillKept, 'id' | 'kind'> & { id: string };

/** The answer to a replay. */
export interface ReplayAnswer extends ReplayCounts {
  /** Records that are kept on, the first ones if there are too many. */
  problems: ReplayProblem[];
  /** Whether there are records behind those that were replayed; then `next` is the `cursor` with which to go on. */
  more: boolean;
  next: string | null;
}

/** Which records, by their ids as listed and by their texts. */
export type ListFilter = ListedFilter<(typeof QUARANTINE_TEXTS)[number]>;

/**
 * `POST /v1/quarantine/replay` and `/drop`, for the administrator. The body is a JSON object: `ids` (as listed), `source`, `kind`, `code`,
 * `name`, `rule`, `before`, `after` (ISO 8601); `{}` means all. A replay also takes `cursor`.
 */
export function moveQuarantineRoutes<E extends object>(resolve: (env: E) => QuarantineAccess): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  for (const move of ['replay', 'drop'] as const) {
    const path = `/v1/quarantine/${move}`;
    routes.post(path, requireAdmin(resolve));
    routes.post(path, async (c) => {
      const read = readBody(await c.req.text(), move === 'replay');
      if (read === undefined) {
        const cursor = move === 'replay' ? ' and cursor' : '';
        const message = `send a JSON object with any of ids, source, kind, code, name, rule, before, after${cursor}; {} means all`;
        return problemResponse({ status: 400, code: 'BAD_FILTER', message });
      }
      try {
        const access = resolve(c.env);
        if (move === 'drop') return c.json(await dropQuarantine(access, read.filter));
        const answer = await replayQuarantine(access, read.filter, read.cursor);
        return 'ok' in answer ? notStored(answer) : c.json(answer);
      } catch {
        return outboxUnreachable();
      }
    });
    routes.all(path, () => methodNotAllowed('POST'));
  }
  return routes;
}

/**
 * Translates kept records under today's tables, up to 1,000. Events are stored first, then the records deleted: whatever happens in
 * between, a repeat finds the events as duplicates. Throws when a shard does not answer.
 *
 * @returns the failure when events could not be stored; what was replayed before it stays so
 */
export async function replayQuarantine(
  access: QuarantineAccess,
  filter: ListFilter,
  [fromShard, after]: Cursor,
): Promise<ReplayAnswer | Extract<AppendResult, { ok: false }>> {
  const { config, outbox } = access;
  const answer: ReplayAnswer = { ...noCounts(), problems: [], more: false, next: null };
  let pages = 0;
  for (const [shard, object] of (await everyShard(outbox, config)).entries()) {
    const own = ofShard(filter, shard);
    if (shard < fromShard || own.ids?.length === 0) continue;
    let cursor = shard === fromShard ? after : 0;
    for (let more = true; more;) {
      const limit = Math.min(PAGE, REPLAYED_AT_ONCE - answer.replayed);
      if (limit === 0 || pages === MOST_PAGES) return { ...answer, more: true, next: `${shard}.${cursor}` };
      pages++;
      const page = await object.quarantined({ ...own, cursor, limit });
      const done = await replayRecords(page.records, access);
      if ('ok' in done) return done;
      await object.settleQuarantine(done.settlement);
      addUp(answer, done.counts);
      const problems = done.still.map(({ id, name, outcome, code, message, rule }) => {
        return { id: `${shard}.${id}`, name, outcome, code, message, ...(rule !== undefined && { rule }) };
      });
      answer.problems.push(...problems.slice(0, config.limits.problems - answer.problems.length));
      cursor = page.records.at(-1)?.id ?? cursor;
      more = page.more;
    }
  }
  return answer;
}

/** Deletes kept records for good, up to 1,000 of each shard; throws when one does not answer. */
export async function dropQuarantine({ config, outbox }: StatusAccess, filter: ListFilter): Promise<DeadLetterMove> {
  const total: DeadLetterMove = { count: 0, more: false };
  for (const [shard, object] of (await everyShard(outbox, config)).entries()) {
    const dropped = await object.dropQuarantined(ofShard(filter, shard));
    total.count += dropped.count;
    total.more ||= dropped.more;
  }
  return total;
}

function addUp(total: ReplayCounts, counts: ReplayCounts): void {
  // The keys of an object that noCounts made.
  for (const name of Object.keys(counts) as (keyof ReplayCounts)[]) total[name] += counts[name];
}

function notStored({ reason, retryAfterSeconds }: Extract<AppendResult, { ok: false }>): Response {
  if (reason === 'unreachable') return outboxUnreachable();
  const message = 'the outbox is full: records that were not replayed are still kept; replay them when there is room';
  return problemResponse({ status: 503, code: 'OUTBOX_FULL', message }, { 'Retry-After': String(retryAfterSeconds) });
}

function readBody(text: string, cursors: boolean): { filter: ListFilter; cursor: Cursor } | undefined {
  const read = bodyFilter(text, cursors ? [...QUARANTINE_TEXTS, 'cursor'] : QUARANTINE_TEXTS);
  if (read === undefined || !isKind(read.kind)) return undefined;
  const { cursor: from, ...filter }: ListFilter & { cursor?: string } = read;
  const cursor = readCursor(from);
  return cursor === undefined ? undefined : { filter, cursor };
}
