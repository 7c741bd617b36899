import { Hono } from 'hono/tiny';
import type { SourceConfig } from '../config/config.ts';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { SourceRecord } from '../ingest/record.ts';
import type { AppendRequest, AppendResult } from '../outbox/messages.ts';
import type { KeptRecord, QuarantineFilter, QuarantineGroup } from '../outbox/quarantine-messages.ts';
import { everyShard } from '../outbox/shards.ts';
import type { RecordOutcome } from '../pipeline/outcome.ts';
import type { Seal } from '../privacy/seal.ts';
import { lookAt } from '../quarantine/look.ts';
import type { Looks } from '../quarantine/look.ts';
import { outboxUnreachable, queryNumber, requireAdmin } from './access.ts';
import type { StatusAccess } from './access.ts';
import { queryFilter } from './filter.ts';

/** What the routes of the quarantine need from the Worker's environment. */
export interface QuarantineAccess extends StatusAccess {
  seal: Seal;
  translator(source: SourceConfig): { translate(record: SourceRecord): RecordOutcome };
  /** Stores the events of what is replayed, as those of a request. */
  append(request: AppendRequest): Promise<AppendResult>;
}

/** A kept record as it is listed: facts, and the names of its fields; no value of it. */
export type ListedRecord = Omit<KeptRecord, 'id' | 'key' | 'at' | 'sealed'> & {
  /** Names it over all shards: `<shard>.<number>`. */
  id: string;
  /** When it came, ISO 8601. */
  received: string;
} & Looks;

/** How many records are kept for one reason. Instants are ISO 8601. */
export type ListedGroup = Omit<QuarantineGroup, 'oldest' | 'newest'> & { oldest: string; newest: string };

/** Where a page begins: behind this record of this shard. */
export type Cursor = readonly [shard: number, after: number];

const PAGE = 100;
const LARGEST_PAGE = 500;

/** The texts by which records are chosen. */
export const QUARANTINE_TEXTS = ['source', 'kind', 'code', 'name', 'rule'] as const;

/** Why records are kept. */
export const KINDS = ['unmapped', 'failed', 'invalid'];

/**
 * `GET /v1/quarantine`, for the administrator: filters `source`, `kind`, `code`, `name`, `rule`, `before`, `after` (ISO 8601), `limit` (up to
 * 500) and `cursor`. Listed by shard, then oldest first; `next` is the cursor of the following page, or null. With `group=name`
 * how many there are of each source, name, kind and code instead.
 */
export function quarantineRoutes<E extends object>(resolve: (env: E) => QuarantineAccess): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get('/v1/quarantine', requireAdmin(resolve));
  routes.get('/v1/quarantine', async (c) => {
    const filter = queryFilter(c, QUARANTINE_TEXTS);
    const cursor = readCursor(c.req.query('cursor'));
    const group = c.req.query('group');
    if (
      filter === undefined ||
      !isKind(filter.kind) ||
      cursor === undefined ||
      (group !== undefined && group !== 'name')
    ) {
      const message =
        'kind is unmapped, failed or invalid; before and after are ISO 8601 instants; cursor is the `next` of an earlier answer; group is name';
      return problemResponse({ status: 400, code: 'BAD_FILTER', message });
    }
    const limit = Math.min(Math.max(1, queryNumber(c, 'limit') ?? PAGE), LARGEST_PAGE);
    try {
      const access = resolve(c.env);
      if (group === 'name') return c.json({ groups: await groupQuarantine(access, filter) });
      return c.json(await listQuarantine(access, filter, cursor, limit));
    } catch {
      return outboxUnreachable();
    }
  });
  routes.all('/v1/quarantine', () => methodNotAllowed('GET, HEAD'));
  return routes;
}

/** A page over all shards; throws when a shard does not answer. */
export async function listQuarantine(
  access: QuarantineAccess,
  filter: QuarantineFilter,
  [fromShard, after]: Cursor,
  limit: number,
): Promise<{ records: ListedRecord[]; next: string | null }> {
  const { config, outbox, seal } = access;
  const records: ListedRecord[] = [];
  const shards = await everyShard(outbox, config);
  for (const [shard, object] of shards.entries()) {
    if (shard < fromShard) continue;
    const cursor = shard === fromShard ? after : 0;
    const page = await object.quarantined({ ...filter, cursor, limit: limit - records.length });
    records.push(...page.records.map((record) => listed(record, shard)));
    const full = records.length === limit;
    const last = records.at(-1)?.id;
    if (page.more) return { records, next: last ?? null };
    if (full) return { records, next: shard + 1 < shards.length ? `${shard + 1}.0` : null };
  }
  return { records, next: null };

  function listed(record: KeptRecord, shard: number): ListedRecord {
    const { id, at, source, name, kind, code, message, rule, bytes } = record;
    const facts = { source, name, kind, code, ...(rule !== undefined && { rule }), message, bytes };
    const place = { id: `${shard}.${id}`, received: new Date(at).toISOString() };
    return { ...place, ...facts, ...lookAt(record, config, seal) };
  }
}

/** How many records are kept for which reason over all shards, the most frequent first; throws when a shard does not answer. */
export async function groupQuarantine(
  { config, outbox }: StatusAccess,
  filter: QuarantineFilter,
): Promise<ListedGroup[]> {
  const groups = new Map<string, QuarantineGroup>();
  for (const shard of await everyShard(outbox, config)) {
    for (const group of await shard.quarantineGroups(filter)) {
      const key = JSON.stringify([group.source, group.name, group.kind, group.code]);
      const other = groups.get(key);
      if (other === undefined) groups.set(key, { ...group });
      else {
        other.count += group.count;
        other.oldest = Math.min(other.oldest, group.oldest);
        other.newest = Math.max(other.newest, group.newest);
      }
    }
  }
  const iso = (time: number): string => new Date(time).toISOString();
  return [...groups.values()]
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .map((group) => ({ ...group, oldest: iso(group.oldest), newest: iso(group.newest) }));
}

/** Reads `<shard>.<number>`; the beginning when there is none, undefined when it is no such text. */
export function readCursor(text: string | undefined): Cursor | undefined {
  const parts = /^(\d{1,6})\.(\d{1,15})$/.exec(text ?? '0.0');
  return parts === null ? undefined : [Number(parts[1]), Number(parts[2])];
}

/** Whether a text, if there is one, is one of the kinds of kept records. */
export function isKind(text: string | undefined): boolean {
  return text === undefined || KINDS.includes(text);
}
