import { Hono } from 'hono/tiny';
import type { Context } from 'hono';
import type { Config, SigningKey } from '../config/config.ts';
import { publicKey } from '../delivery/jwks.ts';
import { SIGNATURE_HEADER } from '../delivery/detached-jws.ts';
import { verifyDetachedJws } from '../delivery/verify-detached-jws.ts';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { queryNumber, requireAdmin } from '../status/access.ts';
import { holdsBearer } from '../status/bearer.ts';
import { checkEnvelope } from './check-envelope.ts';
import type { Inbox } from './inbox.ts';

/** A row has room for 2 MB; larger envelopes are refused, as an endpoint may. */
export const LARGEST_BODY = 1_500_000;

/** Rows on a page, at most. */
export const LARGEST_PAGE = 500;

/** What the inbox needs from the Worker's environment. */
export interface InboxAccess {
  config: Config;
  inbox: DurableObjectNamespace<Inbox>;
}

/** The one object behind the inbox. */
export function inboxObject(namespace: DurableObjectNamespace<Inbox>): DurableObjectStub<Inbox> {
  return namespace.get(namespace.idFromName('inbox'));
}

/**
 * The built-in Caliper endpoint, a receiver as section "Sensor API" of Caliper 1.2 has it: `POST /inbox` checks media type, token,
 * signature and envelope, then stores. `GET /inbox` (totals), `GET /inbox/events` and `GET /inbox/envelopes` (pages by `cursor` and `limit`)
 * are for the administrator. All answer 404 where the inbox is not enabled.
 */
export function inboxRoutes<E extends object>(resolve: (env: E) => InboxAccess): Hono<{ Bindings: E }> {
  const admin = requireAdmin(resolve);
  const routes = new Hono<{ Bindings: E }>();
  routes.use('/inbox/*', async (c, next) => (resolve(c.env).config.inbox.enabled ? next() : c.notFound()));
  routes.use('/inbox', async (c, next) => (resolve(c.env).config.inbox.enabled ? next() : c.notFound()));
  routes.post('/inbox', async (c) => receive(c, resolve(c.env)));
  routes.get('/inbox', admin);
  routes.get('/inbox', async (c) => c.json(await inboxObject(resolve(c.env).inbox).totals()));
  routes.all('/inbox', () => methodNotAllowed('GET, HEAD, POST'));
  routes.get('/inbox/events', admin);
  routes.get('/inbox/events', async (c) => {
    const { cursor, limit } = page(c);
    const events = await inboxObject(resolve(c.env).inbox).events(cursor, limit);
    return c.json({ events, next: events.length === limit ? (events.at(-1)?.number ?? null) : null });
  });
  routes.all('/inbox/events', () => methodNotAllowed('GET, HEAD'));
  routes.get('/inbox/envelopes', admin);
  routes.get('/inbox/envelopes', async (c) => {
    const { cursor, limit } = page(c);
    const envelopes = await inboxObject(resolve(c.env).inbox).envelopes(cursor, limit);
    return c.json({ envelopes, next: envelopes.length === limit ? (envelopes.at(-1)?.id ?? null) : null });
  });
  routes.all('/inbox/envelopes', () => methodNotAllowed('GET, HEAD'));
  return routes;
}

async function receive(c: Context, { config, inbox }: InboxAccess): Promise<Response> {
  if (!config.inbox.enabled) return c.notFound();
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header('Content-Type') ?? '')) {
    return refuse(415, 'MEDIA_TYPE', 'the Content-Type is not application/json');
  }
  if (!holdsBearer(c.req.header('Authorization'), config.inbox.token)) {
    return refuse(401, 'TOKEN', 'the bearer token is missing or wrong', { 'WWW-Authenticate': 'Bearer' });
  }
  if (Number(c.req.header('Content-Length') ?? 0) > LARGEST_BODY) return tooLarge();
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  if (bytes.byteLength > LARGEST_BODY) return tooLarge();
  const header = c.req.header(SIGNATURE_HEADER);
  const signature = await verifyDetachedJws(
    { header, body: bytes, url: config.inbox.url, now: Math.floor(Date.now() / 1000) },
    { findKey: (kid) => findKey(config.signingKeys, kid) },
  );
  if (!signature.ok) {
    const malformed = signature.code === 'SIGNATURE_MISSING' || signature.code === 'SIGNATURE_MALFORMED';
    return refuse(malformed ? 400 : 401, signature.code, signature.message);
  }
  const body = new TextDecoder().decode(bytes);
  const envelope = checkEnvelope(body);
  if (!envelope.ok) return refuse(envelope.status, envelope.code, envelope.message);
  const received = await inboxObject(inbox).receive({
    jti: signature.jti,
    signature: header ?? '',
    body,
    events: envelope.events,
  });
  switch (received.kind) {
    case 'stored':
      return new Response(null, { status: 200 });
    case 'replayed':
      return refuse(401, 'SIGNATURE_REPLAYED', 'jti was used before');
  }
}

function findKey(keys: readonly SigningKey[], kid: string): ReturnType<typeof publicKey> | undefined {
  const key = keys.find((candidate) => candidate.kid === kid);
  return key === undefined ? undefined : publicKey(key);
}

function page(c: Context): { cursor: number; limit: number } {
  return {
    cursor: queryNumber(c, 'cursor') ?? 0,
    limit: Math.min(Math.max(1, queryNumber(c, 'limit') ?? 100), LARGEST_PAGE),
  };
}

function tooLarge(): Response {
  return refuse(413, 'ENVELOPE_TOO_LARGE', `an envelope may have ${LARGEST_BODY} bytes`);
}

/** A refusal of a Caliper endpoint; a problem body may come with it (Caliper 1.2 refers to RFC 7807). */
function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', status, code, detail: message }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}
