import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/mapping/table.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { loadShipped } from './shipped.ts';

const { table } = loadShipped();
const secret = new TextEncoder().encode('a secret that is only for this test');
const pseudonym = createPseudonyms(secret);
const problem = 'block-v1:DemoU+CE101+2026+type@problem+block@p1';
const names: [string, string][] = [
  [pseudonym('learner', '42'), 'LEARNER'],
  [pseudonym('learner', '7'), 'STAFF'],
  [pseudonym('username', '42'), 'NAME'],
  ['https://lms.example.edu/xblock/' + problem, 'PROBLEM'],
  ['https://lms.example.edu/', 'LMS/'],
];

/** All the ids that stand in the events of a record, each once, with short words for what is long in them. */
function idsOf(record: { [key: string]: Json }, freeText = false): string[][] {
  const translator = createTranslators(table, { secret, freeText })('https://lms.example.edu');
  return readRecords(JSON.stringify(record), 10).flatMap((entry) => {
    if (!entry.ok) throw new Error(entry.rejection.message);
    const outcome = translator.translate(entry.record);
    if (outcome.kind !== 'emitted') throw new Error(outcome.kind);
    return outcome.events.map(({ text }) => {
      const short = names.reduce((all, [long, word]) => all.replaceAll(long, word), text);
      return [...new Set(Array.from(short.matchAll(/"((?:PROBLEM|LMS\/user\/)[^"]*)"/g), ([, id = '']) => id))].sort();
    });
  });
}

const check = {
  event_type: 'problem_check',
  event_source: 'server',
  time: '2026-03-02T09:30:15.123456+00:00',
  username: 'ada_example',
  context: { course_id: 'course-v1:DemoU+CE101+2026', user_id: 42 },
  event: {
    problem_id: problem,
    attempts: 2,
    grade: 1,
    max_grade: 1,
    answers: { p1_2_1: 'choice_2' },
    submission: { p1_2_1: { response_type: 'multiplechoiceresponse', answer: 'an apple' } },
  },
};

describe('the events of one attempt', () => {
  it('carry the same ids', () => {
    expect(idsOf(check)).toEqual([
      [
        'LMS/user/LEARNER',
        'PROBLEM',
        'PROBLEM#p1_2_1',
        'PROBLEM/users/LEARNER/attempts',
        'PROBLEM/users/LEARNER/attempts/2',
        'PROBLEM/users/LEARNER/attempts/2/responses/p1_2_1',
      ],
      ['LMS/user/LEARNER', 'PROBLEM', 'PROBLEM/users/LEARNER/attempts', 'PROBLEM/users/LEARNER/attempts/2'],
      [
        'LMS/user/LEARNER',
        'PROBLEM',
        'PROBLEM/users/LEARNER/attempts',
        'PROBLEM/users/LEARNER/attempts/2',
        'PROBLEM/users/LEARNER/attempts/2/scores/1',
      ],
    ]);
  });

  it('are told apart by their time where the record does not number them', () => {
    expect(idsOf({ ...check, event: { ...check.event, attempts: null } })[1]).toEqual([
      'LMS/user/LEARNER',
      'PROBLEM',
      'PROBLEM/users/LEARNER/attempts',
      'PROBLEM/users/LEARNER/attempts/2026-03-02T09:30:15.123Z',
    ]);
  });

  it('belong to the learner, and what staff do to them to the same learner', () => {
    const event = { problem_id: problem, user_id: '42', instructor_id: '7', new_weighted_earned: 1 };
    const rescored = { ...check, event_type: 'edx.grades.problem.rescored', context: { user_id: 7 }, event };
    expect(idsOf({ ...rescored, event: { ...event, event_transaction_id: 't1' } })).toEqual([
      [
        'LMS/user/LEARNER',
        'LMS/user/STAFF',
        'PROBLEM',
        'PROBLEM/users/LEARNER/attempts',
        'PROBLEM/users/LEARNER/attempts/scores/t1',
      ],
    ]);
    expect(idsOf({ ...rescored, event_type: 'edx.grades.problem.state_deleted' })).toEqual([
      ['LMS/user/LEARNER', 'LMS/user/STAFF', 'PROBLEM', 'PROBLEM/users/LEARNER/attempts'],
    ]);
  });

  it('belong to another person when only a user name is known, whatever it looks like', () => {
    expect(idsOf({ ...check, username: '42', context: {} })[1]).toContain('LMS/user/NAME');
    expect(idsOf({ ...check, username: '42' })[1]).toContain('LMS/user/LEARNER');
  });
});

describe('who acted', () => {
  const video = { event_type: 'play_video', time: check.time, event: { id: 'v1', currentTime: 0 } };
  const context = { course_id: 'course-v1:DemoU+CE101+2026', user_id: 42 };

  it('is whom the session belongs to, whatever a browser writes into its payload', () => {
    const record = { ...video, event_source: 'browser', context, event: { ...video.event, user_id: 7 } };
    expect(idsOf(record)).toEqual([['LMS/user/LEARNER']]);
  });

  it('is whom the server names', () => {
    const record = { ...video, event_source: 'server', context, event: { ...video.event, user_id: '7' } };
    expect(idsOf(record)).toEqual([['LMS/user/STAFF']]);
  });
});

describe('what a learner wrote', () => {
  const event = {
    ...check.event,
    answers: { p1_2_1: 'my own words' },
    submission: { p1_2_1: { response_type: 'stringresponse', answer: 'my own words' } },
  };
  const written = (freeText: boolean): string => {
    const translator = createTranslators(table, { secret, freeText })('https://lms.example.edu');
    const [entry] = readRecords(JSON.stringify({ ...check, event }), 10);
    const outcome = entry?.ok === true ? translator.translate(entry.record) : undefined;
    return outcome?.kind === 'emitted' ? outcome.events.map(({ text }) => text).join('\n') : '';
  };

  it('stays out', () => {
    expect(written(false)).toContain('FillinBlankResponse');
    expect(written(false)).not.toContain('my own words');
  });

  it('goes out when the operator lets free text out', () => {
    expect(written(true)).toContain('"values":["my own words"]');
  });
});
