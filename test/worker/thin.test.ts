import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import type { Config, ThinConfig } from '../../src/config/config.ts';
import type { Platform } from '../../src/delivery/post.ts';
import { createSender } from '../../src/outbox/alarm.ts';
import { append } from '../../src/outbox/append.ts';
import { readDeadLetters } from '../../src/outbox/dead-letters.ts';
import {
  descriptionsOf,
  forgetDescriptions,
  purgeDescriptions,
  rememberDescriptions,
} from '../../src/outbox/described.ts';
import { createDestinations } from '../../src/outbox/destinations.ts';
import { destination, testConfig } from './config.ts';
import { START, eventId, outbox, request } from './steps.ts';

const DAY = 86_400_000;
const thin: ThinConfig = { days: 1, describes: false };
const actor = { id: 'https://lms.example.edu/user/1', type: 'Person' };
const course = { id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo', type: 'CourseOffering' };

function event(number: number, more: object = {}): Record<string, unknown> {
  return {
    '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
    id: eventId(number),
    type: 'NavigationEvent',
    actor,
    action: 'NavigatedTo',
    object: { id: 'https://lms.example.edu/page', type: 'WebPage', name: 'A page', isPartOf: course },
    group: course,
    eventTime: '2030-01-07T07:00:00.000Z',
    ...more,
  };
}

const thinned = (number: number): Record<string, unknown> =>
  event(number, { actor: actor.id, object: 'https://lms.example.edu/page', group: course.id });
const first = (number: number): Record<string, unknown> => event(number, { group: course.id });

/** An outbox with one destination, whose answers the test gives, and a clock that the test sets. */
interface Bench {
  sql: SqlStorage;
  config: Config;
  clock: { now: number };
  /** The items of the envelopes that were sent so far. */
  envelopes: unknown[][];
  /** Stores events and sends until nothing is due. */
  send: (events: object[]) => Promise<void>;
  /** Sends what waits. */
  run: () => Promise<void>;
}

async function bench(
  name: string,
  settings: { thin?: ThinConfig; caliper?: 'v1p1'; url?: string },
  answer: (before: number) => number,
  body: (bench: Bench) => Promise<void>,
): Promise<void> {
  await runInDurableObject(outbox(name), async (_, { storage }) => {
    const target = destination('lake', { batch: { events: 10, bytes: 524_288, seconds: 0 }, ...settings });
    const config = { ...testConfig, destinations: [target], outboxBytes: 9_000_000 };
    const clock = { now: START };
    const envelopes: unknown[][] = [];
    const platform: Platform = {
      now: () => clock.now,
      random: () => 0.5,
      uuid: () => crypto.randomUUID(),
      fetch: async (url, init) => {
        const text = await new Request(url, init).text();
        envelopes.push((JSON.parse(text) as { data: unknown[] }).data);
        return new Response(null, { status: answer(envelopes.length - 1) });
      },
    };
    createDestinations(storage.sql, ['lake']);
    const sender = createSender(storage, config, platform);
    const run = (): Promise<void> => sender.run();
    await body({
      ...{ sql: storage.sql, config, clock, envelopes, run },
      send: async (events) => {
        const list = events.map((each, index) => ({
          index,
          rule: 'page-viewed',
          source: 'lms',
          events: [{ id: (each as { id: string }).id, text: JSON.stringify(each) }],
        }));
        expect(append(storage.sql, config, request(list), clock.now)).toEqual({ ok: true, duplicates: [] });
        await run();
      },
    });
  });
}

const ok = (): number => 200;

describe('a destination with detail = "thin"', () => {
  test('is told an entity once in a day, and by its IRI afterwards', async () => {
    await bench('thin-day', { thin }, ok, async ({ send, envelopes, clock }) => {
      await send([event(0), event(1)]);
      await send([event(2)]);
      // The day ends at midnight, UTC.
      clock.now = START + 16 * 3_600_000 - 1;
      await send([event(3)]);
      clock.now++;
      await send([event(4)]);
      expect(envelopes).toEqual([[first(0), thinned(1)], [thinned(2)], [thinned(3)], [first(4)]]);
    });
  });

  test('with detail = "full" is told all, each time', async () => {
    await bench('thin-full', {}, ok, async ({ send, envelopes, sql }) => {
      await send([event(0), event(1)]);
      expect(envelopes).toEqual([[event(0), event(1)]]);
      expect(sql.exec('SELECT * FROM described').toArray()).toEqual([]);
    });
  });

  test.each([
    ['backs off', 503],
    ['is paused', 401],
  ])('is told again what stood in an envelope that was not accepted: it %s', async (_, status) => {
    const answer = (before: number): number => (before === 0 ? status : 200);
    await bench(`thin-${status}`, { thin }, answer, async ({ send, run, envelopes, sql, clock }) => {
      await send([event(0)]);
      expect(sql.exec('SELECT * FROM described').toArray()).toEqual([]);
      sql.exec("UPDATE destination SET state = 'open', next_attempt = 0");
      clock.now += 10_000;
      await run();
      expect(envelopes).toEqual([[first(0)], [first(0)]]);
      expect(sql.exec('SELECT * FROM described').toArray()).toHaveLength(3);
    });
  });

  test('that refuses IRIs loses nothing: what it refuses is sent to it in full at once', async () => {
    const isThin = (item: unknown): boolean => typeof (item as { actor: unknown }).actor === 'string';
    const bodies: unknown[][][] = [];
    const answer = (): number => (bodies[0]?.at(-1)?.some(isThin) === true ? 400 : 200);
    await bench('thin-refused', { thin }, answer, async ({ send, envelopes, sql }) => {
      bodies.push(envelopes);
      await send([event(0), event(1)]);
      await send([event(2)]);
      await send([event(3)]);
      expect(envelopes).toEqual([[first(0), thinned(1)], [event(0), event(1)], [first(2)], [thinned(3)], [event(3)]]);
      expect(readDeadLetters(sql, { cursor: 0, limit: 10 })).toEqual([]);
      expect(sql.exec("SELECT delivered, state FROM destination WHERE name = 'lake'").one()).toEqual({
        delivered: 4,
        state: 'open',
      });
    });
  });

  test('keeps the full text of what was given up', async () => {
    const answer = (before: number): number => (before === 0 ? 200 : 400);
    await bench('thin-dead', { thin }, answer, async ({ send, envelopes, sql }) => {
      await send([event(0)]);
      await send([event(1)]);
      expect(envelopes.slice(1)).toEqual([[thinned(1)], [event(1)]]);
      const [letter] = readDeadLetters(sql, { cursor: 0, limit: 10 });
      expect(JSON.parse(letter?.text ?? '')).toEqual(event(1));
    });
  });

  test('in Caliper 1.1 is told in 1.1', async () => {
    await bench('thin-v1p1', { thin, caliper: 'v1p1' }, ok, async ({ send, envelopes }) => {
      await send([event(0), event(1)]);
      const context = { '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p1' };
      expect(envelopes).toEqual([
        [
          { ...first(0), ...context },
          { ...thinned(1), ...context },
        ],
      ]);
    });
  });

  test('with describes is told entities ahead of the events, unless that makes the envelope larger', async () => {
    await bench('thin-describes', { thin: { days: 1, describes: true } }, ok, async ({ send, envelopes }) => {
      const context = { '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2' };
      await send(Array.from({ length: 5 }, (_, number) => event(number)));
      expect(envelopes[0]).toEqual([
        { ...context, ...actor },
        { ...context, id: 'https://lms.example.edu/page', type: 'WebPage', name: 'A page', isPartOf: course.id },
        { ...context, ...course },
        ...Array.from({ length: 5 }, (_, number) => thinned(number)),
      ]);
      const other = { id: 'https://lms.example.edu/other', type: 'WebPage' };
      await send([event(5, { object: other })]);
      expect(envelopes[1]).toEqual([event(5, { actor: actor.id, object: other, group: course.id })]);
    });
  });
});

describe('what is remembered of descriptions', () => {
  const told = (number: number): Map<string, string> =>
    new Map([[number.toString(16).padStart(32, '0'), 'ab'.repeat(16)]]);
  const key = (number: number): string => [...told(number).keys()][0] ?? '';

  test('is found in its period and for its destination only', async () => {
    await runInDurableObject(outbox('described'), (_, { storage: { sql } }) => {
      rememberDescriptions(sql, 'a', thin, told(1), START);
      expect(descriptionsOf(sql, 'a', thin, START + 1000)(key(1))).toBe('ab'.repeat(16));
      expect(descriptionsOf(sql, 'a', thin, START)(key(2))).toBeUndefined();
      expect(descriptionsOf(sql, 'b', thin, START)(key(1))).toBeUndefined();
      expect(descriptionsOf(sql, 'a', thin, START + DAY)(key(1))).toBeUndefined();
      rememberDescriptions(sql, 'a', thin, new Map([[key(1), 'cd'.repeat(16)]]), START + 5);
      expect(descriptionsOf(sql, 'a', thin, START + 5)(key(1))).toBe('cd'.repeat(16));
      forgetDescriptions(sql, 'a');
      expect(descriptionsOf(sql, 'a', thin, START + 5)(key(1))).toBeUndefined();
    });
  });

  test('is purged in steps when its period is over, or nothing is thinned any more', async () => {
    await runInDurableObject(outbox('described-purge'), (_, { storage: { sql } }) => {
      const config = { ...testConfig, destinations: [destination('a', { thin })] };
      const many = new Map(Array.from({ length: 6_000 }, (__, number) => [key(number), 'ab'.repeat(16)]));
      rememberDescriptions(sql, 'a', thin, many, START);
      rememberDescriptions(sql, 'gone', thin, told(1), START);
      const rows = (): number => sql.exec<{ n: number }>('SELECT count(*) AS n FROM described').one().n;
      while (purgeDescriptions(sql, config, START + 1000));
      expect(rows()).toBe(6_000);
      rememberDescriptions(sql, 'a', thin, told(7), START + DAY);
      expect(purgeDescriptions(sql, config, START + DAY)).toBe(true);
      expect(rows()).toBe(1_001);
      while (purgeDescriptions(sql, config, START + DAY));
      expect(rows()).toBe(1);
      expect(sql.exec('SELECT destination, entities FROM describing').toArray()).toEqual([
        { destination: 'a', entities: 1 },
      ]);
    });
  });

  test('is bounded: beyond the limit entities go on being told in full', async () => {
    await runInDurableObject(outbox('described-bound'), (_, { storage: { sql } }) => {
      rememberDescriptions(sql, 'a', thin, told(1), START);
      sql.exec('UPDATE describing SET entities = 200000');
      rememberDescriptions(sql, 'a', thin, new Map([...told(1), ...told(2)]), START);
      expect(sql.exec<{ n: number }>('SELECT count(*) AS n FROM described').one().n).toBe(1);
    });
  });
});
