import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { projectRoot } from '../../src/cli/mapping-project.ts';
import type { Answer } from '../../src/ingest/answer.ts';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { blocksOf, readPage } from '../docs/fenced-blocks.ts';
import { videoPlayed } from './records.ts';
import { adapterWith, post } from './world.ts';

const execute = promisify(execFile);

/** Runs commands as somebody who reads the pages, who sees what they write and not their exit codes. */
async function run(adapter: AdapterProcess, command: string): Promise<string> {
  const env = {
    ...process.env,
    ADAPTER: adapter.origin,
    KEY: adapter.secrets['SOURCE_LMS_KEY'] ?? '',
    ADMIN_TOKEN: adapter.secrets['ADMIN_TOKEN'] ?? '',
    NO_COLOR: '1',
  };
  const { stdout } = await execute('sh', ['-c', `${command}\ntrue`], { cwd: projectRoot, env, maxBuffer: 1e8 });
  return stdout;
}

test('the commands of docs/25 and docs/26 do what the pages say', async () => {
  const { start } = await adapterWith();
  const adapter = await start();
  const commands = blocksOf(readPage('25-connect-open-edx.md')).filter(({ language }) => language === 'sh');
  const outputs: string[] = [];
  for (const { text } of commands) outputs.push(await run(adapter, text));
  const [head = '', tried = '', sent = '', translated = '', metrics = ''] = outputs;
  expect(outputs).toHaveLength(5);
  expect(head.trim()).toBe('HTTP/1.1 200 OK');
  expect(JSON.parse(tried)).toMatchObject({ received: 42, rejected: 1, unmapped: 1 });
  expect(JSON.parse(sent)).toMatchObject({ received: 42, rejected: 1, unmapped: 1, duplicates: 1 });
  expect(translated).toMatch(/^42 records: /m);
  expect(metrics).toContain('caliper_edge_records_total{outcome="unmapped"} 1\n');
  const [health] = blocksOf(readPage('26-deploy.md')).filter(({ text }) => text.includes('/healthz"'));
  expect(JSON.parse(await run(adapter, health?.text ?? ''))).toEqual({ status: 'ok' });
});

/** What Tutor writes for an event. */
const line = (second: number): string =>
  `2026-03-02 09:00:00,000 INFO 29 [tracking] [user None] [ip None] logger.py:41 - ${videoPlayed(second)}`;

test('the requests that the shippers document are taken as they are, and their repeats are recognised', async () => {
  const { start } = await adapterWith();
  const adapter = await start();
  const shippers: [string, Record<string, string>, string][] = [
    // codec text, newline_delimited: the last line has no end.
    [
      'Vector',
      { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip', 'User-Agent': 'Vector/0.57.0' },
      [line(1), line(2)].join('\n'),
    ],
    [
      'Vector of docker.toml, with json',
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      JSON.stringify([
        {
          message: line(3),
          container_name: 'tutor_local-lms-1',
          host: 'h',
          source_type: 'docker_logs',
          timestamp: '2026-03-02T09:00:00Z',
          label: { 'com.docker.compose.service': 'lms' },
        },
      ]),
    ],
    [
      'Fluent Bit, json_lines',
      { 'Content-Type': 'application/x-ndjson', 'Content-Encoding': 'gzip', 'User-Agent': 'Fluent-Bit' },
      [4, 5].map((second) => JSON.stringify({ date: 1_772_442_000.5, log: line(second) })).join('\n') + '\n',
    ],
    [
      'Logstash, json_batch with a mapping',
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'User-Agent': 'Manticore 0.9.2' },
      JSON.stringify([{ message: line(6) }, { message: videoPlayed(7) }]),
    ],
    [
      'Logstash without the mapping',
      { 'Content-Type': 'application/json' },
      JSON.stringify([
        {
          '@timestamp': '2026-03-02T09:00:00Z',
          '@version': '1',
          message: line(8),
          event: { original: line(8) },
          host: { name: 'h' },
          log: { file: { path: '/t.log' } },
        },
      ]),
    ],
  ];
  for (const [name, headers, text] of shippers) {
    const body = headers['Content-Encoding'] === 'gzip' ? gzipSync(text) : text;
    const send = async (): Promise<Answer> => {
      const key = adapter.secrets['SOURCE_LMS_KEY'] ?? '';
      const response = await fetch(`${adapter.origin}/v1/tracking-logs`, {
        ...{ method: 'POST', headers: { Authorization: `Bearer ${key}`, ...headers }, body },
      });
      expect([name, response.status]).toEqual([name, 200]);
      return response.json();
    };
    const { received, emitted } = await send();
    expect([name, emitted]).toEqual([name, received]);
    const again = await send();
    expect([name, again.duplicates]).toEqual([name, received]);
  }
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)(
  'the backend of event-tracking delivers, waits for an adapter that is away, and tells a wrong key',
  async () => {
    const { start } = await adapterWith();
    const adapter = await start();
    const key = adapter.secrets['SOURCE_LMS_KEY'] ?? '';
    // As the tracker hands events on: before the names of the tracking log are put in.
    const event = (second: number): string =>
      `{"name": "edx.bookmark.accessed", "timestamp": datetime.datetime(2026, 3, 2, 9, 0, ${second}, tzinfo=datetime.timezone.utc), "data": {"course_id": "course-v1:edX+DemoX+Demo", "bookmark_id": "1", "component_type": "vertical", "component_usage_id": "block-v1:edX+DemoX+Demo+type@vertical+block@a"}, "context": {"course_id": "course-v1:edX+DemoX+Demo", "user_id": 3, "username": "learner3", "event_source": "server"}}`;
    const program = (given: string, second: number): string => `
import datetime, sys
sys.path.insert(0, ${JSON.stringify(join(projectRoot, 'examples/openedx'))})
sys.dont_write_bytecode = True
from caliper_edge_backend import CaliperEdgeBackend
CaliperEdgeBackend("${adapter.origin}/", ${JSON.stringify(given)}, tries=60, longest_wait=1).send(${event(second)})
print("sent")
`;
    const python = async (code: string): Promise<string> => {
      try {
        return (await execute('python3', ['-c', code])).stdout.trim();
      } catch (error) {
        return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : '';
      }
    };
    expect(await python(program(key, 1))).toBe('sent');
    expect(await python(program('a-key-of-nobody', 2))).toBe('urllib.error.HTTPError: HTTP Error 401: Unauthorized');
    await adapter.kill();
    const waiting = python(program(key, 3));
    const again = await start();
    expect(await waiting).toBe('sent');
    const records = await post(
      again,
      '/v1/translate',
      readFileSync(join(projectRoot, 'examples/tracking.log'), 'utf8'),
    );
    expect(records.status).toBe(200);
    const metrics = await run(again, 'curl --silent -H "Authorization: Bearer $ADMIN_TOKEN" "$ADAPTER/metrics"');
    expect(metrics).toMatch(/^caliper_edge_events_total 2$/m);
  },
);
