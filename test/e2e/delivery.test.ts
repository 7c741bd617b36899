import { expect, onTestFinished, test } from 'vitest';
import { startReceiver } from './receiver.ts';
import { videosPlayed } from './records.ts';
import { adapterWith, ask, destination, post, promisedIds, until, verifyAll } from './world.ts';

interface Status {
  destinations: { name: string; state: string; backlog: number; delivered: number; deadLetters: number }[];
}

test('a destination that is unavailable for a while gets everything', async () => {
  const receiver = await startReceiver((_, before) => ({ status: before === 0 ? 503 : 200 }));
  onTestFinished(() => receiver.close());
  const { start } = await adapterWith({ DESTINATIONS: [destination(receiver.url)] });
  const adapter = await start();

  const body = videosPlayed(0, 25);
  const promised = await promisedIds(adapter, body);
  expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);
  await until('all events arrive', () => receiver.accepted().length >= promised.length);

  expect(receiver.accepted()).toEqual(promised);
  await verifyAll(adapter, receiver.requests, receiver.url);
  await until('nothing waits', async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.backlog === 0);
  const { destinations } = await ask<Status>(adapter, '/v1/status');
  expect(destinations).toMatchObject([{ name: 'udp', state: 'open', backlog: 0, delivered: 25, deadLetters: 0 }]);
});

test('an event that a destination refuses becomes a dead letter, and all the others arrive', async () => {
  let poison = '';
  const receiver = await startReceiver(({ events }) =>
    events.some(({ id }) => id === poison) ? { status: 400, body: 'one of these is not to our taste' } : {},
  );
  onTestFinished(() => receiver.close());
  const { start } = await adapterWith({ DESTINATIONS: [destination(receiver.url)] });
  const adapter = await start();

  const body = videosPlayed(0, 25);
  const promised = await promisedIds(adapter, body);
  poison = promised[12] ?? '';
  expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);
  await until('nothing waits', async () => (await ask<Status>(adapter, '/v1/status')).destinations[0]?.backlog === 0);

  expect(receiver.accepted()).toEqual(promised.filter((id) => id !== poison));
  const { deadLetters } = await ask<{ deadLetters: unknown[] }>(adapter, '/v1/dead-letters');
  expect(deadLetters).toHaveLength(1);
  expect(deadLetters).toMatchObject([
    {
      destination: 'udp',
      eventId: poison,
      rule: 'video-played',
      status: 400,
      response: 'one of these is not to our taste',
      event: { id: poison, type: 'MediaEvent' },
    },
  ]);
});
