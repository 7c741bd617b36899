import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OutboxRecord } from '../../src/outbox/messages.ts';
import { createDestinationIds } from '../../src/privacy/pseudonym-destination.ts';
import type { PeopleOutbox } from './entry.ts';
import { peopleConfig } from './people-config.ts';
import { ok, receivers, type Answer } from './receiver.ts';
import { eventId, freeze, pass, request } from './steps.ts';

const anna = '8c9f2f5a-0000-8000-8000-00000000000a';
const session = '8c9f2f5a-0000-8000-8000-00000000000b';
const statement = '0a1b2c3d-0000-4000-8000-000000000001';
const content = '11111111-2222-4333-8444-555555555555';

interface Sent {
  id: string;
  actor: { id: string };
  object: { id: string };
  generated: { id: string };
  session: { id: string };
}

/** A learner's act, with an attempt and a note in its ids. */
function act(number: number, more: Partial<OutboxRecord> = {}): OutboxRecord {
  const lms = 'https://lms.example.edu';
  const event = {
    '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
    id: eventId(number),
    type: 'AssessmentItemEvent',
    profile: 'AssessmentProfile',
    actor: { id: `${lms}/user/${anna}`, type: 'Person' },
    action: 'Completed',
    object: { id: `${lms}/xblock/${content}/notes/51`, type: 'AssessmentItem' },
    eventTime: '2030-01-07T07:00:00.000Z',
    generated: { id: `${lms}/xblock/${content}/users/${anna}/attempts/51/responses/${statement}`, type: 'Response' },
    session: { id: `${lms}/sessions/${session}`, type: 'Session' },
  };
  const text = JSON.stringify(event);
  const events = [{ id: eventId(number), text, people: [anna, session], things: [statement, '51'] }];
  return { index: number, rule: 'problem-checked', source: 'lms', events, ...more };
}

let named = 0;

/** An outbox of its own, with these receivers; its alarm is rung until all is sent. */
async function sent(
  batches: OutboxRecord[][],
  answer: Answer = ok,
): Promise<{ stub: DurableObjectStub<PeopleOutbox>; of: (name: string) => Sent[] }> {
  const receiver = receivers({ udp: answer, lrs: answer, kept: answer, plain: answer });
  const stub = env.PEOPLE.get(env.PEOPLE.idFromName(`people-${named++}`));
  for (const records of batches) {
    await stub.append(request(records));
    pass(1000);
    await runDurableObjectAlarm(stub);
  }
  const of = (name: string): Sent[] =>
    receiver.of(name).flatMap(({ body }) => (JSON.parse(body) as { data: Sent[] }).data);
  return { stub, of };
}

