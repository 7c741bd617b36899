import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runStart, writeLocalConfig } from '../../scripts/adapter-process.ts';
import { freePort } from '../../scripts/ports.ts';
import { adapterWith, post, temporaryFolder } from './world.ts';
import { videoPlayed } from './records.ts';

const root = join(import.meta.dirname, '../..');

test('npm start with nothing configured makes secrets, gets ready, and prints a curl that works', async () => {
  const { start } = await adapterWith({ SENSOR_ID: '', SOURCES: '' });
  const adapter = await start();

  expect((await fetch(`${adapter.origin}/healthz`)).status).toBe(200);
  expect(adapter.output()).toContain(
    `Console: ${adapter.origin}/console (sign in with ADMIN_TOKEN of .dev.vars: ${adapter.secrets['ADMIN_TOKEN'] ?? ''}).\n`,
  );
  const curl = /^curl -H '([^']+): ([^']+)' --data-binary @(\S+) (\S+)$/m.exec(adapter.output());
  const [, name = '', value = '', file = '', url = ''] = curl ?? [];
  const response = await fetch(url, {
    method: 'POST',
    headers: { [name]: value },
    body: await readFile(join(root, file)),
  });
  expect(await response.json()).toMatchObject({ failed: 0, events: expect.any(Number) as number });
  expect(await adapter.stop()).toBe(0);
});

test('the secrets of the first start are for the owner alone, and later starts keep them', async () => {
  const { folder, start } = await adapterWith();
  const first = await start();
  const { text } = await post(first, '/v1/translate', videoPlayed(1));
  await first.stop();
  const before = await readFile(join(folder, '.dev.vars'), 'utf8');
  expect((await stat(join(folder, '.dev.vars'))).mode & 0o777).toBe(0o600);

  const second = await start();
  expect(await readFile(join(folder, '.dev.vars'), 'utf8')).toBe(before);
  expect((await post(second, '/v1/translate', videoPlayed(1))).text).toBe(text);
  expect(second.output()).not.toContain('curl');
});

test('wrong settings stop the start, all of them listed, and nothing is made', async () => {
  const folder = await temporaryFolder();
  await writeLocalConfig(folder, {
    SENSOR_ID: 'no IRI',
    SOURCES: [{ name: 'lms', lms: 'ftp://lms.example.edu', key: 'SOURCE_LMS_KEY' }],
    DESTINATIONS: [{ name: 'udp', url: 'http://caliper.example.org/events', auth: { scheme: 'none' } }],
    MAX_RECORDS: 0,
  });
  const { code, output } = await runStart(folder, await freePort());
  expect(code).toBe(1);
  const settings = output.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
  expect(settings).toEqual(['SENSOR_ID', 'SOURCES[0].lms', 'DESTINATIONS[0].url', 'MAX_RECORDS']);
  await expect(stat(join(folder, '.dev.vars'))).rejects.toThrow('ENOENT');
  await expect(stat(join(folder, 'state'))).rejects.toThrow('ENOENT');
});

test('a port that is taken is named', async () => {
  const folder = await temporaryFolder();
  await writeLocalConfig(folder, {});
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  expect(await runStart(folder, port)).toEqual({
    code: 1,
    output: `The adapter is not started: port ${port} of 127.0.0.1 is taken: stop what listens there, or choose another: PORT=${port + 1} npm start\n`,
  });
});
