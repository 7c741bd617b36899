import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/ports.ts';
import { startReceiver } from './receiver.ts';
import { videosPlayed } from './records.ts';
import { adapterWith, destination, post, promisedIds, until, verifyAll } from './world.ts';

test('what was answered with 200 arrives after a kill -9 before any delivery, with the ids first given', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/caliper`;
  const { start } = await adapterWith({ DESTINATIONS: [destination(url)] });

  const first = await start();
  const bodies = [videosPlayed(0, 20), videosPlayed(20, 20), videosPlayed(40, 20)];
  const promised = await promisedIds(first, bodies.join('\n'));
  expect(promised).toHaveLength(60);
  for (const body of bodies) expect((await post(first, '/v1/tracking-logs', body)).status).toBe(200);
  await first.kill();

  // Only now is there anyone to deliver to.
  const receiver = await startReceiver(undefined, port);
  onTestFinished(() => receiver.close());
  const second = await start();
  await until('all events arrive', () => receiver.accepted().length >= promised.length);
  expect(receiver.accepted()).toEqual(promised);
  await verifyAll(second, receiver.requests, url);
});

test('a kill -9 between sending and its answer repeats the envelope with the same ids', async () => {
  let slow = true;
  const receiver = await startReceiver(() => ({ delay: slow ? 600_000 : 0 }));
  onTestFinished(() => receiver.close());
  const { start } = await adapterWith({ DESTINATIONS: [destination(receiver.url)] });

  const first = await start();
  const body = videosPlayed(0, 5);
  const promised = await promisedIds(first, body);
  expect((await post(first, '/v1/tracking-logs', body)).status).toBe(200);
  await until('the envelope is under way', () => receiver.requests.length > 0);
  await first.kill();
  expect(receiver.accepted()).toEqual([]);

  slow = false;
  const second = await start();
  await until('the envelope is accepted', () => receiver.accepted().length >= promised.length);
  expect(receiver.accepted()).toEqual(promised);
  const sent = receiver.requests.map(({ events }) => events.map(({ id }) => id).sort());
  expect(sent[0]).toEqual(promised);
  await verifyAll(second, receiver.requests, receiver.url);

  // What the source sends once more is known.
  const { text } = await post(second, '/v1/tracking-logs', body);
  expect(JSON.parse(text)).toMatchObject({ received: 5, emitted: 0, duplicates: 5, events: 0 });
});
