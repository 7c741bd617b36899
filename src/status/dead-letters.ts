import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { DeadLetter, DeadLetterFilter } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { outboxUnreachable, queryNumber, requireAdmin } from './access.ts';
import type { Resolve, StatusAccess } from './access.ts';
import { queryFilter } from './filter.ts';

/** The texts by which dead letters are chosen. */
export const TEXTS = ['destination', 'reason', 'rule'] as const;

/** Rows on a page unless asked for, and at most. */
export const PAGE = 100;
export const LARGEST_PAGE = 500;

/** A dead letter as it is listed. `id` names it over all shards: `<shard>.<number>`. */
export interface ListedLetter extends Omit<DeadLetter, 'id' | 'at' | 'text'> {
  id: string;
  at: string;
  /** The Caliper event, or null when it was too large to store. */
  event: unknown;
}

/**
 * `GET /v1/dead-letters`, for the administrator: filters `destination`, `reason`, `rule`, `before`, `after` (ISO 8601), `limit` (up to
 * 500) and `cursor`. Listed by shard, then oldest first; `next` is the cursor of the following page, or null.
 */
export function deadLetterRoutes<E extends object>(resolve: Resolve<E>): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get('/v1/dead-letters', requireAdmin(resolve));
  routes.get('/v1/dead-letters', async (c) => {
    const filter = queryFilter(c, TEXTS);
    const cursor = /^(\d{1,6})\.(\d{1,15})$/.exec(c.req.query('cursor') ?? '0.0');
    if (filter === undefined || cursor === null) {
      return problemResponse({
        status: 400,
        code: 'BAD_FILTER',
        message: 'before and after are ISO 8601 instants, cursor is the `next` of an earlier answer',
      });
    }
    const limit = Math.min(Math.max(1, queryNumber(c, 'limit') ?? PAGE), LARGEST_PAGE);
    try {
      const letters = await listDeadLetters(resolve(c.env), filter, [Number(cursor[1]), Number(cursor[2])], limit);
      return c.json({ deadLetters: letters, next: letters.length === limit ? (letters.at(-1)?.id ?? null) : null });
    } catch {
      return outboxUnreachable();
    }
  });
  routes.all('/v1/dead-letters', () => methodNotAllowed('GET, HEAD'));
  return routes;
}

/** A page over all shards, from a cursor of shard and number; throws when a shard does not answer. */
export async function listDeadLetters(
  { config, outbox }: StatusAccess,
  filter: DeadLetterFilter,
  [fromShard, afterId]: [number, number],
  limit: number,
): Promise<ListedLetter[]> {
  const letters: ListedLetter[] = [];
  for (const [number, shard] of (await everyShard(outbox, config)).entries()) {
    if (number < fromShard || letters.length >= limit) continue;
    const cursor = number === fromShard ? afterId : 0;
    const page = await shard.deadLetters({ ...filter, cursor, limit: limit - letters.length });
    letters.push(...page.map((letter) => listed(letter, number)));
  }
  return letters;
}

function listed({ id, at, text, ...letter }: DeadLetter, shard: number): ListedLetter {
  const event: unknown = text === '' ? null : JSON.parse(text);
  return { ...letter, id: `${shard}.${id}`, at: new Date(at).toISOString(), event };
}
