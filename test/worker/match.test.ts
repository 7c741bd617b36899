import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import type { MatchConfig } from '../../src/config/config.ts';
import { append } from '../../src/outbox/append.ts';
import { createDestinations } from '../../src/outbox/destinations.ts';
import type { OutboxRecord } from '../../src/outbox/messages.ts';
import { outboxStatus } from '../../src/outbox/status.ts';
import { take } from '../../src/outbox/take.ts';
import { destination, testConfig } from './config.ts';
import { START, eventId, outbox, request } from './steps.ts';

const demo = { id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo', type: 'CourseOffering' };
const other = { id: 'https://lms.example.edu/course/course-v1:MITx+6.002x+2012', type: 'CourseOffering' };

/** One record for each event, with the number of the event in its id. */
const records: OutboxRecord[] = [
  { rule: 'video-paused', type: 'MediaEvent', profile: 'MediaProfile', action: 'Paused', group: demo },
  { rule: 'video-ended', type: 'MediaEvent', profile: 'MediaProfile', action: 'Ended', group: other },
  { rule: 'problem-graded', type: 'GradeEvent', profile: 'GradingProfile', action: 'Graded', group: demo },
  { rule: 'page-viewed', type: 'ViewEvent', profile: 'ReadingProfile', action: 'Viewed' },
].map(({ rule, ...event }, index) => ({
  index,
  rule,
  source: 'lms',
  events: [{ id: eventId(index), text: JSON.stringify({ id: eventId(index), ...event }) }],
}));

/** The numbers of the events that are queued for destinations with these lists. */
async function queued(name: string, matches: (MatchConfig | undefined)[], list = records): Promise<number[][]> {
  const destinations = matches.map((match, index) => destination(`d${index}`, match === undefined ? {} : { match }));
  const config = { ...testConfig, destinations, outboxBytes: 9_000_000 };
  return runInDurableObject(outbox(name), (_, { storage: { sql } }) => {
    createDestinations(
      sql,
      destinations.map((each) => each.name),
    );
    expect(append(sql, config, request(list), START)).toEqual({ ok: true, duplicates: [] });
    return destinations.map((each) =>
      take(sql, each.name, 0, { events: 100, bytes: 500_000 }).texts.map((text) =>
        Number.parseInt((JSON.parse(text) as { id: string }).id.slice(-12), 16),
      ),
    );
  });
}

describe('a destination with a match', () => {
  test('gets what one entry of each of its lists fits, and nothing else is queued for it', async () => {
    const cases: [MatchConfig | undefined, number[]][] = [
      [undefined, [0, 1, 2, 3]],
      [{ profile: ['MediaProfile', 'ReadingProfile'] }, [0, 1, 3]],
      [{ type: ['GradeEvent'] }, [2]],
      [{ action: ['Paused', 'Graded'] }, [0, 2]],
      [{ rule: ['video-ended'] }, [1]],
      [{ course: ['course-v1:edX+*'] }, [0, 2]],
      [{ course: ['*+Demo', '*+2012'] }, [0, 1, 2]],
      [{ organization: ['MIT*'] }, [1]],
      [{ profile: ['MediaProfile'], organization: ['edX'] }, [0]],
      [{ profile: ['MediaProfile'], action: ['Graded'] }, []],
    ];
    expect(
      await queued(
        'match',
        cases.map(([match]) => match),
      ),
    ).toEqual(cases.map(([, numbers]) => numbers));
  });

  test('has no dead letter of a large event that it would not get', async () => {
    const text = JSON.stringify({ type: 'MediaEvent', action: 'Paused', name: 'x'.repeat(1_000_001) });
    const large: OutboxRecord[] = [{ index: 0, rule: 'video-paused', source: 'lms', events: [{ id: 'urn:1', text }] }];
    const stub = outbox('match-large');
    const matches = [{ action: ['Paused'] }, { action: ['Graded'] }];
    expect(await queued('match-large', matches, large)).toEqual([[], []]);
    const dead = await runInDurableObject(stub, (_, { storage: { sql } }) =>
      outboxStatus(sql, testConfig, START)
        .destinations.filter(({ name }) => name.startsWith('d'))
        .map(({ name, deadLetters }) => [name, deadLetters]),
    );
    expect(dead).toEqual([
      ['d0', 1],
      ['d1', 0],
    ]);
  });

  test('is the only one for which the text of an event is read', async () => {
    const unread: OutboxRecord[] = [
      { index: 0, rule: 'page-viewed', source: 'lms', events: [{ id: 'urn:2', text: '{"id":"0"}' }] },
    ];
    // Text that is no JSON would throw when it is parsed.
    const broken = unread.map((record) => ({ ...record, events: [{ id: 'urn:3', text: 'no JSON' }] }));
    expect(await queued('match-read', [{ type: ['ViewEvent'] }, undefined], unread)).toEqual([[], [0]]);
    await expect(queued('match-unread', [{ rule: ['video-ended'] }], broken)).resolves.toEqual([[]]);
  });
});
