import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { caliper } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'caliper-edge-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function play(second: number): Record<string, unknown> {
  return {
    name: 'play_video',
    event_source: 'browser',
    time: `2026-03-02T09:00:${String(second).padStart(2, '0')}.000000+00:00`,
    username: 'invented',
    session: '5e55104e5e55104e5e55104e5e55104e',
    context: { course_id: 'course-v1:edX+DemoX+Demo', user_id: 3 },
    event: { id: '0b9e', currentTime: second, duration: 195 },
  };
}

/** `action seconds` of each event. */
function acts(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { action: string; target: { currentTime: string } })
    .map(({ action, target }) => `${action} ${target.currentTime}`);
}

// The first test waits until all mapping files are read.
describe('caliper translate', { timeout: 60_000 }, () => {
  const lines = [0, 1, 2].map((second) => JSON.stringify(play(second)));
  const expected = ['Started PT0S', 'Resumed PT1S', 'Resumed PT2S'];

  test.each<[string, string | Uint8Array]>([
    ['lines', lines.join('\n')],
    ['lines with CRLF and a byte order mark', `\ufeff${lines.join('\r\n')}\r\n`],
    ['lines behind a prefix', lines.map((line) => `2026-03-02 INFO [tracking] logger.py:41 - ${line}`).join('\n')],
    ['one JSON array on one line', `[${lines.join(',')}]`],
    ['one JSON array over many lines', JSON.stringify([0, 1, 2].map(play), undefined, 2)],
    ['objects over many lines', [0, 1, 2].map((second) => JSON.stringify(play(second), undefined, 2)).join('\n')],
    ['gzip', gzipSync(lines.join('\n'))],
    ['gzip of several members', Buffer.concat(lines.map((line) => gzipSync(`${line}\n`)))],
    ['UTF-16', Buffer.from(`\ufeff${lines.join('\n')}`, 'utf16le')],
  ])('reads %s, from a file as from stdin', async (name, content) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.log`);
    writeFileSync(file, content);
    const bytes = Buffer.from(content);
    // In chunks that cut characters and lines.
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7));
    const fromFile = await caliper(['translate', file]);
    expect(acts(fromFile.stdout)).toEqual(expected);
    expect(fromFile).toMatchObject({
      code: 0,
      stderr: '3 records: 3 emitted (3 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected\n',
    });
    expect(await caliper(['translate', '-'], chunks)).toEqual(fromFile);
    expect(await caliper(['translate'], chunks)).toEqual(fromFile);
  });

  test('sums up several inputs, with records counted through', async () => {
    const one = join(folder, 'one.log');
    const two = join(folder, 'two.log');
    writeFileSync(one, `${lines.join('\n')}\n{"name": "acme.new.thing"}\n`);
    writeFileSync(two, `# comment\n{"name": "acme.new.thing"}\n{"name":\n`);
    const { code, stderr, stdout } = await caliper(['translate', one, two]);
    expect(acts(stdout)).toEqual(expected);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: [
        '6 records: 3 emitted (3 events), 0 skipped, 2 unmapped, 0 failed, 1 rejected',
        '  unmapped acme.new.thing (2 times, first record 4)',
        '  rejected: NOT_JSON line 3 is not JSON, or was cut: send JSON objects, one a line or in an array (record 6)',
        '',
      ].join('\n'),
    });
    const asJson = await caliper(['translate', '--json', one, two]);
    expect(JSON.parse(asJson.stderr)).toEqual({
      received: 6,
      emitted: 3,
      skipped: 0,
      unmapped: 2,
      failed: 0,
      rejected: 1,
      duplicates: 0,
      events: 3,
      problems: [
        { index: 3, outcome: 'unmapped', name: 'acme.new.thing', code: 'NO_RULE' },
        { index: 4, outcome: 'unmapped', name: 'acme.new.thing', code: 'NO_RULE' },
        {
          index: 5,
          outcome: 'rejected',
          code: 'NOT_JSON',
          message: 'line 3 is not JSON, or was cut: send JSON objects, one a line or in an array',
        },
      ],
    });
  });

  test('names that no rule handles are good, records that fail are findings', async () => {
    expect((await caliper(['translate'], ['{"name":"acme.new.thing"}'])).code).toBe(0);
    const broken = { ...play(1), event: { currentTime: 1 } };
    const { code, stderr } = await caliper(['translate'], [JSON.stringify(broken)]);
    expect({ code, problem: stderr.split('\n')[1] }).toEqual({
      code: 1,
      problem:
        '  failed play_video in video-played: MISSING_REQUIRED MediaEvent.object could not be built: event.id is missing (record 1)',
    });
  });

  test('lists at most 100 problems, and counts the others', async () => {
    const input = Array.from({ length: 130 }, (_, index) => `{"name":"acme.thing.${index}"}`).join('\n');
    const { stderr } = await caliper(['translate', '--json'], [input]);
    const answer = JSON.parse(stderr) as { unmapped: number; problems: unknown[]; problemsOmitted: number };
    expect([answer.unmapped, answer.problems.length, answer.problemsOmitted]).toEqual([130, 100, 30]);
    expect((await caliper(['translate'], [input])).stderr.trimEnd().split('\n').at(-1)).toBe('  and 30 more');
  });

  test('speaks for the site that is named, in the version that is asked for', async () => {
    const args = ['translate', '--lms', 'https://courses.example.org/', '--caliper', 'v1p1'];
    const { stdout } = await caliper(args, [lines[0] ?? '']);
    expect(JSON.parse(stdout)).toMatchObject({
      '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p1',
      type: 'MediaEvent',
      edApp: { id: 'https://courses.example.org' },
    });
  });

  test('reads xAPI statements', async () => {
    const statement = {
      actor: { mbox: 'mailto:invented@example.edu' },
      verb: { id: 'https://w3id.org/xapi/video/verbs/played' },
      object: {
        id: 'https://media.example.edu/videos/arches',
        definition: { type: 'https://w3id.org/xapi/video/activity-type/video' },
      },
      result: { extensions: { 'https://w3id.org/xapi/video/extensions/time': 12.5 } },
      timestamp: '2026-03-02T09:01:00.000Z',
    };
    const input = JSON.stringify([{ ...statement, id: 'c0ffee00-0000-4000-8000-000000000001' }, { verb: {} }]);
    const { code, stdout, stderr } = await caliper(['translate', '--source', 'xapi', '--json'], [input]);
    expect(acts(stdout)).toEqual(['Resumed PT12.5S']);
    expect({ code, answer: JSON.parse(stderr) as unknown }).toMatchObject({
      code: 1,
      answer: { received: 2, emitted: 1, rejected: 1, problems: [{ index: 1, code: 'MISSING_PROPERTY' }] },
    });
  });

  test('gives the same ids for the same secret, others for another, and warns without one', async () => {
    const ids = async (env: Record<string, string>): Promise<{ id: string; stderr: string }> => {
      const { stdout, stderr } = await caliper(['translate'], [lines[0] ?? ''], env);
      return { id: (JSON.parse(stdout) as { id: string }).id, stderr };
    };
    const [a, again, b, none, noneAgain] = await Promise.all([
      ids({ PSEUDONYM_SECRET: 'one secret that has 32 bytes, or more' }),
      ids({ PSEUDONYM_SECRET: 'one secret that has 32 bytes, or more' }),
      ids({ PSEUDONYM_SECRET: 'another secret that has 32 bytes or more' }),
      ids({}),
      ids({}),
    ]);
    expect(again).toEqual(a);
    expect(noneAgain).toEqual(none);
    expect(new Set([a.id, b.id, none.id]).size).toBe(3);
    expect([a, none].map(({ stderr }) => stderr.startsWith('WARNING: PSEUDONYM_SECRET is set neither'))).toEqual([
      false,
      true,
    ]);
    expect(await caliper(['translate'], [], { PSEUDONYM_SECRET: 'short' })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'caliper translate: PSEUDONYM_SECRET has less than 32 bytes: make one with: npm run -s caliper -- keys\nSee: caliper translate --help\n',
    });
  });

  test('reads all logs of a folder, and refuses one without any', async () => {
    const logs = join(folder, 'logs');
    mkdirSync(join(logs, 'older'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(logs, 'tracking.log'), `${lines[2] ?? ''}\n`);
    writeFileSync(join(logs, 'tracking.log-20260301.gz'), gzipSync(`${lines[1] ?? ''}\n`));
    writeFileSync(join(logs, 'older', 'a.json'), `${lines[0] ?? ''}\n`);
    writeFileSync(join(logs, 'readme.txt'), 'not a log\n');
    const { code, stdout } = await caliper(['translate', logs]);
    expect({ code, acts: acts(stdout) }).toEqual({ code: 0, acts: ['Started PT0S', 'Resumed PT2S', 'Resumed PT1S'] });
    expect((await caliper(['translate', join(folder, 'empty')])).stderr.split('\n')[0]).toBe(
      `caliper translate: ${join(folder, 'empty')} holds no *.log, *.json, *.jsonl or *.ndjson: name the files in it`,
    );
  });

  test('gives the same events in the same order, and the same account, over any number of threads', async () => {
    const many = Array.from({ length: 40_000 }, (_, index) =>
      index % 1000 === 999 ? 'no JSON' : JSON.stringify({ ...play(index % 60), session: String(index) }),
    );
    const file = join(folder, 'long.log');
    writeFileSync(file, many.join('\n'));
    const one = await caliper(['translate', '--threads', '1', file]);
    const three = await caliper(['translate', '--threads', '3', file]);
    // Comparing strings of megabytes by toEqual would print them.
    expect(three.stdout === one.stdout).toBe(true);
    expect(three.stderr).toBe(one.stderr);
    expect({ code: one.code, stderr: one.stderr.split('\n') }).toEqual({
      code: 1,
      stderr: [
        '40000 records: 39960 emitted (39960 events), 0 skipped, 0 unmapped, 0 failed, 40 rejected',
        '  rejected: NOT_JSON line 1000 is not JSON, or was cut: send JSON objects, one a line or in an array (40 times, first record 1000)',
        '',
      ],
    });
  });

  test('shows how far it is on a terminal, and takes that away before the summary', async () => {
    let now = 0;
    const file = join(folder, 'shown.log');
    writeFileSync(file, lines.join('\n'));
    const world = { terminal: { stderr: true }, now: () => (now += 1000) };
    const { stderr } = await caliper(['translate', file], [], undefined, world);
    const shown = stderr.split('\r\u001b[2K');
    expect(shown[1]?.startsWith('[====================] 100%  ')).toBe(true);
    expect(shown.at(-1)).toBe('3 records: 3 emitted (3 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected\n');
  });

  test('other formats are refused, with what to do', async () => {
    const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0]);
    expect((await caliper(['translate'], [zstd])).stderr.split('\n')[0]).toBe(
      'caliper translate: (stdin) is zstd, which is not read here: compress with gzip or not at all',
    );
    const cut = gzipSync(lines.join('\n')).subarray(0, -12);
    expect((await caliper(['translate'], [cut])).stderr.split('\n')[0]).toBe(
      'caliper translate: cannot read (stdin): its gzip data end too early: it was cut',
    );
    const whole = join(folder, 'whole.log');
    writeFileSync(whole, lines[0] ?? '');
    const { code, stdout, stderr } = await caliper(['translate', '-', whole], [zstd]);
    expect({ code, acts: acts(stdout), last: stderr.trimEnd().split('\n').at(-1) }).toEqual({
      code: 2,
      acts: ['Started PT0S'],
      last: '1 records: 1 emitted (1 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected',
    });
  });
});
