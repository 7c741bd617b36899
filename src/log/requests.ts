import type { MiddlewareHandler } from 'hono';
import type { Log } from './log.ts';

/** The middleware that logs requests of sources that were refused before anything was stored: a wrong key, a body that cannot be read. */
export function logRefusals(log: Log): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { status } = c.res;
    // A 503 has its line already, with the counts.
    if (c.req.method === 'HEAD' || status < 400 || status === 503) return;
    const route = c.req.path.startsWith('/v1/tracking-logs') ? 'tracking-logs' : 'xapi';
    log({ level: 'info', at: Date.now(), what: 'ingest', route, outcome: 'refused', status });
  };
}
