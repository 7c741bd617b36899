import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { OutboxStatus } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { outboxUnreachable, requireAdmin } from './access.ts';
import type { Resolve, StatusAccess } from './access.ts';
import { summarise } from './summary.ts';
import type { StatusSummary } from './summary.ts';

/** What each shard tells, former ones included; throws when one does not answer. */
export async function readShards({ config, outbox }: StatusAccess): Promise<OutboxStatus[]> {
  const shards = await everyShard(outbox, config);
  return Promise.all(shards.map((shard) => shard.status()));
}

/** The state of all shards; throws when one does not answer. */
export async function readStatus(access: StatusAccess): Promise<StatusSummary> {
  return summarise(await readShards(access));
}

/** `GET /v1/status` and `POST /v1/destinations/{name}/resume`, for the administrator. */
export function statusRoutes<E extends object>(resolve: Resolve<E>): Hono<{ Bindings: E }> {
  const admin = requireAdmin(resolve);
  const routes = new Hono<{ Bindings: E }>();
  routes.get('/v1/status', admin);
  routes.get('/v1/status', async (c) => {
    try {
      return c.json(await readStatus(resolve(c.env)));
    } catch {
      return outboxUnreachable();
    }
  });
  routes.all('/v1/status', () => methodNotAllowed('GET, HEAD'));
  routes.post('/v1/destinations/:name/resume', admin);
  routes.post('/v1/destinations/:name/resume', async (c) => {
    const { config, outbox } = resolve(c.env);
    const name = c.req.param('name');
    if (!config.destinations.some((destination) => destination.name === name)) {
      return problemResponse({
        status: 404,
        code: 'NO_SUCH_DESTINATION',
        message: 'no destination of this name is configured; GET /v1/status lists them',
      });
    }
    try {
      const shards = await everyShard(outbox, config);
      await Promise.all(shards.map((shard) => shard.resume(name)));
      return c.json({ destination: name, state: 'open' });
    } catch {
      return outboxUnreachable();
    }
  });
  routes.all('/v1/destinations/:name/resume', () => methodNotAllowed('POST'));
  return routes;
}
