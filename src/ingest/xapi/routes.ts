import { Hono } from 'hono/tiny';
import { problemResponse } from '../../http/problem.ts';
import { commonHeaders, preflightHeaders, versionOf, versions } from './headers.ts';
import { noVersion, writeStatements, type XapiDependencies } from './write-statements.ts';

export type { XapiDependencies } from './write-statements.ts';

/**
 * The receiving part of a learning record store (xAPI 1.0.3 and 2.0, Communication): `POST` and `PUT /xapi/statements`, and
 * `GET /xapi/about`. Nothing can be read back. A statement that came before is a success again, never a conflict.
 */
export function xapiRoutes(dependencies: XapiDependencies): Hono {
  const app = new Hono();
  // Tutor Aspects sends to /xAPI/ of the host that it is given, as Ralph spells it.
  for (const path of ['/xapi/*', '/xAPI/*']) {
    app.all(path, async (c) => {
      const request = c.req.raw;
      const response = await answer(request, dependencies);
      for (const [name, value] of Object.entries(commonHeaders(request))) response.headers.set(name, value);
      return response;
    });
  }
  return app;
}

async function answer(request: Request, dependencies: XapiDependencies): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: preflightHeaders });
  const resource = resourceOf(request.url);
  if (resource === 'about') return about(request);
  const writes = resource === 'statements' && (request.method === 'POST' || request.method === 'PUT');
  if (writes) return writeStatements(request, dependencies);
  const version = versionOf(request);
  if (version === 'none' || version === 'unknown') return noVersion();
  if (resource === 'statements') return notAllowed('POST, PUT', 'statements are received here, not read');
  return problemResponse({
    status: 404,
    code: 'NOT_FOUND',
    message: 'of the resources of xAPI only statements and about are here',
  });
}

/** The path below `/xapi`, whatever the number of slashes in it and at its end: clients put addresses together in many ways. */
function resourceOf(url: string): string {
  const [, ...rest] = new URL(url).pathname.split('/').filter((segment) => segment !== '');
  return rest.join('/');
}

function about(request: Request): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return notAllowed('GET, HEAD', 'this resource is only read');
  return Response.json({ version: versions, extensions: {} });
}

function notAllowed(allow: string, message: string): Response {
  return problemResponse({ status: 405, code: 'METHOD_NOT_ALLOWED', message }, { Allow: `${allow}, OPTIONS` });
}
