import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { DryRun } from '../src/ingest/dry-run.ts';
import { startAdapter, writeLocalConfig } from './adapter-process.ts';
import type { AdapterProcess } from './adapter-process.ts';
import { recordTable, sumTable } from './demo-tables.ts';
import { freePort } from './ports.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { keySetOf, verifyEnvelope } from './verify-envelope.ts';

// `npm run demo`: the whole way of a record, with an adapter of its own of which nothing is left behind.

const examples = join(import.meta.dirname, '../examples');

/** The embedded settings; the adapter makes its own secrets, and its built-in inbox gets the events. */
const vars = {
  SENSOR_ID: 'https://adapter.example.edu/sensors/1',
  SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
};

/** Milliseconds in which everything must have been delivered. */
const patience = 60_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // The adapter is killed when this process ends, however it does.
  process.on(signal, () => process.exit(130));
}

try {
  await withTemporaryFolder(async (folder) => {
    console.log('Starting an adapter, with fresh secrets …');
    await writeLocalConfig(folder, vars);
    const adapter = await startAdapter(folder, await freePort());
    try {
      console.log(await demonstrate(adapter));
    } catch (error) {
      console.error(adapter.output());
      throw error;
    } finally {
      await adapter.kill();
    }
  });
} catch (error) {
  console.error(`demo: FAILED: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** Sends the examples, waits for what comes of them, and compares. Gives the last line. */
async function demonstrate(adapter: AdapterProcess): Promise<string> {
  const log = await readFile(join(examples, 'tracking.log'));
  const statements = await readFile(join(examples, 'statements.json'));

  console.log(`\n1. A dry run tells what will become of each record (POST ${adapter.origin}/v1/translate).\n`);
  const dryRuns = {
    'tracking.log': await translate(adapter, 'openedx', log),
    'statements.json': await translate(adapter, 'xapi', statements),
  };
  for (const [name, { records }] of Object.entries(dryRuns)) console.log(`${name}\n${recordTable(records)}\n`);
  console.log(`${sumTable(dryRuns)}\n`);

  console.log('2. The same records are sent: the log gzipped, the statements as to any LRS (Basic authentication).\n');
  const answer = await send(adapter, '/v1/tracking-logs', gzipSync(log), {
    Authorization: `Bearer ${key(adapter)}`,
    'Content-Encoding': 'gzip',
  });
  console.log(`/v1/tracking-logs  ${JSON.stringify(answer)}`);
  const ids = await send(adapter, '/xapi/statements', statements, {
    Authorization: `Basic ${Buffer.from(`lms:${key(adapter)}`).toString('base64')}`,
    'Content-Type': 'application/json',
    'X-Experience-API-Version': '1.0.3',
  });
  console.log(`/xapi/statements   ${Array.isArray(ids) ? ids.length : 0} statement ids\n`);

  console.log('3. The events arrive at the Caliper endpoint, here the built-in inbox, in signed envelopes.\n');
  await delivered(adapter);
  const { envelopes } = await admin<{ envelopes: { body: string; signature: string }[] }>(
    adapter,
    '/inbox/envelopes?limit=500',
  );
  const keys = keySetOf(adapter.origin);
  const events: Record<string, unknown>[] = [];
  for (const { body, signature } of envelopes) {
    await verifyEnvelope(Buffer.from(body), signature, `${adapter.origin}/inbox`, keys);
    // The inbox checked the envelope before it took it.
    events.push(...(JSON.parse(body) as { data: Record<string, unknown>[] }).data);
  }
  console.log(JSON.stringify(events.find(({ type }) => type === 'MediaEvent') ?? events[0], undefined, 2));

  compare(dryRuns, events);
  const received = dryRuns['tracking.log'].received + dryRuns['statements.json'].received;
  return `\ndemo: ${received} records in, ${events.length} events delivered in ${counted(envelopes.length, 'envelope')}, ${counted(envelopes.length, 'signature')} verified`;
}

/** What was promised in the dry run must have arrived, each event once, and nothing else. */
function compare(dryRuns: Record<string, DryRun>, events: readonly Record<string, unknown>[]): void {
  const promised = Object.values(dryRuns).flatMap(({ records }) =>
    records.flatMap((record) => (record.outcome === 'emitted' ? record.events : [])),
  );
  const findings = Object.values(dryRuns).flatMap(({ records }) =>
    records.flatMap((record) => (record.outcome === 'emitted' ? record.findings : [])),
  );
  const expected = new Set<unknown>(promised.map(({ id }) => id));
  const arrived = new Set<unknown>(events.map(({ id }) => id));
  if (expected.size === 0) throw new Error('no event came out of the examples');
  if (findings.length > 0) throw new Error(`${findings.length} events are not conformant Caliper`);
  const missing = [...expected].filter((id) => !arrived.has(id)).length;
  const strange = [...arrived].filter((id) => !expected.has(id)).length;
  if (missing + strange > 0) throw new Error(`${missing} events did not arrive, ${strange} arrived that nobody sent`);
  if (arrived.size < events.length) throw new Error(`${events.length - arrived.size} events arrived twice`);
}

/** Waits until no event waits. */
async function delivered(adapter: AdapterProcess): Promise<void> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const status = await admin<{ destinations: { backlog: number; deadLetters: number }[] }>(adapter, '/v1/status');
    const dead = status.destinations.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
    if (dead > 0) throw new Error(`${dead} events were refused and are dead letters`);
    if (status.destinations.every(({ backlog }) => backlog === 0)) return;
    await wait(200);
  }
  throw new Error(`not everything was delivered within ${patience / 1000} seconds`);
}

function key(adapter: AdapterProcess): string {
  return adapter.secrets['SOURCE_LMS_KEY'] ?? '';
}

async function translate(adapter: AdapterProcess, source: string, body: Uint8Array<ArrayBuffer>): Promise<DryRun> {
  const answer = await send(adapter, `/v1/translate?source=${source}`, body, {
    Authorization: `Bearer ${key(adapter)}`,
  });
  // Our own adapter, which was just started, answers so.
  return answer as DryRun;
}

async function send(
  adapter: AdapterProcess,
  path: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<unknown> {
  const response = await fetch(`${adapter.origin}${path}`, { method: 'POST', body, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function admin<T>(adapter: AdapterProcess, path: string): Promise<T> {
  const headers = { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` };
  const response = await fetch(`${adapter.origin}${path}`, { headers });
  if (!response.ok) throw new Error(`GET ${path} was answered with ${response.status}`);
  // As above.
  return (await response.json()) as T;
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
