import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { badStatement, canaries, statements, trackingLines } from './canary-records.ts';
import { startReceiver } from './receiver.ts';
import { adapterWith, ask, destination, post, until } from './world.ts';

/** Where something was found: the place, and the name of the canary. */
function found(place: string, bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  return Object.entries(canaries).flatMap(([name, canary]) => (holds(buffer, canary) ? [`${place}: ${name}`] : []));
}

/** As it is, percent-encoded, in base64 whatever stands before it, in UTF-16. */
function holds(buffer: Buffer, text: string): boolean {
  const base64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.from(' '.repeat(before) + text).toString('base64');
    return encoded.slice(before === 0 ? 0 : 4, -4);
  });
  const forms = [text, encodeURIComponent(text), ...base64];
  return forms.some((form) => buffer.includes(form)) || buffer.includes(Buffer.from(text, 'utf16le'));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('no person value leaves the adapter, by any way, nor is it stored', async () => {
  // Refuses what the xAPI statements become, so that dead letters are among the places.
  const receiver = await startReceiver(({ body }) =>
    body.includes('"PT12.5S"') ? { status: 400, body: body.toString() } : {},
  );
  onTestFinished(() => receiver.close());
  const { folder, start } = await adapterWith({ DESTINATIONS: [destination(receiver.url, 100)] });
  const adapter = await start();
  const log = trackingLines.join('\n');
  const xapi = { 'Content-Type': 'application/json', 'X-Experience-API-Version': '1.0.3' };
  const places: [string, Buffer][] = [];
  const look = (place: string, text: string | Buffer): void => void places.push([place, Buffer.from(text)]);

  const answer = await post(adapter, '/v1/tracking-logs', log);
  const sums = JSON.parse(answer.text) as Record<string, number>;
  expect(sums).toMatchObject({ received: trackingLines.length, rejected: 1 });
  for (const outcome of ['emitted', 'skipped', 'unmapped', 'failed'])
    expect([outcome, sums[outcome]]).not.toEqual([outcome, 0]);
  look('the answer', answer.text);
  look(
    'the answer to a line that cannot be read',
    (await post(adapter, '/v1/tracking-logs', trackingLines.at(-1) ?? '')).text,
  );
  look('the dry run', (await post(adapter, '/v1/translate', log)).text);
  look(
    'the dry run of xAPI',
    (await post(adapter, '/v1/translate?source=xapi', JSON.stringify([...statements, badStatement]))).text,
  );
  const stored = await post(adapter, '/xapi/statements', JSON.stringify(statements), xapi);
  expect({ status: stored.status, ids: (JSON.parse(stored.text) as string[]).length }).toEqual({ status: 200, ids: 5 });
  look('the answer of xAPI', stored.text);
  const refused = await post(adapter, '/xapi/statements', JSON.stringify([badStatement]), xapi);
  expect(refused.status).toBe(400);
  look('the refusal of xAPI', refused.text);

  interface Status {
    destinations: { backlog: number; deadLetters: number; delivered: number }[];
  }
  await until('nothing waits', async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.backlog === 0);
  const status = await ask<Status>(adapter, '/v1/status');
  expect(status.destinations[0]?.delivered).toBeGreaterThan(3);
  expect(status.destinations[0]?.deadLetters).toBeGreaterThan(2);
  for (const path of ['/v1/status', '/v1/dead-letters', '/v1/quarantine', '/metrics', '/healthz', '/inbox/envelopes']) {
    look(path, JSON.stringify(await ask(adapter, path).catch(() => '')));
  }
  for (const { body, headers } of receiver.requests) {
    look('what was delivered', body);
    look('headers of what was delivered', JSON.stringify(headers));
  }
  look('stdout and stderr', adapter.output());

  await adapter.kill();
  const files = await filesBelow(folder);
  expect(files.filter((file) => file.includes('Outbox') && /\.sqlite(?:-wal)?$/.test(file)).length).toBeGreaterThan(1);
  for (const file of files) look(file.slice(folder.length), await readFile(file));

  // What must be there is found, so that the search is known to work.
  const all = Buffer.concat(places.map(([, bytes]) => bytes));
  expect(holds(all, 'course-v1:edX+DemoX+Demo')).toBe(true);
  expect(places.filter(([place, bytes]) => place.includes('.sqlite') && holds(bytes, 'MediaEvent'))).not.toEqual([]);
  expect(places.flatMap(([place, bytes]) => found(place, bytes))).toEqual([]);
});

test('no person value stands in what the command line writes', async () => {
  const { folder } = await adapterWith();
  const log = join(folder, 'tracking.log');
  const json = join(folder, 'statements.json');
  await writeFile(log, trackingLines.join('\n'));
  await writeFile(json, JSON.stringify([...statements, badStatement]));
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  for (const args of [[log], [log, '--json'], [json, '--source', 'xapi', '--caliper', 'v1p1']]) {
    const output = await new Promise<string>((resolve) => {
      // Exit code 1: there are records that fail.
      execFile(process.execPath, [main, 'translate', ...args], (_, stdout, stderr) => resolve(stdout + stderr));
    });
    expect(output).toContain('MediaEvent');
    expect(found(`translate ${args.slice(1).join(' ')}`, Buffer.from(output))).toEqual([]);
  }
});
