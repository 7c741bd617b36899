import { Hono } from 'hono';
import type { Context } from 'hono';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { DeadLetterFilter, DeadLetterMove } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { outboxUnreachable, requireAdmin } from './access.ts';
import type { Resolve, StatusAccess } from './access.ts';

/** The texts by which dead letters are chosen. */
export const TEXTS = ['destination', 'reason', 'rule'] as const;
const INSTANTS = ['before', 'after'] as const;

/**
 * `POST /v1/dead-letters/replay` and `/drop`, for the administrator. The body is a JSON object: `ids` (as listed), `destination`,
 * `reason`, `rule`, `before`, `after` (ISO 8601); `{}` means all. Answers how many were moved, and whether another call would find more.
 */
export function moveDeadLetterRoutes<E extends object>(resolve: Resolve<E>): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  for (const move of ['replay', 'drop'] as const) {
    const path = `/v1/dead-letters/${move}`;
    routes.post(path, requireAdmin(resolve));
    routes.post(path, async (c) => {
      const filter = await readFilter(c);
      if (filter === undefined) {
        return problemResponse({
          status: 400,
          code: 'BAD_FILTER',
          message: 'send a JSON object with any of ids, destination, reason, rule, before, after; {} means all',
        });
      }
      try {
        return c.json(await moveDeadLetters(resolve(c.env), move, filter));
      } catch {
        return outboxUnreachable();
      }
    });
    routes.all(path, () => methodNotAllowed('POST'));
  }
  return routes;
}

/** Replays or drops dead letters of all shards, up to 1,000 of each; throws when one does not answer. */
export async function moveDeadLetters(
  { config, outbox }: StatusAccess,
  move: 'replay' | 'drop',
  filter: ListFilter,
): Promise<DeadLetterMove> {
  const total: DeadLetterMove = { count: 0, more: false };
  for (const [shard, object] of (await everyShard(outbox, config)).entries()) {
    const own = ofShard(filter, shard);
    const moved = await (move === 'replay' ? object.replayDeadLetters(own) : object.dropDeadLetters(own));
    total.count += moved.count;
    total.more ||= moved.more;
  }
  return total;
}

/** A filter whose ids are still those of the list, `<shard>.<number>`. */
export type ListFilter = Omit<DeadLetterFilter, 'ids'> & { ids?: string[] };

function ofShard({ ids, ...rest }: ListFilter, shard: number): DeadLetterFilter {
  if (ids === undefined) return rest;
  const own = ids.map((id) => id.split('.')).filter(([of]) => of === String(shard));
  return { ...rest, ids: own.map(([, number]) => Number(number)) };
}

async function readFilter(c: Context): Promise<ListFilter | undefined> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const filter: ListFilter = {};
  for (const [name, value] of Object.entries(body)) {
    const text = TEXTS.find((known) => known === name);
    const instant = INSTANTS.find((known) => known === name);
    if (text !== undefined && typeof value === 'string') filter[text] = value;
    else if (instant !== undefined && typeof value === 'string' && !Number.isNaN(Date.parse(value))) {
      filter[instant] = Date.parse(value);
    } else if (name === 'ids' && isIds(value)) filter.ids = value;
    // A misspelt filter must not mean "all".
    else return undefined;
  }
  return filter;
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string' && /^\d{1,6}\.\d{1,15}$/.test(id));
}