const ids = (event: Sent | undefined): (string | undefined)[] => [
  event?.id,
  event?.actor.id,
  event?.object.id,
  event?.generated.id,
  event?.session.id,
];

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('destinations with pseudonyms of their own', () => {
  test('get ids of people, sessions, attempts, statements and events that none of the others sees', async () => {
    const { of } = await sent([[act(1)]]);
    const udp = createDestinationIds('udp', [peopleConfig.pseudonymSecret]);
    expect(ids(of('udp')[0])).toEqual([
      udp.event(eventId(1)),
      `https://lms.example.edu/user/${udp.person(anna, 0)}`,
      `https://lms.example.edu/xblock/${content}/notes/${udp.thing('51')}`,
      `https://lms.example.edu/xblock/${content}/users/${udp.person(anna, 0)}/attempts/${udp.thing('51')}/responses/${udp.thing(statement)}`,
      `https://lms.example.edu/sessions/${udp.person(session, 0)}`,
    ]);
    const all = ['udp', 'lrs', 'kept', 'plain'].flatMap((name) => ids(of(name)[0]));
    expect(new Set(all).size).toBe(20);
  });

  test("keep them over time, and one of them sees the adapter's own", async () => {
    const { of } = await sent([[act(1)], [act(2)], [act(3), act(4)]]);
    for (const name of ['udp', 'lrs', 'kept']) {
      const [first, ...others] = of(name);
      expect(others).toHaveLength(3);
      for (const other of others) expect(ids(other).slice(1)).toEqual(ids(first).slice(1));
      expect(new Set(of(name).map(({ id }) => id)).size).toBe(4);
    }
    expect(of('plain').map(({ id, actor }) => [id, actor.id])).toEqual(
      [1, 2, 3, 4].map((number) => [eventId(number), `https://lms.example.edu/user/${anna}`]),
    );
  });

  test('see somebody else after a rotation, but no other acts and events; with a secret of its own one sees what the adapter says', async () => {
    const { of } = await sent([[act(1)], [act(2, { period: 1 })]]);
    const [before, after] = of('udp');
    expect(after?.actor.id).not.toBe(before?.actor.id);
    expect(after?.object.id).toBe(before?.object.id);
    expect(after?.id).toBe(createDestinationIds('udp', [peopleConfig.pseudonymSecret]).event(eventId(2)));
    expect(ids(of('kept')[0]).slice(1)).toEqual(ids(of('kept')[1]).slice(1));
  });

  test('get none of the adapter even from a Worker that has not heard of the option yet', async () => {
    const record = act(1);
    const { of } = await sent([[{ ...record, events: record.events.map(({ id, text }) => ({ id, text })) }], [act(2)]]);
    const [before, after] = of('udp');
    expect([before?.actor, before?.session]).toEqual([after?.actor, after?.session]);
    expect(JSON.stringify(of('udp'))).not.toContain(anna);
    expect(JSON.stringify(of('udp'))).toContain(content);
  });

  test('get a repeat as a repeat', async () => {
    const { stub, of } = await sent([[act(1)], [act(1)]]);
    expect(of('udp')).toHaveLength(1);
    expect((await stub.status()).counts).toMatchObject({ duplicates: 1, emitted: 1 });
  });

  test('have their own ids in dead letters, and get the same from a replay', async () => {
    let healed = false;
    const { stub, of } = await sent([[act(1)]], () => new Response(null, { status: healed ? 200 : 400 }));
    const letters = await stub.deadLetters({ cursor: 0, limit: 10 });
    const before = ['udp', 'lrs', 'kept', 'plain'].map((name) => of(name)[0]?.id);
    expect(letters.map(({ eventId: id }) => id).sort()).toEqual([...before].sort());
    for (const { destination, text } of letters) expect(text.includes(anna)).toBe(destination === 'plain');
    healed = true;
    await stub.replayDeadLetters({});
    pass(1000);
    await runDurableObjectAlarm(stub);
    for (const name of ['udp', 'lrs', 'kept', 'plain']) expect(of(name)[1]).toEqual(of(name)[0]);
  });

  test('have their own id even of an event that no row can hold', async () => {
    const large = act(1);
    const [event] = large.events;
    const text = JSON.stringify({ id: eventId(1), filler: 'x'.repeat(1_000_001) });
    const { stub } = await sent([[{ ...large, events: event === undefined ? [] : [{ ...event, text }] }]]);
    const letters = await stub.deadLetters({ cursor: 0, limit: 10 });
    expect(letters.map(({ reason }) => reason)).toEqual(Array.from({ length: 4 }, () => 'TOO_LARGE'));
    expect(letters.map(({ eventId: id }) => id)).toEqual([
      createDestinationIds('udp', [peopleConfig.pseudonymSecret]).event(eventId(1)),
      createDestinationIds('lrs', [peopleConfig.pseudonymSecret]).event(eventId(1)),
      createDestinationIds('', [peopleConfig.destinations[2]?.pseudonyms?.secret ?? new Uint8Array()]).event(
        eventId(1),
      ),
      eventId(1),
    ]);
  });
});

test('an event that is too large only with the ids of a destination is listed for that one alone', async () => {
  const path = '/51'.repeat(40_000);
  const text = JSON.stringify({ id: eventId(1), object: `https://lms.example.edu${path}` });
  const event = { id: eventId(1), text, people: [], things: ['51'] };
  const { stub, of } = await sent([[{ ...act(1), events: [event] }]]);
  expect(of('plain').map(({ id }) => id)).toEqual([eventId(1)]);
  const letters = await stub.deadLetters({ cursor: 0, limit: 10 });
  expect(letters.map(({ destination, reason, text: kept }) => [destination, reason, kept])).toEqual([
    ['udp', 'TOO_LARGE', ''],
    ['lrs', 'TOO_LARGE', ''],
    ['kept', 'TOO_LARGE', ''],
  ]);
});

describe('external ids', () => {
  const external = 'eeeeeeee-0000-4000-8000-00000000000e';

  test('take the place of pseudonyms, and never reach a destination with its own', async () => {
    const { of } = await sent([[act(1)], [act(2, { external: { [anna]: external } })]]);
    const [before, after] = of('plain');
    expect(before?.actor.id).toBe(`https://lms.example.edu/user/${anna}`);
    expect(after?.actor.id).toBe(`https://lms.example.edu/user/${external}`);
    expect(after?.generated.id).toBe(
      `https://lms.example.edu/xblock/${content}/users/${external}/attempts/51/responses/${statement}`,
    );
    expect(after?.session.id).toBe(before?.session.id);
    expect(after?.id).toBe(eventId(2));
    for (const name of ['udp', 'lrs', 'kept']) {
      const [first, second] = of(name);
      expect(JSON.stringify(second)).not.toContain(external);
      expect(ids(second).slice(1)).toEqual(ids(first).slice(1));
    }
  });
});
