import { expect, onTestFinished, test } from 'vitest';
import { startReceiver } from './receiver.ts';
import { videosPlayed } from './records.ts';
import { adapterWith, ask, destination, post, promisedIds, until } from './world.ts';

interface Status {
  destinations: { backlog: number; delivered: number; deadLetters: number }[];
}

/** An envelope that is refused, one for each halving, the guilty event, one event alone, and the rest, in two for its bytes. */
const most = { 10: 8, 100: 11, 1000: 14 } as const;

test('one event at fault among 10, 100 or 1,000 costs a handful of requests, wherever it stands', async () => {
  let poison = '';
  const receiver = await startReceiver(({ events }) => (events.some(({ id }) => id === poison) ? { status: 400 } : {}));
  onTestFinished(() => receiver.close());
  const large = { ...destination(receiver.url), batch: { events: 1000, bytes: 1_000_000, seconds: 0 } };
  const { start } = await adapterWith({ DESTINATIONS: [large], LOG: 'off' });
  const adapter = await start();

  const figures: { among: number; at: number; arrived: number; dead: number; within: boolean }[] = [];
  let before = 0;
  let dead = 0;
  for (const among of [10, 100, 1000] as const) {
    for (const at of [0, Math.floor(among * 0.37), among - 1]) {
      const body = videosPlayed(before, among);
      const promised = await promisedIds(adapter, body);
      expect(promised).toHaveLength(among);
      // In the order in which they are sent.
      poison = idsOf(await post(adapter, '/v1/translate', body))[at] ?? '';
      const requests = receiver.requests.length;
      expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);
      before += among;
      dead += 1;
      await until('nothing waits', async () => {
        const [row] = (await ask<Status>(adapter, '/v1/status')).destinations;
        return row?.backlog === 0 && row.delivered === before - dead;
      });
      const accepted = new Set(receiver.accepted());
      const { deadLetters } = await ask<{ deadLetters: { eventId: string }[] }>(adapter, '/v1/dead-letters');
      expect(deadLetters.at(-1)?.eventId).toBe(poison);
      figures.push({
        ...{ among, at },
        arrived: promised.filter((id) => accepted.has(id)).length,
        dead: deadLetters.length,
        within: receiver.requests.length - requests <= most[among],
      });
    }
  }
  expect(figures).toEqual([
    { among: 10, at: 0, arrived: 9, dead: 1, within: true },
    { among: 10, at: 3, arrived: 9, dead: 2, within: true },
    { among: 10, at: 9, arrived: 9, dead: 3, within: true },
    { among: 100, at: 0, arrived: 99, dead: 4, within: true },
    { among: 100, at: 37, arrived: 99, dead: 5, within: true },
    { among: 100, at: 99, arrived: 99, dead: 6, within: true },
    { among: 1000, at: 0, arrived: 999, dead: 7, within: true },
    { among: 1000, at: 370, arrived: 999, dead: 8, within: true },
    { among: 1000, at: 999, arrived: 999, dead: 9, within: true },
  ]);
});

function idsOf({ text }: { text: string }): string[] {
  // The dry run of records that each become one event.
  const { records } = JSON.parse(text) as { records: { events: { id: string }[] }[] };
  return records.flatMap(({ events }) => events.map(({ id }) => id));
}
