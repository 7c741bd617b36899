import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { caliper } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'caliper-edge-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = {
  '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
  id: 'urn:uuid:7e10e4f3-a0d8-4430-95bd-783ffae4d916',
  type: 'SessionEvent',
  profile: 'SessionProfile',
  actor: { id: 'https://example.edu/users/554433', type: 'Person' },
  action: 'LoggedIn',
  object: { id: 'https://example.edu', type: 'SoftwareApplication' },
  eventTime: '2026-03-02T09:00:00.000Z',
};
const bad = { ...good, action: 'Logged', colour: 'red' };
const envelope = {
  sensor: 'https://example.edu/sensors/1',
  sendTime: '2026-03-02T09:00:01.000Z',
  dataVersion: 'http://purl.imsglobal.org/ctx/caliper/v1p2',
  data: [good],
};

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** `path code` of each line of stdout, behind the place. */
function faults(stdout: string): string[] {
  return stdout.split('\n').flatMap((line) => /^(\S+: \S+ [A-Z_]+) /.exec(line)?.[1] ?? []);
}

describe('caliper validate', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['an event', JSON.stringify(good), '1 documents checked, 0 faults\n'],
    ['an event over many lines', JSON.stringify(good, undefined, 2), '1 documents checked, 0 faults\n'],
    ['an envelope', JSON.stringify(envelope), '1 documents checked, 0 faults\n'],
    ['a list', JSON.stringify([good, good]), '1 documents checked, 0 faults\n'],
    ['NDJSON', `${JSON.stringify(good)}\n\n${JSON.stringify(envelope)}\r\n`, '2 documents checked, 0 faults\n'],
    ['gzip', gzipSync(JSON.stringify(good)), '1 documents checked, 0 faults\n'],
  ])('%s that keeps the rules is good', async (name, content, stderr) => {
    const expected = { code: 0, stdout: '', stderr };
    expect(await caliper(['validate', file(`${name}.json`, content)])).toEqual(expected);
    expect(await caliper(['validate'], [content])).toEqual(expected);
  });

  test('each fault has its file, its line in NDJSON, its path and the section', async () => {
    const lines = file('lines.ndjson', [good, bad, good].map((event) => JSON.stringify(event)).join('\n'));
    const whole = file('whole.json', JSON.stringify({ ...envelope, data: [bad] }, undefined, 2));
    const { code, stdout, stderr } = await caliper(['validate', lines, whole]);
    expect({ code, faults: faults(stdout), stderr }).toEqual({
      code: 1,
      faults: [
        `${lines}:2: $.action UNKNOWN_ACTION`,
        `${lines}:2: $.colour UNKNOWN_PROPERTY`,
        `${whole}: $.data[0].action UNKNOWN_ACTION`,
        `${whole}: $.data[0].colour UNKNOWN_PROPERTY`,
      ],
      stderr: '4 documents checked, 4 faults\n',
    });
    const asJson = await caliper(['validate', '--json', lines]);
    expect(JSON.parse(asJson.stdout.split('\n')[0] ?? '')).toEqual({
      file: lines,
      line: 2,
      path: '$.action',
      code: 'UNKNOWN_ACTION',
      message: expect.any(String) as string,
      section: expect.any(String) as string,
    });
  });

  test('a file that is no JSON is a fault, and so is an empty one', async () => {
    expect((await caliper(['validate'], ['{"id": '])).stdout).toBe(
      '(stdin): $ NOT_JSON The text is not JSON: the text ends at line 1, column 8 (Sensor API: JSON-LD Payload)\n',
    );
    expect((await caliper(['validate'], [])).code).toBe(1);
    const cut = `${JSON.stringify(good)}\n{"id": \n${JSON.stringify(good)}\n`;
    expect((await caliper(['validate'], [cut])).stdout).toBe(
      '(stdin):2: $ NOT_JSON The text is not JSON: the text ends at line 1, column 8 (Sensor API: JSON-LD Payload)\n',
    );
  });

  test('what is right in one version is wrong in the other', async () => {
    expect((await caliper(['validate', '--caliper', 'v1p2'], [JSON.stringify(good)])).code).toBe(0);
    const { stdout } = await caliper(['validate', '--caliper', 'v1p1'], [JSON.stringify(good)]);
    expect(faults(stdout)).toEqual(["(stdin): $['@context'] UNKNOWN_CONTEXT", '(stdin): $.profile UNKNOWN_PROPERTY']);
  });
});
