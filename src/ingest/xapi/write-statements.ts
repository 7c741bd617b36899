import type { Config, SourceConfig } from '../../config/config.ts';
import { problemResponse } from '../../http/problem.ts';
import type { IngestRun } from '../../log/ingest.ts';
import type { AppendRequest, AppendResult } from '../../outbox/messages.ts';
import type { WrittenOutcome } from '../../pipeline/outcome.ts';
import type { Keep, Origin } from '../../quarantine/keep.ts';
import { appendRequest } from '../append-request.ts';
import { readBody } from '../body/read-body.ts';
import { isObject } from '../json.ts';
import { judge } from '../judged.ts';
import type { IngestEntry, SourceRecord } from '../record.ts';
import { append, notStored } from '../store.ts';
import { authenticate } from '../source-keys.ts';
import { countReadings } from './counts.ts';
import { versionOf } from './headers.ts';
import { readStatementsBody } from './request-body.ts';
import { originOf } from './origin.ts';
import {
  readStatement,
  readStatements,
  statementIds,
  type StatementOptions,
  type StatementReading,
} from './statement.ts';
import { isUuid } from './values.ts';

/** What the routes need from outside. */
export interface XapiDependencies {
  config(): Config;
  translator(source: SourceConfig): { translate(record: SourceRecord): WrittenOutcome };
  /** Stores events and counters; once it has resolved with `ok`, they are on disk. */
  append(request: AppendRequest): Promise<AppendResult>;
  /** Seals the statements that are to be kept for later; without it none are. */
  keep?: Keep | undefined;
  /** Told of each request that was read and translated. */
  log?: (run: IngestRun) => void;
  /** When requests come; the time of statements that say none. */
  now(): Date;
}

