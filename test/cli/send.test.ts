import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { caliper } from './run.ts';
import type { Ran, World } from './run.ts';
import { accountOf, problem, startStub, takingAll } from './stub-adapter.ts';
import type { Stub, StubAnswer, StubRequest } from './stub-adapter.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'caliper-edge-send-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `{"name":"acme.thing","time":${from + index}}\n`).join('');
}

interface Site extends Stub {
  folder: string;
  file: (name: string, content: string | Uint8Array) => string;
  send: (args: string[], world?: World, stdin?: string[]) => Promise<Ran>;
  /** The records that came, in order. */
  times: () => number[];
}

/** A folder with logs, and a stub to send them to. */
async function site(answer: (request: StubRequest, before: number) => StubAnswer = takingAll()): Promise<Site> {
  const folder = temporaryFolder();
  const stub = await startStub(answer);
  const world: World = { fetch: (input, init) => fetch(input, init) };
  return {
    ...stub,
    folder,
    file: (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    send: (args, more = {}, stdin = []) =>
      caliper(
        ['send', '--to', stub.url, '--key', 'a-key-of-tests', ...args],
        stdin,
        { INIT_CWD: folder },
        { ...world, ...more },
      ),
    times: () =>
      stub.requests.flatMap(({ body }) => Array.from(body.matchAll(/"time":(\d+)/g), (found) => Number(found[1]))),
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('caliper send', () => {
  test('sends lines as they are, as their source, in requests of little more than what is asked for', async () => {
    const { file, send, requests, times } = await site();
    const log = file('tracking.log', lines(0, 25));
    const ran = await send(['--batch-records', '10', log]);
    expect(ran).toEqual({
      code: 0,
      stdout: '',
      stderr:
        '25 lines, 25 records: 25 emitted (25 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates\n',
    });
    expect(requests.map(({ body }) => body)).toEqual([lines(0, 10), lines(10, 10), lines(20, 5)]);
    expect(times()).toEqual(upTo(25));
    const { method, url, headers } = requests[0] ?? {};
    expect({ method, url, authorization: headers?.authorization, type: headers?.['content-type'] }).toEqual({
      method: 'POST',
      url: '/v1/tracking-logs',
      authorization: 'Bearer a-key-of-tests',
      type: 'application/x-ndjson',
    });
  });

  test('reads folders, rotated and gzipped logs, and gives the account as JSON', async () => {
    const { folder, file, send, times } = await site();
    mkdirSync(join(folder, 'logs/older'), { recursive: true });
    file('logs/tracking.log', lines(20, 5));
    file('logs/tracking.log-2.gz', gzipSync(lines(10, 5)));
    file('logs/tracking.log-10.gz', gzipSync(lines(15, 5)));
    file('logs/older/a.ndjson', lines(0, 5));
    file('logs/notes.txt', 'not a log\n');
    file('logs/.hidden.log', lines(90, 5));
    const { code, stdout, stderr } = await send([join(folder, 'logs'), '--json', '--gzip']);
    expect({ code, stderr, times: times() }).toEqual({
      code: 0,
      stderr: '',
      times: [...upTo(5), 20, 21, 22, 23, 24, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    });
    const sums = { lines: 20, received: 20, emitted: 20, events: 20 };
    const none = { skipped: 0, unmapped: 0, failed: 0, rejected: 0, duplicates: 0, accepted: 0 };
    expect(JSON.parse(stdout)).toEqual({
      complete: true,
      ...sums,
      ...none,
      unfinished: [],
      total: { ...sums, ...none },
      problems: [],
      problemsOmitted: 0,
    });
  });

  test('sends nothing twice: not when it runs again, nor when a log grows, is renamed or packed', async () => {
    const { folder, file, send, times } = await site();
    const log = file('tracking.log', lines(0, 2000));
    expect((await send([log])).code).toBe(0);
    expect((await send([log])).stderr.split('\n')).toEqual([
      '0 lines, 0 records: 0 emitted (0 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
      'with earlier runs: 2,000 lines, 2,000 records: 2,000 emitted (2,000 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
      '',
    ]);

    appendFileSync(log, lines(2000, 5));
    expect((await send([log])).stderr.split('\n')[0]).toBe(
      '5 lines, 5 records: 5 emitted (5 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
    );

    appendFileSync(log, lines(2005, 5));
    renameSync(log, join(folder, 'tracking.log.1'));
    file('tracking.log', lines(2010, 5));
    expect((await send([folder])).code).toBe(0);

    appendFileSync(join(folder, 'tracking.log.1'), lines(2015, 1));
    file('tracking.log.1.gz', gzipSync(readFileSync(join(folder, 'tracking.log.1'))));
    rmSync(join(folder, 'tracking.log.1'));
    const { stdout } = await send([folder, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 1, emitted: 1, duplicates: 0, total: { lines: 2016 } });
    expect(times().sort((a, b) => a - b)).toEqual(upTo(2016));
  });

  test('begins anew with a file that was written over, and does not count a copy a second time', async () => {
    const { folder, file, send, times } = await site();
    const log = file('tracking.log', lines(0, 300));
    await send([log]);
    file('tracking.log', lines(500, 300));
    expect((await send([log])).stderr.split('\n')[0]).toMatch(/^300 lines, 300 records: 300 emitted /);
    copyFileSync(log, join(folder, 'copy.log'));
    const { stdout } = await send([log, join(folder, 'copy.log'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 0, total: { lines: 300, received: 300 } });
    expect(times()).toHaveLength(600);
  });

  test('leaves a last line that is being written for the next run', async () => {
    const { file, send, times } = await site();
    const log = file('tracking.log', `${lines(0, 3)}{"name":"acme.thi`);
    expect((await send([log])).stderr.split('\n')).toEqual([
      '3 lines, 3 records: 3 emitted (3 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
      `left for the next run: the last line of ${log}, which is not finished`,
      '',
    ]);
    appendFileSync(log, 'ng","time":3}');
    expect((await send([log])).stderr.split('\n')[0]).toMatch(/^1 lines, 1 records: 1 emitted /);
    appendFileSync(log, `\n${lines(4, 1)}`);
    const { stdout } = await send([log, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 1, total: { lines: 5, received: 5, emitted: 5 } });
    expect(times()).toEqual(upTo(5));
  });

  test('what was taken and not recorded is sent once more, and counted as duplicates', async () => {
    const { folder, file, send } = await site();
    const log = file('tracking.log', lines(0, 20));
    await send(['--batch-records', '10', log]);
    const state = join(folder, '.caliper-send.json');
    // As a kill -9 leaves it between the second answer and the record of it.
    const recorded = JSON.parse(readFileSync(state, 'utf8')) as { files: Record<string, unknown>[] };
    const early = await site();
    const other = early.file('tracking.log', lines(0, 10));
    await early.send([other]);
    const first = JSON.parse(readFileSync(join(early.folder, '.caliper-send.json'), 'utf8')) as typeof recorded;
    writeFileSync(state, JSON.stringify({ ...recorded, files: [{ ...first.files[0], path: log }] }));
    const { stdout } = await send(['--batch-records', '10', log, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ lines: 10, received: 10, emitted: 0, duplicates: 10 },
      total: { lines: 20, received: 20, emitted: 10, duplicates: 10 },
    });
  });

  test('the record of what was sent is for its owner alone and holds nothing of the log', async () => {
    const { folder, file, send } = await site();
    await send([file('tracking.log', lines(0, 3))]);
    const state = join(folder, '.caliper-send.json');
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(readFileSync(state, 'utf8')).not.toContain('acme');
    expect([`${state}.lock`, `${state}.next`].map((path) => existsSync(path))).toEqual([false, false]);
  });

  test('waits also where Retry-After says that it need not: an adapter that is away is not asked without a pause', async () => {
    const take = takingAll();
    const { file, send } = await site((request, before) =>
      before < 3 ? { status: 503, headers: { 'Retry-After': '0' } } : take(request),
    );
    const waits: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void waits.push(milliseconds));
    const { code } = await send([file('tracking.log', lines(0, 1))], { sleep });
    expect({ code, waits }).toEqual({ code: 0, waits: [1000, 2000, 4000] });
  });

  test('waits as long as Retry-After says, else longer and longer, and loses nothing', async () => {
    const answers: StubAnswer[] = [
      { status: 503, headers: { 'Retry-After': '7' }, body: { code: 'OUTBOX_FULL', detail: 'the outbox is full' } },
      undefined,
      { status: 502 },
    ];
    const take = takingAll();
    const { file, send, times } = await site((request, before) => (before < 3 ? answers[before] : take(request)));
    const waits: number[] = [];
    const ran = await send([file('tracking.log', lines(0, 3))], {
      sleep: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
    });
    expect({ code: ran.code, waits }).toEqual({ code: 0, waits: [7000, 2000, 4000] });
    expect(ran.stderr.split('\n')).toEqual([
      'caliper send: the adapter answers 503 OUTBOX_FULL: the outbox is full: again in 7 s',
      'caliper send: the adapter cannot be reached (UND_ERR_SOCKET): again in 2 s',
      'caliper send: the adapter answers 502: again in 4 s',
      '3 lines, 3 records: 3 emitted (3 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
      '',
    ]);
    expect(new Set(times())).toEqual(new Set([0, 1, 2]));
  });

  test('gives up when its patience is at an end, and goes on later where it was', async () => {
    const take = takingAll();
    let away = true;
    const { file, send, times, requests } = await site((request, before) =>
      before > 0 && away ? { status: 503, headers: { 'Retry-After': '90' } } : take(request),
    );
    const log = file('tracking.log', lines(0, 20));
    const ran = await send(['--batch-records', '10', '--give-up', '1', log]);
    expect({ code: ran.code, stderr: ran.stderr.split('\n'), requests: requests.length }).toEqual({
      code: 3,
      stderr: [
        '10 lines, 10 records: 10 emitted (10 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
        'caliper send: the adapter answers 503. What was taken is recorded: run the same command again to go on',
        '',
      ],
      requests: 2,
    });
    away = false;
    expect((await send(['--batch-records', '10', log])).code).toBe(0);
    expect(times().slice(20)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  test.each<[string, StubAnswer, string]>([
    [
      'a wrong key',
      problem(401, 'WRONG_KEY', 'no source has this key'),
      'the adapter answers 401 WRONG_KEY: no source has this key. Look at --key: it is the key of a source',
    ],
    [
      'a firewall',
      { status: 403 },
      'the adapter answers 403. Something before the adapter may refuse: look at the rules of its firewall',
    ],
    [
      'a refusal',
      problem(400, 'CORRUPT_COMPRESSION', 'the body is not valid gzip'),
      'the adapter answers 400 CORRUPT_COMPRESSION: the body is not valid gzip',
    ],
    ['another place', { status: 404 }, 'the adapter answers 404. There is no adapter at this address: look at --to'],
    ['a redirect', { status: 302 }, 'the adapter answers 302. Something else answers in its place: look at --to'],
    ['another program', { status: 200, body: { ok: true } }, 'what answers there is no adapter: look at --to'],
  ])('%s stops it at once, with nothing recorded as sent', async (_, answer, message) => {
    const { file, send, requests } = await site(() => answer);
    const log = file('tracking.log', lines(0, 20));
    const ran = await send(['--batch-records', '10', log]);
    expect({ code: ran.code, said: ran.stderr.split('\n')[1], requests: requests.length }).toEqual({
      code: 3,
      said: `caliper send: ${message}`,
      requests: 1,
    });
  });

  test('what is over a limit of the adapter is halved, down to the record that is too large', async () => {
    const take = takingAll();
    const { file, send, times } = await site((request) =>
      request.body.split('\n').filter((line) => line !== '').length > 3 || request.body.includes('"time":5')
        ? problem(413, 'TOO_MANY_RECORDS', 'send smaller batches')
        : take(request),
    );
    const { code, stderr } = await send([file('tracking.log', `${lines(0, 10)}not JSON\n`)]);
    expect({ code, lines: stderr.split('\n') }).toEqual({
      code: 1,
      lines: [
        '11 lines, 11 records: 9 emitted (9 events), 0 skipped, 0 unmapped, 0 failed, 2 rejected, 0 duplicates',
        '  rejected: NOT_JSON line 11 is not JSON, or was cut: send JSON objects, one a line or in an array (record 1)',
        '  rejected: TOO_LARGE a record behind line 1 is over a limit: the adapter answers 413 TOO_MANY_RECORDS: send smaller batches (record 7)',
        '',
      ],
    });
    expect(new Set(times())).toEqual(new Set(upTo(10)));
  });

  test('one JSON document is taken apart when it is too long for a request', async () => {
    const { file, send, requests, times } = await site();
    const records = upTo(300).map((time) => ({ name: 'acme.thing', text: 'x'.repeat(20), time }));
    const { code } = await send([file('export.json', JSON.stringify(records, undefined, 2)), '--batch-bytes', '5000']);
    expect({ code, times: times() }).toEqual({ code: 0, times: upTo(300) });
    expect(Math.max(...requests.map(({ body }) => body.length))).toBeLessThanOrEqual(5000);
  });

  test('lines in which nothing can be read are counted, and the others go on', async () => {
    const take = takingAll();
    const { file, send } = await site((request, before) =>
      before === 0
        ? problem(400, 'NOTHING_READABLE', 'nothing in the body could be read: see problems', {
            problems: [{ index: 0, outcome: 'rejected', code: 'NOT_JSON', message: 'line 1 is not JSON' }],
            problemsOmitted: 2,
          })
        : take(request),
    );
    const { code, stderr } = await send(['--batch-records', '3', file('tracking.log', `a\nb\nc\n${lines(0, 2)}`)]);
    expect({ code, stderr: stderr.split('\n') }).toEqual({
      code: 1,
      stderr: [
        '5 lines, 5 records: 2 emitted (2 events), 0 skipped, 0 unmapped, 0 failed, 3 rejected, 0 duplicates',
        '  rejected: NOT_JSON line 1 is not JSON (record 1)',
        '  and 2 more',
        '',
      ],
    });
  });

  test('a file that is cut or packed otherwise does not keep the others from being sent, and goes on when it is whole', async () => {
    const { folder, file, send, times } = await site();
    const whole = gzipSync(lines(0, 400));
    const cut = file('a.log.gz', gzipSync(lines(0, 400)).subarray(0, -12));
    const zstd = file('b.log', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0]));
    file('c.log', lines(500, 2));
    const { code, stderr } = await send(['--batch-records', '100', folder]);
    expect({ code, said: stderr.split('\n').slice(0, 2) }).toEqual({
      code: 2,
      said: [
        `caliper send: cannot read ${cut}: its gzip data end too early: it was cut`,
        `caliper send: ${zstd} is zstd, which is not read here: compress with gzip or not at all`,
      ],
    });
    file('a.log.gz', whole);
    rmSync(zstd);
    expect((await send(['--batch-records', '100', folder])).code).toBe(0);
    expect(times().sort((a, b) => a - b)).toEqual([...upTo(400), 500, 501]);
  });

  test('keeps to its rate, with smaller requests where it is low', async () => {
    const { file, send, requests } = await site();
    const waits: number[] = [];
    let now = 0;
    const world = {
      now: () => now,
      sleep: (milliseconds: number): Promise<void> => {
        waits.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
    };
    await send(['--rate', '5', file('tracking.log', lines(0, 20))], world);
    expect({ requests: requests.length, waits }).toEqual({ requests: 4, waits: [1000, 1000, 1000] });
  });

  test('ends between two requests when the person interrupts, and says what was done', async () => {
    const interrupted = new AbortController();
    const take = takingAll();
    const { file, send, requests } = await site((request) => {
      interrupted.abort();
      return take(request);
    });
    const log = file('tracking.log', lines(0, 20));
    const ran = await send(['--batch-records', '10', log], { interruption: () => interrupted.signal });
    expect({ code: ran.code, stderr: ran.stderr.split('\n'), requests: requests.length }).toEqual({
      code: 130,
      stderr: [
        '10 lines, 10 records: 10 emitted (10 events), 0 skipped, 0 unmapped, 0 failed, 0 rejected, 0 duplicates',
        'caliper send: interrupted: the same command goes on from here',
        '',
      ],
      requests: 1,
    });
  });

  test('sends stdin, of which nothing is recorded', async () => {
    const { folder, send, times } = await site();
    const { stdout } = await send(['-', '--json'], {}, [lines(0, 2), '{"name":"acme.thing","time":2}']);
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, lines: 3, emitted: 3, total: { lines: 0 } });
    expect({ times: times(), state: existsSync(join(folder, '.caliper-send.json')) }).toEqual({
      times: [0, 1, 2],
      state: false,
    });
  });

  test('sends statements as lists, without those that the adapter refuses', async () => {
    const { file, send, requests } = await site(({ body }) => {
      const statements = JSON.parse(body) as { verb?: string }[];
      const problems = statements.flatMap((statement, index) =>
        statement.verb === undefined
          ? [{ index, path: '$.verb', code: 'MISSING_PROPERTY', message: `$[${index}].verb is missing` }]
          : [],
      );
      if (problems.length > 0) return problem(400, 'INVALID_STATEMENT', 'nothing was stored', { problems });
      return { status: 200, body: statements.map(() => 'c0ffee00-0000-4000-8000-000000000001') };
    });
    const log = file('statements.ndjson', '{"verb":"a"}\n{"noun":"b"}\nnot JSON\n{"verb":"c"}\n{"verb":"d"}\n');
    const ran = await send(['--source', 'xapi', '--user', 'lms', '--batch-records', '4', log]);
    expect({ code: ran.code, stderr: ran.stderr.split('\n') }).toEqual({
      code: 1,
      stderr: [
        '5 lines, 5 records: 3 accepted, 2 rejected',
        '  rejected: NOT_JSON line 3 is not JSON, or was cut: send JSON objects, one a line or in an array (record 1)',
        '  rejected: MISSING_PROPERTY $.verb is missing (record 3)',
        '',
      ],
    });
    expect(requests.map(({ url, body }) => `${url} ${body}`)).toEqual([
      '/xapi/statements [{"verb":"a"},{"noun":"b"},{"verb":"c"}]',
      '/xapi/statements [{"verb":"a"},{"verb":"c"}]',
      '/xapi/statements [{"verb":"d"}]',
    ]);
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('lms:a-key-of-tests').toString('base64')}`,
      'x-experience-api-version': '1.0.3',
      'content-type': 'application/json',
    });
  });

  test('failures and rejections are findings, names without a rule are not', async () => {
    const { file, send } = await site((_, before) => ({
      status: 200,
      body: accountOf({ received: 1, ...(before === 0 ? { unmapped: 1 } : { failed: 1 }) }),
    }));
    expect((await send([file('a.log', lines(0, 1))])).code).toBe(0);
    expect((await send([file('b.log', lines(1, 1))])).code).toBe(1);
  });
});

describe('caliper send is refused', () => {
  const refused = (message: string): Ran => ({
    code: 2,
    stdout: '',
    stderr: `caliper send: ${message}\nSee: caliper send --help\n`,
  });

  test.each([
    [['--key', 'k'], 'name the files to send, or - for stdin'],
    [['--key', 'k', 'x.log'], 'say where the adapter is: --to URL, or CALIPER_EDGE_URL in the environment'],
    [
      ['--to', 'http://adapter.example.edu', '--key', 'k', 'x.log'],
      '--to must begin with https: over http everyone on the way could read keys and records',
    ],
    [['--to', 'https://adapter.example.edu', 'x.log'], 'say the key: --key, or CALIPER_EDGE_KEY in the environment'],
    [
      ['--to', 'https://adapter.example.edu', '--key', 'k\u00e9', 'x.log'],
      '--key holds a character that cannot stand in a header: was it copied whole?',
    ],
    [
      ['--to', 'https://adapter.example.edu', '--key', 'k', '--rate', 'fast', 'x.log'],
      '--rate must be a whole number from 1 to 1000000',
    ],
    [
      ['--to', 'https://adapter.example.edu', '--key', 'k', 'no-such.log'],
      'cannot read no-such.log: there is no such file',
    ],
  ])('%j', async (args, message) => {
    expect(await caliper(['send', ...args])).toEqual(refused(message));
  });

  test('with a state of another adapter, a damaged one, or one that another process uses', async () => {
    const { folder, file, send, requests } = await site();
    const log = file('tracking.log', lines(0, 1));
    const state = file(
      'state.json',
      JSON.stringify({ version: 1, to: 'https://other.example.edu', source: 'openedx', files: [] }),
    );
    expect(await send([log, '--state', state])).toEqual(
      refused(`${state} belongs to --to https://other.example.edu --source openedx: choose another with --state`),
    );
    writeFileSync(state, '{"version":1,');
    expect(await send([log, '--state', state])).toEqual(
      refused(`${state} is no state of caliper send: choose another with --state`),
    );
    rmSync(state);
    writeFileSync(`${state}.lock`, String(process.ppid));
    expect(await send([log, '--state', state])).toEqual(
      refused(`process ${process.ppid} sends with the state ${state}: wait until it has ended`),
    );
    // This one has only just begun.
    writeFileSync(`${state}.lock`, '');
    const later = setTimeout(() => writeFileSync(`${state}.lock`, String(process.ppid)), 50);
    expect(await send([log, '--state', state])).toEqual(
      refused(`process ${process.ppid} sends with the state ${state}: wait until it has ended`),
    );
    clearTimeout(later);
    // This one was killed.
    writeFileSync(`${state}.lock`, '99999999');
    expect((await send([log, '--state', 'state.json'])).code).toBe(0);
    expect({ requests: requests.length, there: existsSync(join(folder, 'state.json')) }).toEqual({
      requests: 1,
      there: true,
    });
  });
});
