import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { Config, SourceConfig } from '../config/config.ts';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import { requireAdmin } from '../status/access.ts';
import { importExternalIds } from './import.ts';
import type { ExternalIds } from './store.ts';

/** What the routes need from the Worker's environment. */
export interface ExternalIdAccess {
  config: Config;
  externalIds: DurableObjectNamespace<ExternalIds>;
  /** Told when external ids have changed. */
  changed: () => void;
}

const PATH = '/v1/external-ids';

/** The external ids of a site. */
export function externalIdsOf(
  namespace: DurableObjectNamespace<ExternalIds>,
  site: string,
): DurableObjectStub<ExternalIds> {
  return namespace.get(namespace.idFromName(site));
}

/**
 * `/v1/external-ids`, for the administrator. `POST` takes a CSV table with the columns `user_id`, `external_user_id` and, if wanted,
 * `username`; `GET` counts; `DELETE` deletes all. `?source=` names the source whose site they belong to, where there are several.
 */
export function externalIdRoutes<E extends object>(resolve: (env: E) => ExternalIdAccess): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.use(PATH, requireAdmin(resolve));

  routes.post(PATH, (c) =>
    onSite(c, resolve(c.env), async (store, { config, changed }, source) => {
      const body = readableBody(c.req.raw);
      if (body instanceof Response) return body;
      const secrets = [config.pseudonymSecret, ...(config.pseudonymRotation ?? []).map(({ secret }) => secret)];
      try {
        const most = config.limits.problems;
        const report = await importExternalIds(body, secrets, async (rows) => store.put(rows), most);
        if (report === undefined) return noHeader();
        const members = { source: source.name, ...report, externalIds: await store.count() };
        if (report.faulty === 0 || report.faulty < report.read) return c.json(members);
        const message = 'no line of the table could be taken: see problems';
        return problemResponse({ status: 400, code: 'NOTHING_READABLE', message }, {}, members);
      } finally {
        changed();
      }
    }),
  );
  routes.get(PATH, (c) =>
    onSite(c, resolve(c.env), async (store, { config }, { name }) =>
      c.json({ source: name, externalIds: await store.count(), inUse: config.externalIds === true }),
    ),
  );
  routes.delete(PATH, (c) =>
    onSite(c, resolve(c.env), async (store, { changed }, { name }) => {
      const deleted = await store.clear();
      changed();
      return c.json({ source: name, deleted });
    }),
  );
  routes.all(PATH, () => methodNotAllowed('POST, GET, HEAD, DELETE'));
  return routes;
}

async function onSite(
  c: Context,
  access: ExternalIdAccess,
  answer: (store: DurableObjectStub<ExternalIds>, access: ExternalIdAccess, source: SourceConfig) => Promise<Response>,
): Promise<Response> {
  const { sources } = access.config;
  const name = c.req.query('source') ?? (sources.length === 1 ? sources[0]?.name : undefined);
  const source = sources.find((one) => one.name === name);
  if (source === undefined) {
    const message = 'the parameter source must be the name of a source: user ids mean something within its site only';
    return problemResponse({ status: 400, code: 'UNKNOWN_SOURCE', message });
  }
  try {
    return await answer(externalIdsOf(access.externalIds, source.lms), access, source);
  } catch (error) {
    if (error instanceof BodyCut) {
      const message = 'the body could not be read to its end: send it again; what was stored already is recognised';
      return problemResponse({ status: 400, code: 'BODY_CUT', message });
    }
    const message = 'the store of external ids did not answer: send it again; what was stored already is recognised';
    return problemResponse({ status: 503, code: 'EXTERNAL_IDS_UNREACHABLE', message }, { 'Retry-After': '5' });
  }
}

/** The body ended before its end, or is not what its encoding says. */
class BodyCut extends Error {}

async function* whole(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    throw new BodyCut();
  }
}

function readableBody({
  body,
  headers,
}: {
  body: ReadableStream<Uint8Array> | null;
  headers: Headers;
}): AsyncIterable<Uint8Array> | Response {
  const encoding = headers.get('Content-Encoding')?.trim().toLowerCase() ?? 'identity';
  if (body === null) return noHeader();
  if (encoding === 'identity') return whole(body);
  if (encoding === 'gzip') return whole(body.pipeThrough<Uint8Array>(new DecompressionStream('gzip')));
  const message = 'Content-Encoding must be gzip, or none';
  return problemResponse({ status: 415, code: 'UNSUPPORTED_ENCODING', message }, { 'Accept-Encoding': 'gzip' });
}

function noHeader(): Response {
  const message = 'the first line must name the columns: user_id,external_user_id and, if there, username';
  return problemResponse({ status: 400, code: 'NO_HEADER', message });
}
