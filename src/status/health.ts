import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { readStatus } from './status.ts';
import type { Resolve, StatusAccess } from './access.ts';

/** Why the adapter cannot take or deliver; names and reasons only, since anyone may read it. */
export type HealthFault =
  | { code: 'OUTBOX_UNREACHABLE' }
  | { code: 'OUTBOX_FULL' }
  | { code: 'DESTINATION_PAUSED'; destination: string; reason: string | null };

/** What each question is not answered with 503 for. `?live` is for restarts, `?ready` for load balancers. */
const TOLERATED: Record<'live' | 'ready', readonly HealthFault['code'][]> = {
  // A restart makes no room and mends no receiver.
  live: ['OUTBOX_FULL', 'DESTINATION_PAUSED'],
  // While a destination is paused, records are taken and kept.
  ready: ['DESTINATION_PAUSED'],
};

/**
 * `GET /healthz`: 200 when the adapter can take and deliver, 503 with the reasons otherwise. `?ready` asks only whether it can take,
 * `?live` only whether its store answers.
 */
export function healthRoutes<E extends object>(resolve: Resolve<E>): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get('/healthz', async (c) => {
    const asked = c.req.query('live') !== undefined ? 'live' : c.req.query('ready') !== undefined ? 'ready' : undefined;
    const tolerated = asked === undefined ? [] : TOLERATED[asked];
    const faults = (await healthFaults(resolve(c.env))).filter(({ code }) => !tolerated.includes(code));
    c.header('Cache-Control', 'no-store');
    return faults.length === 0 ? c.json({ status: 'ok' }) : c.json({ status: 'unavailable', reasons: faults }, 503);
  });
  routes.all('/healthz', () => methodNotAllowed('GET, HEAD'));
  return routes;
}

async function healthFaults(access: StatusAccess): Promise<HealthFault[]> {
  try {
    const { full, destinations } = await readStatus(access);
    const paused = destinations.filter((destination) => destination.state === 'paused');
    return [
      ...(full ? [{ code: 'OUTBOX_FULL' } as const] : []),
      ...paused.map(({ name, reason }) => ({ code: 'DESTINATION_PAUSED', destination: name, reason }) as const),
    ];
  } catch {
    return [{ code: 'OUTBOX_UNREACHABLE' }];
  }
}
