import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { buildWorker, shrunkWorker } from '../../scripts/build-worker.ts';
import { videoPlayed } from './records.ts';
import { adapterWith, ask, post, until } from './world.ts';

const root = join(import.meta.dirname, '../..');

// What is uploaded is not what the other tests run: it has been shrunk.
beforeAll(() => buildWorker());

test('the Worker that is uploaded has less than 150 KB gzipped', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/deploy.ts', '--dry-run'], {
    cwd: root,
    env: { ...process.env, WRANGLER_WRITE_LOGS: 'false', CI: 'true' },
  });
  const [line = '', kilobytes] = /Total Upload: .* gzip: ([\d.]+) KiB/.exec(stdout) ?? [];
  console.log(line);
  expect(Number(kilobytes)).toBeGreaterThan(10);
  expect(Number(kilobytes)).toBeLessThan(150);
});

test('the Worker that is uploaded translates, stores, signs and delivers', async () => {
  const { folder, start } = await adapterWith({ DESTINATIONS: undefined });
  const config = join(folder, 'wrangler.json');
  const written = JSON.parse(await readFile(config, 'utf8')) as object;
  await writeFile(config, JSON.stringify({ ...written, main: shrunkWorker, no_bundle: true, minify: false }));
  const adapter = await start();
  const { status, text } = await post(adapter, '/v1/tracking-logs', videoPlayed(1));
  expect([status, JSON.parse(text)]).toMatchObject([200, { received: 1, emitted: 1, events: 1 }]);
  await until('its event is delivered', async () => {
    const { destinations } = await ask<{ destinations: { delivered: number }[] }>(adapter, '/v1/status');
    return destinations[0]?.delivered === 1;
  });
});
