import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { receivers } from './receiver.ts';
import { START, freeze, outbox, pass, records, request, ring } from './steps.ts';

const minute = 60_000;

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('each minute says what was accepted, delivered, failed and given up in it, and what waits', async () => {
  const stub = outbox('history');
  let answer = 503;
  receivers({ udp: () => new Response(null, { status: answer }) });
  await stub.append({ ...request(records(0, 3)), counts: { failed: 2 } });
  await stub.append(request(records(2, 2)));
  await ring(stub);
  expect(await stub.history()).toEqual([{ at: START, accepted: 4, delivered: 0, failed: 2, dead: 0, backlog: 4 }]);

  answer = 200;
  await ring(stub, 2 * minute);
  answer = 400;
  await stub.append(request(records(10, 1)));
  await ring(stub);
  expect(await stub.history()).toEqual([
    { at: START, accepted: 4, delivered: 0, failed: 2, dead: 0, backlog: 4 },
    { at: START + 2 * minute, accepted: 1, delivered: 4, failed: 0, dead: 1, backlog: 0 },
  ]);

  pass(minute);
  await stub.replayDeadLetters({});
  expect((await stub.history()).at(-1)).toEqual({
    ...{ at: START + 3 * minute, accepted: 0, delivered: 0, failed: 0, dead: 0 },
    backlog: 1,
  });
});

test('minutes are kept for two hours, and the last one before them, which says what waited', async () => {
  const stub = outbox('old-history');
  receivers({ udp: () => new Response(null, { status: 503 }) });
  for (const [index, after] of [0, 10, 200, 1].entries()) {
    pass(after * minute);
    await stub.append(request(records(index, 1)));
  }
  const history = await stub.history();
  expect(history.map(({ at, backlog }) => [(at - START) / minute, backlog])).toEqual([
    [10, 2],
    [210, 3],
    [211, 4],
  ]);
});

test('dead letters are counted by kind, most frequent first', async () => {
  const stub = outbox('groups');
  receivers({ udp: () => new Response(null, { status: 400 }) });
  await stub.append(request([...records(0, 2), ...records(5, 1, { rule: 'video-played' })]));
  await ring(stub);
  const kind = { destination: 'udp', reason: 'REFUSED', status: 400, first: START + 1000, last: START + 1000 };
  expect(await stub.deadLetterGroups({})).toEqual([
    { ...kind, rule: 'video-paused', count: 2 },
    { ...kind, rule: 'video-played', count: 1 },
  ]);
  expect(await stub.deadLetterGroups({ rule: 'video-played' })).toEqual([{ ...kind, rule: 'video-played', count: 1 }]);
  expect(await stub.deadLetterGroups({ rule: 'other' })).toEqual([]);
  await runInDurableObject(stub, (_, state) => {
    expect(state.storage.sql.exec('SELECT count(*) AS n FROM minute').one()).toEqual({ n: 1 });
  });
});
