import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay } from './xapi-replay.ts';
import type { RawAnswer } from './xapi-replay.ts';
import {
  attachmentOf,
  learningLocker,
  learningLockerMultipart,
  lrsPipe,
  moodle,
  preflight,
  ralph,
  tinCanPythonPost,
  tinCanPythonPut,
  xapiWrapperInBrowser,
} from './xapi-senders.ts';
import type { Content } from './xapi-senders.ts';
import { groupActivity, played, playedWithId, resumed } from './xapi-statements.ts';
import { startXapiWorld } from './xapi-world.ts';
import type { XapiWorld } from './xapi-world.ts';

// Requests of senders that are no libraries, byte by byte over a socket: what HTTP libraries tidy up stays as it is.

let world: XapiWorld;
beforeAll(async () => void (world = await startXapiWorld()));
afterAll(() => world.close());

/** The same request twice: what it was answered each time. */
async function twice(request: Buffer): Promise<{ status: number; body: string }[]> {
  const answers = [await replay(world.origin, request), await replay(world.origin, request)];
  return answers.map(({ status, body }) => ({ status, body }));
}

const ok = (ids: string[]): { status: number; body: string }[] => {
  const answer = { status: 200, body: JSON.stringify(ids) };
  return [answer, answer];
};
const stored = [
  { status: 204, body: '' },
  { status: 204, body: '' },
];

const worthNothing = { completion: true, score: { raw: 0, min: 0, max: 0 } };

