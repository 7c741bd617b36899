import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testSecret } from './run.ts';
import { startStub, takingAll } from './stub-adapter.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

function line(index: number): string {
  return `{"name":"play_video","event_source":"browser","time":"2026-03-02T09:00:00.${String(index).padStart(6, '0')}+00:00","context":{"course_id":"course-v1:edX+DemoX+Demo","user_id":3},"event":{"id":"0b9e","currentTime":1,"duration":195}}\n`;
}

test('a reader that goes away ends the process without a fault', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [main, 'translate'], { env: { ...process.env, PSEUDONYM_SECRET: testSecret } });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // It may be gone before all is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(Array.from({ length: 20_000 }, (_, index) => line(index)).join(''));
  await once(child.stdout, 'readable');
  child.stdout.destroy();
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('Ctrl-C ends send at once while it waits, with its account', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caliper-edge-process-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'tracking.log'), line(1));
  const { url } = await startStub(() => ({ status: 503, headers: { 'Retry-After': '3000' } }));
  const child = spawn(process.execPath, [main, 'send', '--to', url, '--key', 'a-key', 'tracking.log'], {
    env: { ...process.env, INIT_CWD: folder },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, stderr: stderr.split('\n') }).toEqual({
    code: 130,
    stderr: [
      'caliper send: the adapter answers 503: again in 3000 s',
      '0 lines, 0 records: 0 emitted (0 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
      'caliper send: interrupted: the same command goes on from here',
      '',
    ],
  });
});

test.each(['translate', 'send'])(
  '%s reads a pipe once, as a shell makes one of <(…)',
  { timeout: 60_000 },
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'caliper-edge-process-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { url, requests } = await startStub(takingAll());
    const args = name === 'send' ? ['--to', url, '--key', 'a-key'] : [];
    const child = spawn(process.execPath, [main, name, '--json', ...args, 'pipe'], {
      env: { ...process.env, INIT_CWD: folder, PSEUDONYM_SECRET: testSecret },
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    const sent = line(1) + line(2);
    await writeFile(join(folder, 'pipe'), sent);
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, received: /"received":(\d+)/.exec(text)?.[1], bodies: requests.map(({ body }) => body) }).toEqual({
      code: 0,
      received: '2',
      bodies: name === 'send' ? [sent] : [],
    });
  },
);
