import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('npm run demo shows the whole way, delivers everything and leaves no process behind', async () => {
  const root = join(import.meta.dirname, '../..');
  const demo = spawn(process.execPath, [join(root, 'scripts/demo.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void demo.kill('SIGTERM'));
  let output = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(demo, 'close')) as [number | null];

  expect({ code, last: output.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    last: expect.stringMatching(
      /^demo: \d+ records in, \d+ events delivered in \d+ envelopes?, \d+ signatures? verified$/,
    ) as string,
  });
  const [, origin = ''] = /POST (http:\/\/127\.0\.0\.1:\d+)\//.exec(output) ?? [];
  await expect(fetch(`${origin}/healthz`)).rejects.toThrow('fetch failed');
});