const notes: Content = { type: 'text/plain', bytes: Buffer.from('Bögen\r\n--zzz\r\ntragen\n') };
const picture: Content = { type: 'image/png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]) };

describe('event-routing-backends', () => {
  test('puts each event by itself: any 2xx', async () => {
    const statement = { version: '1.0.3', ...playedWithId('erb', 11, 101) };
    expect(await twice(tinCanPythonPut(world.target(), statement))).toEqual(stored);
    expect(await world.arrived('erb')).toEqual([resumed('erb', 11)]);
  });

  test('posts batches and reads a list of ids', async () => {
    const statements = [playedWithId('erb-batch', 12, 102), playedWithId('erb-batch', 13, 103)];
    const ids = statements.map(({ id }) => id);
    expect(await twice(tinCanPythonPost(world.target(), statements))).toEqual(ok(ids));
    expect(await world.arrived('erb-batch')).toEqual([resumed('erb-batch', 12), resumed('erb-batch', 13)]);
  });

  test('of Tutor Aspects posts to /xAPI/, problems of several parts among the rest', async () => {
    const video = playedWithId('aspects', 14, 104);
    const request = tinCanPythonPost(world.target('aspects'), [video, groupActivity(105)], '/xAPI/');
    expect(await twice(request)).toEqual(ok([video.id, '5e7d0000-0000-4000-8000-000000000105']));
    expect(await world.arrived('aspects')).toEqual([resumed('aspects', 14)]);
  });

  test('with auth_scheme Bearer shows the key alone', async () => {
    const statement = { version: '1.0.3', ...playedWithId('erb-bearer', 16, 108) };
    expect(await twice(tinCanPythonPut(world.bearer(), statement))).toEqual(stored);
    expect(await world.arrived('erb-bearer')).toEqual([resumed('erb-bearer', 16)]);
  });

  test('gets a batch through with on-invalid = "quarantine", whatever else is wrong with one of its statements', async () => {
    const good = playedWithId('erb-quarantine', 17, 109);
    const bad = { ...playedWithId('erb-quarantine', 18, 110), object: { definition: {} } };
    expect(await twice(tinCanPythonPost(world.target('aspects'), [bad, good]))).toEqual(ok([bad.id, good.id]));
    expect(await world.arrived('erb-quarantine')).toEqual([resumed('erb-quarantine', 17)]);
  });

  test('loses the batch with a problem of several parts where the source has no compat for it', async () => {
    const request = tinCanPythonPost(world.target(), [playedWithId('erb-strict', 15, 106), groupActivity(107)]);
    const { status, body } = await replay(world.origin, request);
    expect({ status, ...(JSON.parse(body) as object) }).toMatchObject({
      status: 400,
      code: 'INVALID_STATEMENT',
      problems: [{ index: 1, path: '$[1].object.objectType' }],
    });
    expect(await world.arrived('erb-strict')).toEqual([]);
  });
});

describe('Learning Locker', () => {
  const forwarded = (sender: string, second: number, number: number) => ({
    ...playedWithId(sender, second, number),
    stored: '2026-03-02T10:05:00.000Z',
    version: '1.0.0',
    authority: { objectType: 'Agent', name: 'Client', mbox: 'mailto:client@lrs.example.org' },
  });

  test('forwards a statement as it stored it: 200 to 399', async () => {
    const statement = forwarded('locker', 21, 201);
    expect(await twice(learningLocker(world.target(), statement))).toEqual(ok([statement.id]));
    expect(await world.arrived('locker')).toEqual([resumed('locker', 21)]);
  });

  test('forwards it with its attachments, whatever the lengths that it counts', async () => {
    const attachments = [attachmentOf(notes), attachmentOf(picture)];
    const statement = { ...forwarded('locker-multipart', 22, 202), attachments };
    const request = learningLockerMultipart(world.target(), statement, [notes, picture]);
    expect(await twice(request)).toEqual(ok([statement.id]));
    expect(await world.arrived('locker-multipart')).toEqual([resumed('locker-multipart', 22)]);
  });

  test('forwards with sendAttachments also what has none', async () => {
    const statement = forwarded('locker-bare', 23, 203);
    expect(await twice(learningLockerMultipart(world.target(), statement, []))).toEqual(ok([statement.id]));
    expect(await world.arrived('locker-bare')).toEqual([resumed('locker-bare', 23)]);
  });

  test('with a token shows the key alone', async () => {
    const statement = forwarded('locker-token', 25, 205);
    expect(await twice(learningLocker(world.bearer(), statement))).toEqual(ok([statement.id]));
    expect(await world.arrived('locker-token')).toEqual([resumed('locker-token', 25)]);
  });

  test('is refused when the bytes of an attachment are missing', async () => {
    const statement = { ...forwarded('locker-missing', 24, 204), attachments: [attachmentOf(notes)] };
    const { status } = await replay(world.origin, learningLockerMultipart(world.target(), statement, []));
    expect(status).toBe(400);
    expect(await world.arrived('locker-missing')).toEqual([]);
  });
});

describe('LRSPipe', () => {
  test('posts a batch as multipart/mixed without any attachment: exactly 200', async () => {
    const statements = [playedWithId('pipe', 31, 301), playedWithId('pipe', 32, 302)];
    const ids = statements.map(({ id }) => id);
    expect(await twice(lrsPipe(world.target(), statements, []))).toEqual(ok(ids));
    expect(await world.arrived('pipe')).toEqual([resumed('pipe', 31), resumed('pipe', 32)]);
  });

  test('posts the attachments of a batch', async () => {
    const one = { ...playedWithId('pipe-multipart', 33, 303), attachments: [attachmentOf(picture)] };
    const other = { ...playedWithId('pipe-multipart', 34, 304), attachments: [attachmentOf(notes)] };
    expect(await twice(lrsPipe(world.target(), [one, other], [picture, notes]))).toEqual(ok([one.id, other.id]));
    expect(await world.arrived('pipe-multipart')).toEqual([
      resumed('pipe-multipart', 33),
      resumed('pipe-multipart', 34),
    ]);
  });
});

describe('LRSPipe with on-invalid = "quarantine"', () => {
  test('is not stopped by a bad statement', async () => {
    const good = playedWithId('pipe-quarantine', 35, 305);
    const bad = { ...playedWithId('pipe-quarantine', 36, 306), verb: { id: 'played' } };
    expect(await twice(lrsPipe(world.target('pipe'), [good, bad], []))).toEqual(ok([good.id, bad.id]));
    expect(await world.arrived('pipe-quarantine')).toEqual([resumed('pipe-quarantine', 35)]);
  });

  test('is stopped by it without', async () => {
    const bad = { ...playedWithId('pipe-strict', 37, 307), verb: { id: 'played' } };
    expect((await replay(world.origin, lrsPipe(world.target(), [bad], []))).status).toBe(400);
  });
});

describe('Ralph', () => {
  test('forwards a POST without naming a version', async () => {
    const statement = playedWithId('ralph', 41, 401);
    expect(await twice(ralph(world.target('ralph'), 'POST', [statement]))).toEqual(ok([statement.id]));
    expect(await world.arrived('ralph')).toEqual([resumed('ralph', 41)]);
  });

  test('forwards a PUT without statementId, in older releases without a version too', async () => {
    const statement = playedWithId('ralph-put', 42, 402);
    expect(await twice(ralph(world.target('ralph'), 'PUT', statement))).toEqual(stored);
    expect(await twice(ralph(world.target('ralph'), 'PUT', statement, '1.0.3'))).toEqual(stored);
    expect(await world.arrived('ralph-put')).toEqual([resumed('ralph-put', 42)]);
  });

  test('is refused both where the source has no compat for it', async () => {
    const statement = playedWithId('ralph-strict', 43, 403);
    const codeOf = async (request: Buffer): Promise<unknown> => {
      const { status, body } = await replay(world.origin, request);
      return [status, (JSON.parse(body) as { code: string }).code];
    };
    expect(await codeOf(ralph(world.target(), 'POST', [statement]))).toEqual([400, 'WRONG_VERSION']);
    expect(await codeOf(ralph(world.target(), 'PUT', statement, '1.0.3'))).toEqual([400, 'WRONG_STATEMENT_ID']);
    expect(await world.arrived('ralph-strict')).toEqual([]);
  });
});

describe('Moodle logstore_xapi', () => {
  test('posts statements without ids and takes nothing but 200; sent once more by the failed task, they are the same', async () => {
    const request = moodle(world.target(), [played('moodle', 51), played('moodle', 52)]);
    const [first, second] = await twice(request);
    expect(first?.status).toBe(200);
    expect(JSON.parse(first?.body ?? '')).toHaveLength(2);
    expect(second).toEqual(first);
    expect(await world.arrived('moodle')).toEqual([resumed('moodle', 51), resumed('moodle', 52)]);
  });
});

describe('a statement of H5P, whoever forwards it,', () => {
  test('has a score of nothing out of nothing, which compat = ["h5p"] mends', async () => {
    const statement = { ...playedWithId('h5p', 58, 701), result: worthNothing };
    const answered = [statement.id];
    expect(await twice(learningLocker(world.target('h5p'), statement))).toEqual(ok(answered));
    expect(await world.arrived('h5p')).toHaveLength(1);
    const other = { ...playedWithId('h5p-strict', 59, 702), result: worthNothing };
    expect((await replay(world.origin, learningLocker(world.target(), other))).status).toBe(400);
  });
});

describe('a browser on a page of another site', () => {
  const cors = ({ status, headers }: RawAnswer): object => ({
    status,
    origin: headers.get('access-control-allow-origin'),
    version: headers.get('x-experience-api-version'),
    exposed: headers.get('access-control-expose-headers')?.split(', '),
  });
  const exposed = [
    'X-Experience-API-Version',
    'X-Experience-API-Consistent-Through',
    'ETag',
    'Last-Modified',
    'Retry-After',
  ];

  test.each(['POST', 'PUT'] as const)('asks for leave to %s, without a key, and gets it', async (method) => {
    const answer = await replay(world.origin, preflight(world.target().host, method));
    expect(cors(answer)).toEqual({ status: 204, origin: '*', version: '1.0.3', exposed });
    const listed = (name: string) => answer.headers.get(name)?.split(', ') ?? [];
    expect(listed('access-control-allow-methods')).toEqual(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']);
    expect(listed('access-control-allow-headers')).toEqual([
      'Authorization',
      'Content-Type',
      'X-Experience-API-Version',
      'If-Match',
      'If-None-Match',
      'Content-Encoding',
    ]);
  });

  test('sends with xAPIWrapper, launch parameters in the query, and may read the answer', async () => {
    const request = xapiWrapperInBrowser(world.target(), playedWithId('browser', 56, 601));
    const answer = await replay(world.origin, request);
    expect(cors(answer)).toEqual({ status: 200, origin: '*', version: '1.0.3', exposed });
    expect(answer.body).toBe('["5e7d0000-0000-4000-8000-000000000601"]');
    await replay(world.origin, request);
    expect(await world.arrived('browser')).toEqual([resumed('browser', 56)]);
  });

  test('may read why it was refused', async () => {
    const wrong = { ...world.target(), authorization: 'Basic bG1zOndyb25n' };
    const answer = await replay(world.origin, xapiWrapperInBrowser(wrong, playedWithId('browser-wrong', 57, 602)));
    expect(cors(answer)).toEqual({ status: 401, origin: '*', version: '1.0.3', exposed });
  });
});
