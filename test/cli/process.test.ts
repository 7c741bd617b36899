import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testSecret } from './run.ts';

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
