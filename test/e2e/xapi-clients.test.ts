import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import XAPI from '@xapi/xapi';
import type { Statement } from '@xapi/xapi';
import adl from 'adl-xapiwrapper';
import TinCan from 'tincanjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { played, resumed } from './xapi-statements.ts';
import { startXapiWorld } from './xapi-world.ts';
import type { XapiWorld } from './xapi-world.ts';

// Clients as they are published, at an adapter as it runs. What cannot be installed here is replayed in xapi-forwarders.test.ts.

let world: XapiWorld;
beforeAll(async () => void (world = await startXapiWorld()));
afterAll(() => world.close());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Answer {
  status: number;
  body: string;
}

describe('TinCanJS', () => {
  const lrs = () =>
    new TinCan.LRS({ endpoint: world.endpoint, username: 'lms', password: world.key('lms'), allowFail: false });
  const settle =
    (resolve: (answer: Answer) => void, reject: (error: Error) => void) =>
    (error: unknown, answer: { status: number; responseText: string }): void => {
      if (error === null) resolve({ status: answer.status, body: answer.responseText });
      else reject(new Error('TinCanJS failed', { cause: error }));
    };
  const save = (statement: unknown) =>
    new Promise<Answer>((resolve, reject) => {
      lrs().saveStatement(statement, { callback: settle(resolve, reject) });
    });
  const saveAll = (statements: unknown[]) =>
    new Promise<Answer>((resolve, reject) => {
      lrs().saveStatements(statements, { callback: settle(resolve, reject) });
    });

  test('puts one statement, and putting it again makes no second event', async () => {
    const statement = new TinCan.Statement(played('tincanjs', 11));
    expect(await save(statement)).toEqual({ status: 204, body: '' });
    expect(await save(statement)).toEqual({ status: 204, body: '' });
    expect(await world.arrived('tincanjs')).toEqual([resumed('tincanjs', 11)]);
  });

  test('posts several statements, and gets their ids in their order each time', async () => {
    const statements = [12, 13].map((second) => new TinCan.Statement(played('tincanjs-batch', second)));
    const ids = JSON.stringify(statements.map(({ id }) => id));
    expect(await saveAll(statements)).toEqual({ status: 200, body: ids });
    expect(await saveAll(statements)).toEqual({ status: 200, body: ids });
    expect(await world.arrived('tincanjs-batch')).toEqual([
      resumed('tincanjs-batch', 12),
      resumed('tincanjs-batch', 13),
    ]);
  });

  test('sends an attachment with a statement', async () => {
    const statement = new TinCan.Statement({
      ...played('tincanjs-attachment', 14),
      attachments: [
        {
          usageType: 'http://id.tincanapi.com/attachment/supporting_media',
          display: { en: 'notes' },
          contentType: 'text/plain',
          content: 'Bögen\r\n--tragen',
        },
      ],
    });
    expect(await save(statement)).toEqual({ status: 204, body: '' });
    expect(await world.arrived('tincanjs-attachment')).toEqual([resumed('tincanjs-attachment', 14)]);
  });

  test('learns the versions', async () => {
    const about = await new Promise((resolve) => lrs().about({ callback: (_, found) => resolve(found.version) }));
    expect(about).toEqual(['1.0.3', '2.0.0']);
  });
});

function client(adapter: 'axios' | 'fetch', key = world.key('lms')): XAPI {
  return new XAPI({ endpoint: world.endpoint, auth: XAPI.toBasicAuth('lms', key), adapter });
}

function statement(sender: string, second: number): Statement {
  // The client's types are narrower than what the standard lets stand in a statement.
  return played(sender, second) as unknown as Statement;
}

describe.each(['axios', 'fetch'] as const)('@xapi/xapi over %s', (adapter) => {
  test('sends one statement without an id, and sending it again makes no second event', async () => {
    const sender = `xapi-${adapter}`;
    const first = await client(adapter).sendStatement({ statement: statement(sender, 21) });
    expect(first).toMatchObject({ status: 200, data: [expect.stringMatching(uuid)] });
    const second = await client(adapter).sendStatement({ statement: statement(sender, 21) });
    expect(second.data).toEqual(first.data);
    expect(await world.arrived(sender)).toEqual([resumed(sender, 21)]);
  });

  test('sends several statements', async () => {
    const sender = `xapi-${adapter}-batch`;
    const statements = [statement(sender, 22), statement(sender, 23)];
    const first = await client(adapter).sendStatements({ statements });
    expect(first).toMatchObject({ status: 200, data: [expect.stringMatching(uuid), expect.stringMatching(uuid)] });
    expect((await client(adapter).sendStatements({ statements })).data).toEqual(first.data);
    expect(await world.arrived(sender)).toEqual([resumed(sender, 22), resumed(sender, 23)]);
  });

  test('learns the versions', async () => {
    expect((await client(adapter).getAbout()).data).toEqual({ version: ['1.0.3', '2.0.0'], extensions: {} });
  });
});

describe('@xapi/xapi with an attachment', () => {
  const send = (adapter: 'axios' | 'fetch', sender: string) => {
    const bytes = Uint8Array.from(Buffer.from('notes'));
    const attachment = {
      usageType: 'http://id.tincanapi.com/attachment/supporting_media',
      display: { en: 'notes' },
      contentType: 'text/plain',
      length: bytes.length,
      sha2: createHash('sha256').update(bytes).digest('hex'),
    };
    return client(adapter).sendStatement({
      statement: { ...statement(sender, 24), attachments: [attachment] },
      attachments: [bytes.buffer],
    });
  };

  test('is taken over fetch', async () => {
    expect(await send('fetch', 'xapi-attachment')).toMatchObject({ status: 200 });
    expect(await world.arrived('xapi-attachment')).toEqual([resumed('xapi-attachment', 24)]);
  });

  test('is refused over axios, which in Node does not send the type of the body', async () => {
    await expect(send('axios', 'xapi-axios-attachment')).rejects.toMatchObject({
      response: { status: 400, data: { code: 'WRONG_CONTENT_TYPE' } },
    });
    expect(await world.arrived('xapi-axios-attachment')).toEqual([]);
  });
});

describe('xAPIWrapper of ADL for Node', () => {
  const send = (statements: unknown) =>
    new Promise<Answer>((resolve, reject) => {
      const wrapper = new adl.XAPIWrapper({ url: world.endpoint, auth: { user: 'lms', pass: world.key('lms') } });
      wrapper.sendStatements(statements, (error, answer, body) => {
        if (error === null) resolve({ status: answer.statusCode, body });
        else reject(new Error('xAPIWrapper failed', { cause: error }));
      });
    });

  test('sends a list and a single statement, and sending them again makes no second event', async () => {
    const list = await send([played('adl', 31), played('adl', 32)]);
    expect(list.status).toBe(200);
    expect(JSON.parse(list.body)).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)]);
    const one = await send(played('adl', 33));
    expect(one.status).toBe(200);
    expect(JSON.parse(one.body)).toEqual([expect.stringMatching(uuid)]);
    expect(await send([played('adl', 31), played('adl', 32)])).toEqual(list);
    expect(await send(played('adl', 33))).toEqual(one);
    expect(await world.arrived('adl')).toEqual([resumed('adl', 31), resumed('adl', 32), resumed('adl', 33)]);
  });
});

test('a client with a wrong key is told so', async () => {
  await expect(client('axios', 'wrong').sendStatement({ statement: statement('nobody', 1) })).rejects.toMatchObject({
    response: { status: 401, data: { code: 'WRONG_KEY' }, headers: { 'x-experience-api-version': '1.0.3' } },
  });
});
