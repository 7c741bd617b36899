import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { DeadLetterMove } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { outboxUnreachable, requireAdmin } from './access.ts';
import type { Resolve, StatusAccess } from './access.ts';
import { TEXTS } from './dead-letters.ts';
import { bodyFilter, ofShard } from './filter.ts';
import type { ListedFilter } from './filter.ts';

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
      const filter = bodyFilter(await c.req.text(), TEXTS);
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
  filter: ListedFilter<(typeof TEXTS)[number]>,
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