/** Answers a POST or PUT of the statements resource (Communication 2.1.1, 2.1.2): 200 and the ids, or 204, once all is stored. */
export async function writeStatements(request: Request, dependencies: XapiDependencies): Promise<Response> {
  const config = dependencies.config();
  const authenticated = await authenticate(request, config.sources);
  if (!authenticated.ok) return problemResponse(authenticated, authenticated.headers);
  const { source } = authenticated;
  const version = versionOf(request);
  // Ralph sends none; the standard asks for one (Communication 3.3).
  const unversioned = version === 'none' && source.compat.includes('ralph');
  if (version === 'unknown' || (version === 'none' && !unversioned)) return noVersion();
  const repairs = unversioned ? ['ralph.no-version'] : [];

  const body = await readBody(request, config.limits);
  if (!body.ok) return problemResponse(body);
  const sent = readStatementsBody(request.headers.get('Content-Type'), body.bytes, body.text);
  if (!sent.ok) return problemResponse({ status: 400, ...sent });

  const received = dependencies.now().toISOString();
  const options: StatementOptions = {
    ...{ source: source.name, lms: source.lms, compat: source.compat, received, parts: sent.parts },
    ...(version !== 'none' && { edition: version }),
  };
  let { value } = sent;
  if (request.method === 'PUT') {
    const identified = withId(value, new URL(request.url).searchParams.get('statementId'), source);
    if (!identified.ok) return problemResponse({ status: 400, ...identified });
    value = identified.value;
    repairs.push(...identified.repairs);
  } else if (Array.isArray(value) && value.length > config.limits.records) {
    const message = `the body has more than ${config.limits.records} statements (MAX_RECORDS): send smaller batches`;
    return problemResponse({ status: 413, code: 'TOO_MANY_RECORDS', message });
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const readings = Array.isArray(value) ? readStatements(values, options) : [readStatement(value, options)];
  const invalid = source.onInvalid === 'reject' ? refuseInvalid(readings, config.limits.problems) : undefined;
  if (invalid !== undefined) return invalid;

  const ids = statementIds(readings, values, source.name);
  const origin = (index: number): Origin | undefined => originOf(readings[index], values[index], ids[index], options);
  const stored = await store({ readings, repairs, origin, bytes: body.bytes.byteLength }, source, dependencies);
  if (stored !== undefined) return stored;
  const headers = { 'X-Experience-API-Consistent-Through': received };
  if (request.method === 'PUT') return new Response(null, { status: 204, headers });
  return Response.json(ids, { headers });
}

type Identified = { ok: true; value: unknown; repairs: string[] } | { ok: false; code: string; message: string };

/** The statement of a PUT with the id that the address gives it: both must agree (Communication 2.1.1). */
function withId(value: unknown, statementId: string | null, source: SourceConfig): Identified {
  const own = isObject(value) ? value['id'] : undefined;
  // Ralph forwards by PUT without the parameter.
  const repairable = statementId === null && isUuid(own) && source.compat.includes('ralph');
  const asked = repairable ? own : statementId;
  if (!isUuid(asked)) {
    const message = 'PUT needs the parameter statementId, a UUID (the name is case-sensitive)';
    return { ok: false, code: 'WRONG_STATEMENT_ID', message };
  }
  if (!isObject(value)) {
    return { ok: false, code: 'NOT_ONE_STATEMENT', message: 'PUT takes one statement; send several with POST' };
  }
  if (own !== undefined && (typeof own !== 'string' || own.toLowerCase() !== asked.toLowerCase())) {
    return { ok: false, code: 'WRONG_STATEMENT_ID', message: '$.id is not the parameter statementId' };
  }
  return { ok: true, value: { ...value, id: asked }, repairs: repairable ? ['ralph.no-statement-id'] : [] };
}

/** One bad statement refuses the request (Communication 2.1.2): the answer names each. */
function refuseInvalid(readings: readonly StatementReading[], most: number): Response | undefined {
  const problems = readings.flatMap((reading, index) => {
    if (reading.ok) return [];
    const { path, code, message, section } = reading;
    return [{ index, path, code, message, section }];
  });
  const [first] = problems;
  if (first === undefined) return undefined;
  const message = `nothing was stored, since ${problems.length} of ${readings.length} statements cannot be accepted: ${first.message}`;
  const omitted = problems.length > most ? { problemsOmitted: problems.length - most } : {};
  const members = { problems: problems.slice(0, most), ...omitted };
  return problemResponse({ status: 400, code: 'INVALID_STATEMENT', message }, {}, members);
}

/** What was read of a request. */
interface ReadStatements {
  readings: readonly StatementReading[];
  repairs: readonly string[];
  origin: (index: number) => Origin | undefined;
  /** Of the body after decompression. */
  bytes: number;
}

/** Translates and stores the sound statements, keeps and counts the others; or the 503 that says why nothing was stored. */
async function store(
  { readings, repairs, origin, bytes }: ReadStatements,
  source: SourceConfig,
  dependencies: XapiDependencies,
): Promise<Response | undefined> {
  if (readings.length === 0) return undefined;
  const entries = readings.map((reading): IngestEntry => {
    if (reading.ok) return { ok: true, record: reading.record };
    return { ok: false, rejection: { code: reading.code, message: reading.message } };
  });
  const judged = judge(entries, dependencies.translator(source));
  const request = appendRequest(judged, source.name);
  const counts = { ...request.counts, ...countReadings(readings, repairs) };
  const quarantine = dependencies.keep?.(source, judged, origin) ?? [];
  const kept = quarantine.length > 0 && { quarantine };
  const result = await append({ ...request, counts, ...kept }, dependencies);
  const stored = request.records.length;
  dependencies.log?.({ source: source.name, route: 'xapi', bytes, stored, counts, result });
  return result.ok ? undefined : notStored(result);
}

export function noVersion(): Response {
  const message = 'the header X-Experience-API-Version must be 1.0, 1.0.x or 2.0.x';
  return problemResponse({ status: 400, code: 'WRONG_VERSION', message });
}
