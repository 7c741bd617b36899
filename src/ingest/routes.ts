import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { Config, SourceConfig } from '../config/config.ts';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import { problemResponse } from '../http/problem.ts';
import type { IngestRun } from '../log/ingest.ts';
import type { AppendRequest, AppendResult } from '../outbox/messages.ts';
import type { WrittenOutcome } from '../pipeline/outcome.ts';
import type { Keep } from '../quarantine/keep.ts';
import { type Answer, eventCounts, summarise, withDuplicates } from './answer.ts';
import { appendRequest } from './append-request.ts';
import { readBody } from './body/read-body.ts';
import { dryRun } from './dry-run.ts';
import { publicName } from './public-name.ts';
import { judge, type Judged } from './judged.ts';
import { readRecords } from './read-records.ts';
import type { IngestEntry, SourceRecord } from './record.ts';
import { recordTime } from './record-time.ts';
import { authenticate } from './source-keys.ts';
import { append, notStored } from './store.ts';
import { normaliseTrackingLog } from './tracking-log/normalise.ts';

/** What the routes need from outside. */
export interface TrackingLogDependencies {
  config(): Config;
  translator(source: SourceConfig): { translate(record: SourceRecord): WrittenOutcome };
  /** Stores events and counters; once it has resolved with `ok`, they are on disk. */
  append(request: AppendRequest): Promise<AppendResult>;
  /** Seals the records that are to be kept for later; without it none are. */
  keep?: Keep | undefined;
  /** Told of each request that was read and translated. */
  log?: (run: IngestRun) => void;
  /** Makes a record of an xAPI statement, for dry runs; without it they take tracking events only. */
  statements?: (source: SourceConfig) => (value: unknown) => IngestEntry;
  /** What a validator has against an event, for dry runs. */
  findings?: (event: unknown) => unknown[];
}

/** `POST /v1/tracking-logs`, with `HEAD` for health checks, and the dry run `POST /v1/translate`. */
export function trackingLogRoutes(dependencies: TrackingLogDependencies): Hono {
  const app = new Hono();

  app.post('/v1/tracking-logs', async (c) => {
    const read = await readRequest(c, dependencies, () => normaliseTrackingLog);
    return read instanceof Response ? read : store(read, dependencies);
  });
  // Vector asks with HEAD, without a key, whether it may start; Hono answers HEAD from the handler of GET.
  app.get('/v1/tracking-logs', (c) => (c.req.method === 'HEAD' ? c.body(null, 200) : methodNotAllowed('POST, HEAD')));
  app.all('/v1/tracking-logs', () => methodNotAllowed('POST, HEAD'));

  app.post('/v1/translate', async (c) => {
    const kind = c.req.query('source') ?? 'openedx';
    const { statements } = dependencies;
    const normaliser = kind === 'openedx' ? () => normaliseTrackingLog : kind === 'xapi' ? statements : undefined;
    if (normaliser === undefined) {
      const message = `the parameter source must be ${statements === undefined ? 'openedx' : 'openedx or xapi'}`;
      return problemResponse({ status: 400, code: 'UNKNOWN_SOURCE', message });
    }
    const read = await readRequest(c, dependencies, normaliser);
    if (read instanceof Response) return read;
    return Response.json(dryRun(read.judged, read.config.limits.problems, dependencies.findings));
  });
  app.all('/v1/translate', () => methodNotAllowed('POST'));

  return app;
}

interface ReadRequest {
  config: Config;
  source: SourceConfig;
  /** Of the body after decompression. */
  bytes: number;
  entries: IngestEntry[];
  judged: Judged[];
}

/** Authenticates, reads the body within its limits and translates; or the response that says why not. */
async function readRequest(
  c: Context,
  dependencies: TrackingLogDependencies,
  normaliser: (source: SourceConfig) => (value: unknown) => IngestEntry,
): Promise<ReadRequest | Response> {
  const config = dependencies.config();
  const authenticated = await authenticate(c.req.raw, config.sources);
  if (!authenticated.ok) return problemResponse(authenticated, authenticated.headers);
  const { source } = authenticated;

  const body = await readBody(c.req.raw, config.limits);
  if (!body.ok) return problemResponse(body);
  if (body.text.trim() === '') {
    return problemResponse({ status: 400, code: 'EMPTY_BODY', message: 'the body is empty: send at least one record' });
  }
  const most = config.limits.records;
  const entries = readRecords(body.text, most, normaliser(source));
  if (entries.length > most) {
    const message = `the body has more than ${most} records (MAX_RECORDS): send smaller batches`;
    return problemResponse({ status: 413, code: 'TOO_MANY_RECORDS', message });
  }
  const judged = judge(entries, dependencies.translator(source));
  if (entries.length > 0 && entries.every((entry) => !entry.ok)) {
    const { problems, problemsOmitted } = summarise(judged, config.limits.problems);
    const message = 'nothing in the body could be read: see problems';
    const members = { problems, ...(problemsOmitted !== undefined && { problemsOmitted }) };
    return problemResponse({ status: 400, code: 'NOTHING_READABLE', message }, {}, members);
  }
  return { config, source, bytes: body.bytes.byteLength, entries, judged };
}

/**
 * Stores what came of a body. What is no longer needed, the parsed records above all, is let go before the store is waited for: with many
 * requests under way it would be copied about by each collection of garbage.
 */
function store(read: ReadRequest, dependencies: TrackingLogDependencies): Promise<Response> {
  const { config, source, bytes, judged } = read;
  const request = appendRequest(judged, source.name, (index) => recordTime(read.entries[index]));
  return answerOnceStored(
    withKept(request, read, dependencies.keep),
    { source: source.name, bytes, events: eventCounts(judged), answer: summarise(judged, config.limits.problems) },
    dependencies,
  );
}

/** Answers 200 only once everything is stored, and 503 with nothing stored otherwise: the one code that all shippers retry. */
async function answerOnceStored(
  request: AppendRequest,
  { source, bytes, events, answer }: { source: string; bytes: number; events: number[]; answer: Answer },
  dependencies: TrackingLogDependencies,
): Promise<Response> {
  const result: AppendResult =
    answer.received === 0 ? { ok: true, duplicates: [] } : await append(request, dependencies);
  const stored = request.records.length;
  dependencies.log?.({ source, route: 'tracking-logs', bytes, stored, counts: request.counts, result });
  return result.ok ? Response.json(withDuplicates(answer, result.duplicates, events)) : notStored(result);
}

/** The request with what is kept of it, sealed. */
function withKept(request: AppendRequest, { source, judged, entries }: ReadRequest, keep?: Keep): AppendRequest {
  const quarantine = keep?.(source, judged, (index) => {
    const entry = entries[index];
    if (entry?.ok !== true) return undefined;
    const { record, received } = entry;
    return { name: publicName(record), seed: record.seed, content: { kind: 'openedx', value: received } };
  });
  return quarantine === undefined || quarantine.length === 0 ? request : { ...request, quarantine };
}
