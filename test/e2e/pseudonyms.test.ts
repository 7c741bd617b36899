import { expect, onTestFinished, test } from 'vitest';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { startReceiver } from './receiver.ts';
import { videoPlayed } from './records.ts';
import { adapterWith, destination, post, until } from './world.ts';

const second = 'another text of thirty-two bytes or more';
const external = 'eeeeeeee-0000-4000-8000-00000000000e';

interface Sent {
  id: string;
  actor: { id: string };
  session: { id: string };
  eventTime: string;
}

test('two destinations share no person, session or event; external ids and a rotation reach the third', async () => {
  const receivers = await Promise.all(['udp', 'lrs', 'plain'].map(async () => startReceiver()));
  for (const receiver of receivers) onTestFinished(() => receiver.close());
  const [udp, lrs, plain] = receivers;
  if (udp === undefined || lrs === undefined || plain === undefined) throw new Error('no receivers');
  const { start } = await adapterWith({
    DESTINATIONS: [
      { ...destination(udp.url), name: 'udp', pseudonyms: 'destination' },
      { ...destination(lrs.url), name: 'lrs', pseudonyms: 'destination' },
      { ...destination(plain.url), name: 'plain' },
    ],
    PSEUDONYM_ROTATION: [{ secret: 'PSEUDONYM_SECRET_2027', from: '2026-03-02T09:00:30Z' }],
    PSEUDONYM_SECRET_2027: second,
    EXTERNAL_IDS: 'on',
  });
  const adapter = await start();
  const admin = { Authorization: `Bearer ${adapter.secrets['ADMIN_TOKEN'] ?? ''}` };
  const imported = await post(adapter, '/v1/external-ids', `user_id,external_user_id\n3,${external}\n`, admin);
  expect([imported.status, JSON.parse(imported.text)]).toEqual([
    200,
    {
      ...{ source: 'lms', read: 1, added: 1, changed: 0, unchanged: 0, faulty: 0, problems: [], externalIds: 1 },
    },
  ]);

  // Learner 3 has an external id, learner 4 has none; each acts before and after the rotation.
  const body = [videoPlayed(1, 3), videoPlayed(2, 4), videoPlayed(31, 3), videoPlayed(32, 4)].join('\n');
  expect((await post(adapter, '/v1/tracking-logs', body)).status).toBe(200);
  const of = (receiver: typeof udp): Sent[] =>
    receiver.requests
      .flatMap(({ body: envelope }) => (JSON.parse(envelope.toString()) as { data: Sent[] }).data)
      .sort((a, b) => (a.eventTime < b.eventTime ? -1 : 1));
  await until('all events arrive', () => receivers.every((receiver) => of(receiver).length === 4));

  const user = (id: string): string => `https://lms.example.edu/user/${id}`;
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
  const first = createPseudonyms(bytes(adapter.secrets['PSEUDONYM_SECRET'] ?? ''));
  const later = createPseudonyms(new TextEncoder().encode(second));
  expect(of(plain).map(({ actor }) => actor.id)).toEqual(
    [external, first('learner', '4'), external, later('learner', '4')].map(user),
  );
  const ids = receivers.map(
    (receiver) => new Set(of(receiver).flatMap(({ id, actor, session }) => [id, actor.id, session.id])),
  );
  // Four events, learners and the session of each period.
  expect(ids.map(({ size }) => size)).toEqual([4 + 4 + 2, 4 + 4 + 2, 4 + 3 + 2]);
  expect(new Set(ids.flatMap((each) => [...each])).size).toBe(29);
  expect(JSON.stringify([of(udp), of(lrs)])).not.toContain(external);

  // The same record again is a repeat, and one of a moment later names the same people.
  const again = JSON.parse((await post(adapter, '/v1/tracking-logs', `${body}\n${videoPlayed(3, 4)}`)).text) as unknown;
  expect(again).toMatchObject({ duplicates: 4, emitted: 1 });
  await until('the new one arrives', () => receivers.every((receiver) => of(receiver).length === 5));
  for (const receiver of receivers) expect(of(receiver)[2]?.actor).toEqual(of(receiver)[1]?.actor);
});
