import { Hono } from 'hono';
import { validateEvent } from './caliper/validate.ts';
import { jwksRoutes } from './delivery/jwks.ts';
import { problemResponse } from './http/problem.ts';
import { Inbox } from './inbox/inbox.ts';
import { inboxRoutes } from './inbox/routes.ts';
import { trackingLogRoutes } from './ingest/routes.ts';
import { statementEntries } from './ingest/xapi/entry.ts';
import { xapiRoutes } from './ingest/xapi/routes.ts';
import { Outbox as OutboxObject } from './outbox/outbox.ts';
import { appendToShards } from './outbox/shards.ts';
import { runtimeOf, start, type Bindings } from './runtime.ts';
import { deadLetterRoutes } from './status/dead-letters.ts';
import { healthRoutes } from './status/health.ts';
import { moveDeadLetterRoutes } from './status/move-dead-letters.ts';
import { statusRoutes } from './status/status.ts';

export { Inbox };

/** The outbox with the settings of this Worker. */
export class Outbox extends OutboxObject<Bindings> {
  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env, runtimeOf(env).config);
  }
}

const apps = new WeakMap<Bindings, Hono<{ Bindings: Bindings }>>();

/** All routes; made once for an environment, since the settings are part of it. */
function appOf(env: Bindings): Hono<{ Bindings: Bindings }> {
  const known = apps.get(env);
  if (known !== undefined) return known;
  const { config, translator } = runtimeOf(env);
  const ingest = {
    config: () => config,
    translator,
    append: (request: Parameters<typeof appendToShards>[2]) => appendToShards(env.OUTBOX, config, request),
    now: () => new Date(),
  };
  const access = { config, outbox: env.OUTBOX, inbox: env.INBOX_STORE };
  const app = new Hono<{ Bindings: Bindings }>();
  app.route(
    '/',
    trackingLogRoutes({
      ...ingest,
      statements: statementEntries(ingest.now),
      findings: (event) => validateEvent(event, 'v1p2'),
    }),
  );
  app.route('/', xapiRoutes(ingest));
  const operations = [
    statusRoutes(() => access),
    deadLetterRoutes(() => access),
    moveDeadLetterRoutes(() => access),
    healthRoutes(() => access),
    jwksRoutes(() => config.signingKeys),
    inboxRoutes(() => access),
  ];
  for (const routes of operations) app.route('/', routes);
  app.notFound(() => problemResponse({ status: 404, code: 'NOT_FOUND', message: 'there is nothing at this address' }));
  app.onError((error) => {
    // What was thrown may quote what was sent.
    console.error('REQUEST_FAILED', error.name);
    const message = 'the request failed for a fault of this adapter: send it again, and report it if it stays';
    return problemResponse({ status: 503, code: 'INTERNAL_FAULT', message }, { 'Retry-After': '30' });
  });
  apps.set(env, app);
  return app;
}

export default {
  fetch(request, env, ctx) {
    const result = start(env);
    if (!result.ok) {
      const message = 'the settings are wrong; nothing is taken until they are mended: see faults';
      return problemResponse(
        { status: 503, code: 'CONFIGURATION', message },
        { 'Retry-After': '60' },
        { faults: result.faults },
      );
    }
    return appOf(env).fetch(request, env, ctx);
  },
} satisfies ExportedHandler<Bindings>;
