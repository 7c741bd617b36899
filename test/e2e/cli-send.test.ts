import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { AdapterProcess } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import { startReceiver } from './receiver.ts';
import { videosPlayed } from './records.ts';
import { adapterWith, ask, destination, promisedIds, temporaryFolder, until } from './world.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');

/** `caliper` in a process of its own. */
interface Command {
  /** On the spot (SIGKILL), and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until it ends by itself. */
  end(): Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function caliper(adapter: AdapterProcess, folder: string, args: string[]): Command {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      INIT_CWD: folder,
      CALIPER_EDGE_URL: adapter.origin,
      CALIPER_EDGE_KEY: adapter.secrets['SOURCE_LMS_KEY'] ?? '',
      CALIPER_EDGE_TOKEN: adapter.secrets['ADMIN_TOKEN'] ?? '',
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close') as Promise<[number | null]>;
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
    end: async () => {
      const [code] = await closed;
      return { code, stdout, stderr };
    },
  };
}

/** Records of which the state of `send` knows that they were taken. */
function recorded(folder: string): number {
  const state = join(folder, '.caliper-send.json');
  if (!existsSync(state)) return 0;
  const { files } = JSON.parse(readFileSync(state, 'utf8')) as { files: { sums: { received: number } }[] };
  return files.reduce((sum, file) => sum + file.sums.received, 0);
}

test(
  'send survives a kill -9 of itself and of the adapter: nothing is lost, and nothing accepted twice',
  { timeout: 400_000 },
  async () => {
    const port = await freePort();
    const { start } = await adapterWith({ DESTINATIONS: [destination(`http://127.0.0.1:${port}/caliper`, 100)] });
    const first = await start();
    const folder = await temporaryFolder();
    const logs = join(folder, 'logs');
    mkdirSync(logs);
    await writeFile(join(logs, 'tracking.log-20260301.gz'), gzipSync(`${videosPlayed(0, 1000)}\n`));
    await writeFile(join(logs, 'tracking.log'), `${videosPlayed(1000, 1990)}\n`);
    const promised = await promisedIds(first, videosPlayed(0, 3000));
    expect(promised).toHaveLength(3000);

    const args = ['send', '--batch-records', '50', '--rate', '250', '--json', logs];
    const killed = caliper(first, folder, args);
    await until('some records are taken', () => recorded(folder) > 300);
    await killed.kill();
    const before = recorded(folder);
    expect(before).toBeLessThan(3000);

    const going = caliper(first, folder, args);
    await until('more records are taken', () => recorded(folder) > before + 300);
    await first.kill();
    expect(recorded(folder)).toBeLessThan(3000);
    await appendFile(join(logs, 'tracking.log'), `${videosPlayed(2990, 10)}\n`);
    const second = await start();
    const { code, stdout, stderr } = await going.end();
    expect({ code, waited: stderr.includes('the adapter cannot be reached') }).toEqual({ code: 0, waited: true });

    // The end of the log was written while it was read, or is sent now.
    const last = await caliper(second, folder, args).end();
    expect([code, last.code]).toEqual([0, 0]);
    const { total } = JSON.parse(last.stdout) as { total: Record<string, number> };
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, rejected: 0 });
    expect(total).toMatchObject({ lines: 3000, received: 3000, rejected: 0, failed: 0, unmapped: 0, skipped: 0 });
    expect((total['emitted'] ?? 0) + (total['duplicates'] ?? 0)).toBe(3000);

    // Only now is there anyone to deliver to: what comes twice was accepted twice.
    const receiver = await startReceiver(undefined, port);
    onTestFinished(() => receiver.close());
    await until('all events arrive', () => receiver.accepted().length >= promised.length);
    expect(receiver.accepted()).toEqual(promised);
    expect(receiver.requests.flatMap(({ events }) => events)).toHaveLength(promised.length);
    const { counts } = await ask<{ counts: Record<string, number> }>(second, '/v1/status');
    expect(counts['emitted']).toBe(3000);
  },
);

test('the twins of the admin routes speak to a running adapter', async () => {
  const receiver = await startReceiver((_, before) => (before === 0 ? { status: 400, body: 'no' } : {}));
  onTestFinished(() => receiver.close());
  const { folder, start } = await adapterWith({ DESTINATIONS: [destination(receiver.url, 1)] });
  const adapter = await start();
  const log = join(folder, 'tracking.log');
  await writeFile(log, `${videosPlayed(0, 1)}\n{"name":"acme.new.thing","event_type":"acme.new.thing","context":{}}\n`);
  const run = (...args: string[]): ReturnType<Command['end']> => caliper(adapter, folder, args).end();

  expect((await run('send', log)).code).toBe(0);
  await until('it is refused', async () => (await run('dead-letters')).stdout !== '');
  const [letter] = (await run('dead-letters', '--json')).stdout.split('\n');
  const { id } = JSON.parse(letter ?? '') as { id: string };
  expect((await run('dead-letters', 'list')).stdout).toContain('REFUSED');
  expect(await run('dead-letters', 'replay', id)).toEqual({ code: 0, stdout: '1 dead letter replayed\n', stderr: '' });
  await until('it arrives', () => receiver.accepted().length === 1);
  await until('it is settled', async () => (await run('status', '--json')).stdout.includes('"delivered":1'));

  const status = await run('status');
  expect({ code: status.code, heads: status.stdout.split('\n')[0]?.split(/\s+/)[0] }).toEqual({
    code: 0,
    heads: 'DESTINATION',
  });
  expect(status.stdout).toContain('acme.new.thing');
  expect((await run('resume', 'udp')).stdout).toBe('udp is open again\n');
  expect((await run('dead-letters', 'drop', '--all')).code).toBe(2);
  expect((await run('dead-letters', 'drop', '--all', '--yes')).stdout).toBe('0 dead letters dropped\n');
  expect((await run('quarantine', 'groups', '--json')).code).toBe(0);
  const stopped = await run('status', '--to', `http://127.0.0.1:${await freePort()}`);
  expect({ code: stopped.code, stderr: stopped.stderr }).toEqual({
    code: 3,
    stderr: 'caliper status: the adapter cannot be reached (ECONNREFUSED): look at --to\n',
  });
});
