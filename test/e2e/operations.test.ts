import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeLocalConfig } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import { parseExposition } from '../status/exposition-parser.ts';
import { badStatement, canaries, statements, trackingLines } from './canary-records.ts';
import { startReceiver } from './receiver.ts';
import { videoPlayed } from './records.ts';
import { adapterWith, ask, destination, post, promisedIds, until } from './world.ts';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';

interface Status {
  destinations: { name: string; state: string; backlog: number; deadLetters: number; delivered: number }[];
}

type Line = Record<string, unknown>;

/** The lines of the log in what the adapter wrote. */
function logOf(adapter: AdapterProcess): Line[] {
  return adapter
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{"time":'))
    .map((line) => JSON.parse(line) as Line);
}

/** A line with what differs from run to run taken out. */
function shape({ time, milliseconds, bytes, nextAttempt, ...rest }: Line): Line {
  for (const instant of [time, nextAttempt ?? time])
    expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  if (rest['outcome'] !== 'refused') expect(bytes).toBeGreaterThan(100);
  if (rest['what'] === 'delivery') expect(milliseconds).toBeGreaterThanOrEqual(0);
  return rest;
}

/** As it is, percent-encoded, in base64 whatever stands before it. */
function holds(text: string, value: string): boolean {
  const base64 = [0, 1, 2].map((before) =>
    Buffer.from(' '.repeat(before) + value)
      .toString('base64')
      .slice(before === 0 ? 0 : 4, -4),
  );
  return [value, encodeURIComponent(value), ...base64].some((form) => text.includes(form));
}

test('each request and each envelope has its line, and none holds a person value or a secret', async () => {
  const token = 'a-bearer-token-of-the-receiver';
  // Fails once, then refuses what the xAPI statements become, echoing what it was sent.
  const receiver = await startReceiver(({ body, headers }, before) => {
    const echo = `${body.toString()} ${JSON.stringify(headers)} ${canaries.email}`;
    if (before === 0) return { status: 503, body: echo, headers: { 'Retry-After': '1' } };
    return body.includes('"PT12.5S"') ? { status: 400, body: echo } : {};
  });
  onTestFinished(() => receiver.close());
  const auth = { scheme: 'bearer', secret: 'LAKE_TOKEN' };
  const { start } = await adapterWith({
    DESTINATIONS: [{ ...destination(receiver.url, 100), auth, detail: 'thin' }],
    LAKE_TOKEN: token,
  });
  const adapter = await start();
  const admin = { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` };

  const wrongKey = { Authorization: `Bearer wrong-${canaries.ssoId}` };
  expect(
    (await post(adapter, `/v1/tracking-logs?token=${canaries.query}`, trackingLines[0] ?? '', wrongKey)).status,
  ).toBe(401);
  const { text } = await post(adapter, '/v1/tracking-logs', trackingLines.join('\n'));
  const sums = JSON.parse(text) as Record<string, number>;
  const xapi = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
  expect((await post(adapter, '/xapi/statements', JSON.stringify(statements), xapi)).status).toBe(200);
  expect((await post(adapter, '/xapi/statements', JSON.stringify([badStatement]), xapi)).status).toBe(400);
  expect((await post(adapter, '/v1/tracking-logs', `{ ${canaries.email}`)).status).toBe(400);

  await until('nothing waits', async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.backlog === 0);
  const [udp] = (await ask<Status>(adapter, '/v1/status')).destinations;
  await until('all is logged', () => logOf(adapter).some((line) => line['deadLetters'] !== undefined));

  const lines = logOf(adapter).map(shape);
  const { received, emitted, skipped, unmapped, failed, rejected, duplicates } = sums;
  const counts = { received, emitted, skipped, unmapped, failed, rejected, duplicates };
  const ingest = { level: 'info', what: 'ingest' };
  const refused = { ...ingest, outcome: 'refused' };
  expect(lines.filter(({ what }) => what === 'ingest')).toEqual([
    { ...refused, route: 'tracking-logs', status: 401 },
    { ...ingest, source: 'lms', route: 'tracking-logs', ...counts, outcome: 'stored' },
    expect.objectContaining({ ...ingest, source: 'lms', route: 'xapi', received: 5, outcome: 'stored' }),
    { ...refused, route: 'xapi', status: 400 },
    { ...refused, route: 'tracking-logs', status: 400 },
  ]);
  const deliveries = lines.filter(({ what }) => what === 'delivery');
  expect(deliveries[0]).toMatchObject({
    level: 'error',
    ...{ destination: 'udp', shard: 0, outcome: 'retry', status: 503, reason: 'HTTP_503', state: 'backing-off' },
  });
  const sum = (field: string): number => deliveries.reduce((total, line) => total + Number(line[field] ?? 0), 0);
  expect(sum('deadLetters')).toBe(udp?.deadLetters);
  const delivered = deliveries.filter(({ outcome }) => outcome === 'delivered');
  expect(delivered.reduce((total, { events }) => total + Number(events), 0)).toBe(udp?.delivered);
  expect(lines.filter(({ what }) => what === 'fault')).toEqual([]);

  const metrics = await fetch(`${adapter.origin}/metrics`, { headers: admin });
  const scraped = await metrics.text();
  expect(parseExposition(scraped).get('caliper_edge_delivered_events_total')?.samples).toEqual([
    { labels: { destination: 'udp' }, value: udp?.delivered },
  ]);

  const secrets = { ...adapter.secrets, token, d: /"d":\s*"([^"]+)"/.exec(JSON.stringify(adapter.secrets))?.[1] ?? '' };
  const output = logOf(adapter)
    .map((line) => JSON.stringify(line))
    .join('\n');
  expect(holds(output, 'tracking-logs')).toBe(true);
  const found = (content: string, values: object): string[] =>
    Object.entries(values).flatMap(([name, value]) => (value !== '' && holds(content, String(value)) ? [name] : []));
  expect(found(`${output}\n${scraped}`, { ...canaries, ...secrets })).toEqual([]);
  // On the first start its keys are shown to whoever started it.
  expect(found(adapter.output(), canaries)).toEqual([]);
});

test('every command of the runbook works as it stands there', async () => {
  const receiver = await startReceiver(() => ({ status: 400 }));
  onTestFinished(() => receiver.close());
  const { start } = await adapterWith({ DESTINATIONS: [destination(receiver.url)] });
  const adapter = await start();
  expect((await post(adapter, '/v1/tracking-logs', videoPlayed(1))).status).toBe(200);
  await until(
    'it is given up',
    async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.deadLetters === 1,
  );
  const root = join(import.meta.dirname, '../..');
  const page = await readFile(join(root, 'docs/19-operations.md'), 'utf8');
  const commands = Array.from(page.matchAll(/```sh\n(.*?)```/gs), ([, text = '']) => text.trimEnd().split('\n')).flat();
  expect(commands.filter((command) => command.startsWith('curl'))).toHaveLength(12);
  const { ADMIN_TOKEN, SOURCE_LMS_KEY } = adapter.secrets;
  for (const command of commands) {
    const env = { ...process.env, ADAPTER: adapter.origin, ADMIN_TOKEN, SOURCE_LMS_KEY };
    // The address of the page is not that of this test.
    const line = command.replace(/^export ADAPTER=\S+/, 'true');
    const run = spawnSync('bash', ['-o', 'pipefail', '-c', line], { cwd: root, env, encoding: 'utf8' });
    expect([command, run.status, run.stderr]).toEqual([command, 0, '']);
    if (command.includes('dead-letters?limit')) expect(run.stdout).toContain('"reason":"REFUSED"');
    if (command.includes('/replay')) expect(JSON.parse(run.stdout)).toEqual({ count: 0, more: false });
  }
});

test('no event is lost when the number of shards changes while events wait', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/caliper`;
  const vars = {
    SENSOR_ID: 'https://adapter.example.edu/sensors/1',
    SOURCES: [{ name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    DESTINATIONS: [destination(url)],
  };
  const { folder, start } = await adapterWith(vars);
  const promised: string[] = [];
  let second = 0;
  for (const shards of [1, 4, 1]) {
    await writeLocalConfig(folder, { ...vars, OUTBOX_SHARDS: shards });
    const adapter = await start();
    const body = Array.from({ length: 30 }, () => videoPlayed(second++, second % 12)).join('\n');
    promised.push(...(await promisedIds(adapter, body)));
    expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);
    const [udp] = (await ask<Status>(adapter, '/v1/status')).destinations;
    expect(udp?.backlog).toBe(promised.length);
    await adapter.kill();
  }
  // Only now is there anyone to deliver to, and one shard is configured.
  const receiver = await startReceiver(undefined, port);
  onTestFinished(() => receiver.close());
  const adapter = await start();
  const resume = { method: 'POST', headers: { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` } };
  expect((await fetch(`${adapter.origin}/v1/destinations/udp/resume`, resume)).status).toBe(200);
  await until('all events arrive', () => receiver.accepted().length >= promised.length);
  expect(receiver.accepted()).toEqual(promised.sort());
});
