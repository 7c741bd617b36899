import type { Context, MiddlewareHandler } from 'hono';
import type { Config } from '../config/config.ts';
import { problemResponse } from '../http/problem.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { holdsBearer } from './bearer.ts';

/** What the routes of this folder need from the Worker's environment. */
export interface StatusAccess {
  config: Config;
  outbox: DurableObjectNamespace<Outbox>;
}

/** Gives the configuration and the outbox of an environment; called once for each request. */
export type Resolve<E extends object> = (env: E) => StatusAccess;

/** Lets only the administrator through: `Authorization: Bearer` with the admin token. */
export function requireAdmin<E extends object>(
  resolve: (env: E) => { config: Config },
): MiddlewareHandler<{ Bindings: E }> {
  return async (c, next) => {
    if (!holdsBearer(c.req.header('Authorization'), resolve(c.env).config.adminToken)) {
      return problemResponse(
        { status: 401, code: 'ADMIN_TOKEN', message: 'send the admin token: Authorization: Bearer <ADMIN_TOKEN>' },
        { 'WWW-Authenticate': 'Bearer realm="caliper-edge admin"', 'Cache-Control': 'no-store' },
      );
    }
    await next();
    // Not before it: a problem is a response of its own, which would not have it.
    c.header('Cache-Control', 'no-store');
  };
}

/** What is said when a shard of the outbox does not answer. */
export function outboxUnreachable(): Response {
  return problemResponse(
    { status: 503, code: 'OUTBOX_UNREACHABLE', message: 'the outbox did not answer; try again' },
    { 'Retry-After': '5' },
  );
}

/** Reads a whole number from the query; undefined when it is absent or no such number. */
export function queryNumber(c: Context, name: string): number | undefined {
  const text = c.req.query(name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
