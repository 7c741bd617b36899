import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { caliper } from './run.ts';
import type { Ran, World } from './run.ts';
import { problem, startStub } from './stub-adapter.ts';
import type { StubAnswer, StubRequest } from './stub-adapter.ts';

interface Asked {
  requests: StubRequest[];
  run: (args: string[], world?: World, stdin?: string[]) => Promise<Ran>;
}

/** A stub in the place of an adapter, and commands that ask it. */
async function adapter(answer: (request: StubRequest, before: number) => StubAnswer): Promise<Asked> {
  const { url, requests } = await startStub(answer);
  const env = { CALIPER_EDGE_URL: `${url}/`, CALIPER_EDGE_TOKEN: 'a-token-of-tests' };
  return {
    requests,
    run: (args, world = {}, stdin = []) =>
      caliper(args, stdin, env, { fetch: (input, init) => fetch(input, init), ...world }),
  };
}

const good = (body: unknown): StubAnswer => ({ status: 200, body });

describe('caliper status', () => {
  const udp = {
    ...{ name: 'udp', state: 'open', reason: null, backlog: 12, backlogBytes: 9000, oldestSeconds: 7505 },
    ...{ lastSuccess: '2026-03-02T09:00:00.000Z', nextAttempt: null, delivered: 1204, deadLetters: 1 },
  };
  const status = {
    full: false,
    destinations: [udp],
    counts: { emitted: 1200, skipped: 3, 'rule.video-played.skipped': 3 },
    unmapped: { 'acme.new.thing': 7, 'acme.\u001b[31mred': 1 },
    quarantine: { records: 8, bytes: 900, oldest: '2026-03-01T00:00:00.000Z', evicted: 2 },
  };

  test('shows destinations, counts, the quarantine and names without a rule', async () => {
    const { run, requests } = await adapter(() => good(status));
    const { code, stdout } = await run(['status']);
    expect({ code, lines: stdout.split('\n') }).toEqual({
      code: 0,
      lines: [
        'DESTINATION  STATE  BACKLOG  OLDEST     DELIVERED  DEAD  LAST SUCCESS         NEXT ATTEMPT  REASON',
        'udp          open        12  2 h 5 min       1204     1  2026-03-02 09:00:00  -             -',
        '',
        'Records: 1200 emitted, 3 skipped',
        '',
        'Quarantine: 8 records, the oldest of 2026-03-01 00:00:00, 2 deleted before their time',
        '',
        'RECORDS  NAME WITHOUT A RULE',
        '      7  acme.new.thing',
        '      1  acme. [31mred',
        '',
      ],
    });
    const [request] = requests;
    expect([request?.method, request?.url, request?.headers.authorization]).toEqual([
      'GET',
      '/v1/status',
      'Bearer a-token-of-tests',
    ]);
    expect(JSON.parse((await run(['status', '--json'])).stdout)).toEqual(status);
  });

  test.each([
    ['a paused destination', { ...status, destinations: [{ ...udp, state: 'paused', reason: 'UNAUTHORIZED' }] }],
    ['a full outbox', { ...status, full: true }],
  ])('%s is a finding', async (_, body) => {
    const { run } = await adapter(() => good(body));
    expect((await run(['status', '--json'])).code).toBe(1);
  });

  test.each<[StubAnswer, string]>([
    [
      problem(401, 'ADMIN_TOKEN', 'send the admin token'),
      'the adapter answers 401 ADMIN_TOKEN: send the admin token. Look at --token: it is its ADMIN_TOKEN',
    ],
    [
      problem(503, 'OUTBOX_UNREACHABLE', 'the outbox did not answer; try again'),
      'the adapter answers 503 OUTBOX_UNREACHABLE: the outbox did not answer; try again. Try again later',
    ],
    [{ status: 404 }, 'what answers there (404) is no adapter of this version: look at --to'],
    [{ status: 200 }, 'what answers there (200) is no adapter of this version: look at --to'],
    [undefined, 'the adapter cannot be reached (UND_ERR_SOCKET): look at --to'],
  ])('%j is said in words', async (answer, message) => {
    const { run } = await adapter(() => answer);
    expect(await run(['status'])).toEqual({ code: 3, stdout: '', stderr: `caliper status: ${message}\n` });
  });

  test('takes the token of .dev.vars for an adapter on this machine, and for no other', async () => {
    const project = mkdtempSync(join(tmpdir(), 'caliper-edge-admin-'));
    onTestFinished(() => rmSync(project, { recursive: true }));
    writeFileSync(join(project, '.dev.vars'), 'ADMIN_TOKEN=of-dev-vars\nSOURCE_LMS_KEY=of-the-lms\n');
    const { url, requests } = await startStub(() => good({ ...status, destinations: [] }));
    const world: World = { project, fetch: (input, init) => fetch(input, init) };
    const here = await caliper(['status', '--to', url], [], {}, world);
    await caliper(['send', '--to', url, '-'], ['{}'], {}, world);
    const elsewhere = await caliper(['status', '--to', 'https://adapter.example.edu'], [], {}, world);
    expect({
      codes: [here.code, elsewhere.code],
      sent: requests.map(({ headers }) => headers.authorization),
      said: elsewhere.stderr.split('\n')[0],
    }).toEqual({
      codes: [0, 2],
      sent: ['Bearer of-dev-vars', 'Bearer of-the-lms'],
      said: 'caliper status: say the token: --token, or CALIPER_EDGE_TOKEN in the environment',
    });
    appendFileSync(join(project, '.dev.vars'), 'SOURCE_OTHER_KEY=of-another\n');
    expect((await caliper(['send', '--to', url, '-'], ['{}'], {}, world)).stderr.split('\n')[0]).toBe(
      'caliper send: say the key: --key, or CALIPER_EDGE_KEY in the environment',
    );
  });

  test('needs an address and a token, and sends no token in the clear', async () => {
    const said = async (args: string[]): Promise<string | undefined> =>
      (await caliper(['status', ...args])).stderr.split('\n')[0];
    expect([
      await said([]),
      await said(['--to', 'https://adapter.example.edu']),
      await said(['--to', 'http://adapter.example.edu', '--token', 't']),
      await said(['--to', 'adapter.example.edu', '--token', 't']),
      await said(['--tokn', 't']),
    ]).toEqual([
      'caliper status: say where the adapter is: --to URL, or CALIPER_EDGE_URL in the environment',
      'caliper status: say the token: --token, or CALIPER_EDGE_TOKEN in the environment',
      'caliper status: --to must begin with https: over http everyone on the way could read keys and records',
      'caliper status: --to must be the address of the adapter, such as https://adapter.example.edu',
      'caliper status: there is no option --tokn: did you mean --token?',
    ]);
  });
});

