import { Hono } from 'hono';
import type { Config, SourceConfig } from '../../config/config.ts';
import { problemResponse, type Problem } from '../../http/problem.ts';
import type { AppendRequest, AppendResult } from '../../outbox/messages.ts';
import type { RecordOutcome } from '../../pipeline/outcome.ts';
import { appendRequest } from '../append-request.ts';
import { readBody } from '../body/read-body.ts';
import { isObject } from '../json.ts';
import { judge } from '../judged.ts';
import type { SourceRecord } from '../record.ts';
import { authenticate, challenge } from '../source-keys.ts';
import { commonHeaders, preflightHeaders, versionOf, versions } from './headers.ts';
import { readRequestJson } from './request-body.ts';
import { readStatement, readStatements, type StatementReading } from './statement.ts';
import { isUuid } from './values.ts';

/** What the routes need from outside. */
export interface XapiDependencies {
  config(): Config;
  translator(source: SourceConfig): { translate(record: SourceRecord): RecordOutcome };
  /** Stores events and counters; once it has resolved with `ok`, they are on disk. */
  append(request: AppendRequest): Promise<AppendResult>;
  /** When requests come; the time of statements that say none. */
  now(): Date;
}

/** Seconds after which a sender may try again when the store did not answer at all. */
const retryAfterFault = 30;

/**
 * The receiving part of a learning record store (xAPI 1.0.3 and 2.0, Communication): `POST` and `PUT /xapi/statements`, and
 * `GET /xapi/about`. Nothing can be read back. A statement that came before is a success again, never a conflict.
 */
export function xapiRoutes(dependencies: XapiDependencies): Hono {
  const app = new Hono();
  app.all('/xapi/*', async (c) => {
    const request = c.req.raw;
    const response = await answer(request, dependencies);
    for (const [name, value] of Object.entries(commonHeaders(request))) response.headers.set(name, value);
    return response;
  });
  return app;
}

async function answer(request: Request, dependencies: XapiDependencies): Promise<Response> {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: preflightHeaders });
  const resource = resourceOf(request.url);
  if (resource === 'about') return about(request);
  const writes = resource === 'statements' && (request.method === 'POST' || request.method === 'PUT');
  if (writes) return write(request, dependencies);
  if (versionOf(request) === undefined) return noVersion();
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

async function write(request: Request, dependencies: XapiDependencies): Promise<Response> {
  const config = dependencies.config();
  const authenticated = authenticate(request, config.sources);
  if (!authenticated.ok) return problemResponse(authenticated, challenge);
  if (versionOf(request) === undefined) return noVersion();

  const body = await readBody(request, config.limits);
  if (!body.ok) return problemResponse(body);
  const json = readRequestJson(request.headers.get('Content-Type'), body.bytes, body.text);
  if (!json.ok) return problemResponse({ status: 400, ...json });

  const { source } = authenticated;
  const now = dependencies.now().toISOString();
  const options = { source: source.name, lms: source.lms, received: now };
  let value = json.value;
  if (request.method === 'PUT') {
    const identified = withId(value, new URL(request.url).searchParams.get('statementId'));
    if (!identified.ok) return problemResponse({ status: 400, ...identified });
    value = identified.value;
  } else if (Array.isArray(value) && value.length > config.limits.records) {
    const message = `the body has more than ${config.limits.records} statements (MAX_RECORDS): send smaller batches`;
    return problemResponse({ status: 413, code: 'TOO_MANY_RECORDS', message });
  }
  const readings = Array.isArray(value) ? readStatements(value, options) : [readStatement(value, options)];
  const invalid = refuseInvalid(readings, config.limits.problems);
  if (invalid !== undefined) return invalid;

  const stored = await store(readings, source, dependencies);
  if (stored !== undefined) return stored;
  const headers = { 'X-Experience-API-Consistent-Through': now };
  if (request.method === 'PUT') return new Response(null, { status: 204, headers });
  return Response.json(
    readings.flatMap((reading) => (reading.ok ? [reading.id] : [])),
    { headers },
  );
}

/** The statement of a PUT with the id that the address gives it: both must agree (xAPI 1.0.3, Communication 2.1.1). */
function withId(
  value: unknown,
  statementId: string | null,
): { ok: true; value: unknown } | { ok: false; code: string; message: string } {
  if (!isUuid(statementId)) {
    const message = 'PUT needs the parameter statementId, a UUID (the name is case-sensitive)';
    return { ok: false, code: 'WRONG_STATEMENT_ID', message };
  }
  if (!isObject(value)) {
    return { ok: false, code: 'NOT_ONE_STATEMENT', message: 'PUT takes one statement; send several with POST' };
  }
  const { id } = value;
  if (id !== undefined && (typeof id !== 'string' || id.toLowerCase() !== statementId.toLowerCase())) {
    return { ok: false, code: 'WRONG_STATEMENT_ID', message: '$.id is not the parameter statementId' };
  }
  return { ok: true, value: { ...value, id: statementId } };
}

/** One bad statement refuses the request (xAPI 1.0.3, Communication 2.1.2): the answer names each. */
function refuseInvalid(readings: readonly StatementReading[], most: number): Response | undefined {
  const problems = readings.flatMap((reading, index) =>
    reading.ok ? [] : [{ index, path: reading.path, code: reading.code, message: reading.message }],
  );
  const [first] = problems;
  if (first === undefined) return undefined;
  const message = `nothing was stored, since ${problems.length} of ${readings.length} statements cannot be accepted: ${first.message}`;
  const omitted = problems.length > most ? { problemsOmitted: problems.length - most } : {};
  const members = { problems: problems.slice(0, most), ...omitted };
  return problemResponse({ status: 400, code: 'INVALID_STATEMENT', message }, {}, members);
}

/** Translates and stores all statements; or the 503 that says why nothing was stored. */
async function store(
  readings: readonly StatementReading[],
  source: SourceConfig,
  dependencies: XapiDependencies,
): Promise<Response | undefined> {
  const entries = readings.flatMap((reading) => (reading.ok ? [{ ok: true, record: reading.record } as const] : []));
  if (entries.length === 0) return undefined;
  const request = appendRequest(judge(entries, dependencies.translator(source)), source.name);
  const result = await dependencies
    .append(request)
    .catch((): AppendResult => ({ ok: false, reason: 'unreachable', retryAfterSeconds: retryAfterFault }));
  return result.ok
    ? undefined
    : problemResponse(storeProblems[result.reason], { 'Retry-After': String(result.retryAfterSeconds) });
}

const storeProblems: Record<Extract<AppendResult, { ok: false }>['reason'], Problem> = {
  full: {
    status: 503,
    code: 'OUTBOX_FULL',
    message: 'the outbox is full, since destinations take nothing: nothing was stored, send it again later',
  },
  unreachable: {
    status: 503,
    code: 'OUTBOX_UNREACHABLE',
    message: 'the outbox did not answer: send it again later; what was stored already is recognised',
  },
};

function noVersion(): Response {
  const message = 'the header X-Experience-API-Version must be 1.0, 1.0.x or 2.0.x';
  return problemResponse({ status: 400, code: 'WRONG_VERSION', message });
}

function notAllowed(allow: string, message: string): Response {
  return problemResponse({ status: 405, code: 'METHOD_NOT_ALLOWED', message }, { Allow: `${allow}, OPTIONS` });
}