describe('caliper resume', () => {
  test('lets a destination go on', async () => {
    const { run, requests } = await adapter(() => good({ destination: 'a b', state: 'open' }));
    expect(await run(['resume', 'a b'])).toEqual({ code: 0, stdout: 'a b is open again\n', stderr: '' });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /v1/destinations/a%20b/resume']);
  });

  test('says that there is none of that name', async () => {
    const { run } = await adapter(() =>
      problem(404, 'NO_SUCH_DESTINATION', 'no destination of this name is configured'),
    );
    expect(await run(['resume', 'upd'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'caliper resume: the adapter answers 404 NO_SUCH_DESTINATION: no destination of this name is configured\nSee: caliper resume --help\n',
    });
    expect((await run(['resume'])).stderr.split('\n')[0]).toBe(
      'caliper resume: name one destination: caliper status lists them',
    );
  });
});

const letter = {
  ...{ id: '0.17', destination: 'udp', eventId: 'urn:uuid:1', rule: 'video-played', reason: 'REFUSED', status: 400 },
  ...{ response: 'no\nthanks', attempts: 1, at: '2026-03-02T09:00:00.000Z', event: { type: 'MediaEvent' } },
};

describe('caliper dead-letters', () => {
  test('lists them, page after page, with filters', async () => {
    const { run, requests } = await adapter((_, before) =>
      good({ deadLetters: [{ ...letter, id: `0.${before}` }], next: before < 2 ? `0.${before}` : null }),
    );
    const args = ['dead-letters', '--destination', 'udp', '--after', '2026-03-01', '--all'];
    const { code, stdout, stderr } = await run([...args, '--json']);
    expect({ code, stderr, ids: stdout.match(/"id":"[\d.]+"/g) }).toEqual({
      code: 0,
      stderr: '',
      ids: ['"id":"0.0"', '"id":"0.1"', '"id":"0.2"'],
    });
    const filter = 'destination=udp&after=2026-03-01T00%3A00%3A00.000Z&limit=500';
    expect(requests.map(({ url }) => url)).toEqual([
      `/v1/dead-letters?${filter}`,
      `/v1/dead-letters?${filter}&cursor=0.0`,
      `/v1/dead-letters?${filter}&cursor=0.1`,
    ]);
  });

  test('shows them to people, cut at the edge of a terminal, and says that there are more', async () => {
    const { run } = await adapter(() => good({ deadLetters: [letter], next: '0.17' }));
    expect(await run(['dead-letters', 'list', '--limit', '1'])).toEqual({
      code: 0,
      stdout: [
        'ID    GIVEN UP             DESTINATION  REASON   STATUS  TRIES  RULE          EVENT       ANSWER',
        '0.17  2026-03-02 09:00:00  udp          REFUSED  400     1      video-played  MediaEvent  no thanks',
        '',
      ].join('\n'),
      stderr: 'there are more: --limit N or --all lists them\n',
    });
    const { stdout } = await run(['dead-letters', '--limit', '1'], { terminal: { stdout: true } });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBe(99);
    const none = await adapter(() => good({ deadLetters: [], next: null }));
    expect(await none.run(['dead-letters', '--rule', 'x'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'no dead letters of that kind\n',
    });
  });

  test('replays what is chosen until nothing of it is left, and not what comes back meanwhile', async () => {
    const { run, requests } = await adapter((_, before) =>
      good({ count: before === 0 ? 1000 : 4, more: before === 0 }),
    );
    expect(await run(['replay', '--reason', 'REFUSED'])).toEqual({
      code: 0,
      stdout: '1004 dead letters replayed\n',
      stderr: '',
    });
    expect(await run(['dead-letters', 'replay', '0.1', '0.2', '--json'])).toEqual({
      code: 0,
      stdout: '{"count":4}\n',
      stderr: '',
    });
    const before = '2026-03-02T00:00:00.000Z';
    expect(requests.map(({ url, body }) => [url, JSON.parse(body) as unknown])).toEqual([
      ['/v1/dead-letters/replay', { reason: 'REFUSED', before }],
      ['/v1/dead-letters/replay', { reason: 'REFUSED', before }],
      ['/v1/dead-letters/replay', { ids: ['0.1', '0.2'] }],
    ]);
  });

  test('drops only after a yes', async () => {
    const { run, requests } = await adapter(() => good({ count: 3, more: false }));
    const asked: string[] = [];
    const answering = (answer: string): World => ({
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    });
    const no = await run(['dead-letters', 'drop', '--all'], answering('n'));
    const yes = await run(['dead-letters', 'drop', '--destination', 'udp'], answering('yes'));
    const unasked = await run(['dead-letters', 'drop', '0.1', '--yes']);
    const nobody = await run(['dead-letters', 'drop', '--all']);
    expect({ asked, requests: requests.length, codes: [no, yes, unasked, nobody].map(({ code }) => code) }).toEqual({
      asked: ['Drop all dead letters for good? [y/N] ', 'Drop all dead letters with destination udp for good? [y/N] '],
      requests: 2,
      codes: [1, 0, 0, 2],
    });
    expect([no.stderr, yes.stdout, nobody.stderr.split('\n')[0]]).toEqual([
      'nothing was dropped\n',
      '3 dead letters dropped\n',
      'caliper dead-letters: dropping is for good: add --yes, since nobody can be asked here',
    ]);
  });

  test.each([
    [['dead-letters', 'replay'], 'dead-letters: say which dead letters to replay: ids, a filter, or --all'],
    [['dead-letters', 'drop', '17'], 'dead-letters: 17 is no id: they look like 0.17, see caliper dead-letters list'],
    [['dead-letters', 'drop', '0.1', '--all'], 'dead-letters: --all and a choice exclude each other'],
    [['dead-letters', 'repaly'], 'dead-letters: dead-letters has no repaly: did you mean replay?'],
    [['dead-letters', 'groups'], 'dead-letters: dead-letters has no groups: use list, replay, drop'],
    [['replay', '--before', 'soon'], 'replay: --before must be a day or an instant, such as 2026-03-02T09:00:00Z'],
    [
      ['quarantine', '--kind', 'unmaped'],
      'quarantine: --kind must be unmapped or failed or invalid: did you mean unmapped?',
    ],
  ])('%j is refused', async (args, message) => {
    expect((await caliper(args)).stderr.split('\n')[0]).toBe(`caliper ${message}`);
  });
});

describe('caliper quarantine', () => {
  test('groups what is kept', async () => {
    const { run, requests } = await adapter(() =>
      good({
        groups: [
          {
            ...{ count: 1200, source: 'lms', name: 'acme.new.thing', kind: 'unmapped', code: 'NO_RULE' },
            ...{ oldest: '2026-03-01T00:00:00.000Z', newest: '2026-03-02T00:00:00.000Z' },
          },
        ],
      }),
    );
    expect((await run(['quarantine', 'groups', '--source', 'lms'])).stdout.split('\n')).toEqual([
      'RECORDS  SOURCE  KIND      CODE     OLDEST               NEWEST               NAME',
      '   1200  lms     unmapped  NO_RULE  2026-03-01 00:00:00  2026-03-02 00:00:00  acme.new.thing',
      '',
    ]);
    expect(requests.map(({ url }) => url)).toEqual(['/v1/quarantine?source=lms&group=name']);
  });

  test('replays it page after page, and what still gives no event is a finding', async () => {
    const counts = { replayed: 1000, emitted: 998, skipped: 0, duplicates: 0, unmapped: 0, failed: 2, events: 998 };
    const still = { id: '0.3', name: 'acme.new.thing', outcome: 'failed', code: 'MISSING_REQUIRED', message: 'm' };
    const { run, requests } = await adapter((_, before) =>
      before % 2 === 0
        ? good({ ...counts, problems: [still], more: true, next: '0.1000' })
        : good({ ...counts, replayed: 5, emitted: 5, events: 5, failed: 0, problems: [], more: false, next: null }),
    );
    const args = ['quarantine', 'replay', '--name', 'acme.new.thing'];
    expect(await run(args)).toEqual({
      code: 1,
      stdout: '1005 records of the quarantine replayed: 1003 emitted, 2 failed, 1003 events\n',
      stderr: '',
    });
    expect(JSON.parse((await run([...args, '--json'])).stdout)).toMatchObject({ replayed: 1005, problems: [still] });
    const chosen = { name: 'acme.new.thing', before: '2026-03-02T00:00:00.000Z' };
    expect(requests.slice(0, 2).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      chosen,
      { ...chosen, cursor: '0.1000' },
    ]);
  });
});

describe('caliper import-external-ids', () => {
  test('sends the table and sums up what became of its lines', async () => {
    const { run, requests } = await adapter(() =>
      good({
        ...{ source: 'lms', read: 3, added: 1, changed: 0, unchanged: 1, faulty: 1, externalIds: 40 },
        problems: [{ line: 3, code: 'WRONG_USER_ID', message: 'line 3: user_id must be a number' }],
      }),
    );
    const table = 'user_id,external_user_id\n1,a\n';
    const { code, stdout } = await run(['import-external-ids', '-', '--source', 'lms'], {}, [table, 'x,b\n3,c']);
    expect({ code, stdout: stdout.split('\n') }).toEqual({
      code: 1,
      stdout: [
        '3 read, 1 added, 0 changed, 1 unchanged, 1 faulty; the adapter has 40 external ids',
        '  WRONG_USER_ID line 3: user_id must be a number',
        '',
      ],
    });
    expect(requests.map(({ url, body, headers }) => [url, headers['content-type'], body])).toEqual([
      ['/v1/external-ids?source=lms', 'text/csv', `${table}x,b\n3,c`],
    ]);
  });

  test('says what is wrong with a table of which nothing can be taken', async () => {
    const { run } = await adapter(() =>
      problem(400, 'NOTHING_READABLE', 'no line of the table could be taken: see problems', {
        problems: [{ line: 2, code: 'FIELD_COUNT', message: 'line 2 has 1 field instead of 2' }],
      }),
    );
    const { code, stderr } = await run(['import-external-ids', '-'], {}, ['user_id,external_user_id\n1\n']);
    expect({ code, first: stderr.split('\n')[0] }).toEqual({
      code: 2,
      first:
        'caliper import-external-ids: the adapter answers 400 NOTHING_READABLE: no line of the table could be taken: see problems: line 2 has 1 field instead of 2',
    });
  });
});
