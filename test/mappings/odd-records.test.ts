import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import { translate } from './shipped-events.ts';

const lms = 'https://lms.example.edu';
const course = 'course-v1:DemoU+CE101+2026';
const block = (type: string, id: string): string => `block-v1:DemoU+CE101+2026+type@${type}+block@${id}`;
const common = {
  event_source: 'server',
  time: '2026-03-02T09:30:15.123456+00:00',
  username: 'ada_example',
  context: { course_id: course, user_id: 42 },
};
const check = { problem_id: block('problem', 'p1'), attempts: 2, grade: 1, max_grade: 1, answers: {}, submission: {} };
const video = { id: 'v1', code: 'html5', currentTime: 3, duration: 100 };

/** The values of a record's events at the paths, event by event; or what else became of it. */
function made(record: JsonObject, ...paths: string[]): unknown {
  const [entry] = readRecords(JSON.stringify({ ...common, ...record }), 10);
  if (entry?.ok !== true) return entry?.rejection.code;
  const outcome = translate(entry.record);
  if (outcome.kind === 'skipped') return `skipped: ${outcome.reason}`;
  if (outcome.kind === 'failed') return `${outcome.rule.rule} ${outcome.code} ${outcome.message}`;
  if (outcome.kind !== 'emitted') return outcome.kind;
  return outcome.events.map(({ value }) => paths.map((path) => at(value, path)));
}

function at(value: unknown, path: string): unknown {
  // Whatever is no object has no properties.
  return path.split('.').reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}

const pause = (event: JsonObject, context: JsonObject = common.context): unknown =>
  made({ name: 'pause_video', event, context }, 'object.id', 'object.duration', 'target.currentTime', 'group.id');
const paused = `${lms}/xblock/${block('video', 'v1')}`;
const inCourse = `${lms}/course/${course}`;

describe('values that senders are known for', () => {
  it('are numbers as text', () => {
    const event = { ...check, attempts: '2', grade: '1.0', max_grade: '1' };
    expect(made({ name: 'problem_check', event }, 'generated.count', 'generated.scoreGiven')).toEqual([
      [2, undefined],
      [undefined, 1],
    ]);
    expect(pause({ ...video, currentTime: '3.5' })).toEqual([[paused, 'PT1M40S', 'PT3.5S', inCourse]]);
  });

  it('are null and empty text, which are the same as nothing', () => {
    const nothing = [[paused, undefined, undefined, inCourse]];
    expect(pause({ id: 'v1' })).toEqual(nothing);
    expect(pause({ id: 'v1', code: null, currentTime: null, duration: null })).toEqual(nothing);
    expect(pause({ id: 'v1', code: '', currentTime: '', duration: '' })).toEqual(nothing);
  });

  it('are records without a course', () => {
    const record = { context: { user_id: 42 } };
    expect(made({ ...record, name: 'problem_check', event: check }, 'type', 'group', 'action')).toEqual([
      ['AssessmentEvent', undefined, 'Submitted'],
      ['GradeEvent', undefined, 'Graded'],
    ]);
    const enrolled = made({ ...record, name: 'edx.course.enrollment.activated', event: { user_id: 42 } });
    expect(enrolled).toBe('skipped: no event of the rule applies to this record');
  });

  it('are courses and blocks of the old form, in either of its spellings', () => {
    const old = { course_id: 'DemoU/CE101/2014', user_id: 42 };
    const id = `${lms}/xblock/i4x:%2F%2FDemoU%2FCE101%2Fvideo%2Fv1`;
    const expected = [[id, 'PT1M40S', 'PT3S', `${lms}/course/DemoU%2FCE101%2F2014`]];
    expect(pause(video, old)).toEqual(expected);
    expect(pause({ ...video, id: 'i4x-DemoU-CE101-video-v1' }, old)).toEqual(expected);
    expect(pause({ ...video, id: 'i4x://DemoU/CE101/video/v1' }, old)).toEqual(expected);
  });

  it('are custom courses', () => {
    const ccx = 'ccx-v1:DemoU+CE101+2026+ccx@1';
    const id = `${lms}/xblock/ccx-block-v1:DemoU+CE101+2026+ccx@1+type@video+block@v1`;
    expect(pause(video, { course_id: ccx, user_id: 42 })).toEqual([[id, 'PT1M40S', 'PT3S', `${lms}/course/${ccx}`]]);
  });

  it.each(['lib-block-v1:DemoU+Lib+type@problem+block@a', 'lb:DemoU:Lib:problem:abc'])(
    'are blocks of libraries: %s',
    (usage) => {
      const event = { ...check, problem_id: usage };
      expect(made({ name: 'problem_check', event }, 'object.id')).toEqual([
        [`${lms}/xblock/${usage}`],
        [expect.stringContaining(`${lms}/xblock/${usage}/users/`)],
      ]);
    },
  );

  it('are letters of all languages, which IRIs hold encoded', () => {
    const context = { course_id: 'course-v1:Üni+Ç1+2026', user_id: 42 };
    expect(pause(video, context)).toEqual([
      [
        `${lms}/xblock/block-v1:%C3%9Cni+%C3%871+2026+type@video+block@v1`,
        'PT1M40S',
        'PT3S',
        `${lms}/course/course-v1:%C3%9Cni+%C3%871+2026`,
      ],
    ]);
    const created = { name: 'edx.cohort.created', event: { cohort_id: 1, cohort_name: 'Über 🦉' } };
    expect(made(created, 'object.id', 'object.name')).toEqual([[`${inCourse}/cohorts/1`, 'Über 🦉']]);
  });

  it('are levels upon levels', () => {
    // Parsed JSON.
    const nested = (levels: number): JsonObject =>
      JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as JsonObject;
    expect(made({ name: 'problem_check', event: { ...check, state: nested(100) } })).toBe('TOO_DEEP');
    expect(made({ name: 'problem_check', event: { ...check, state: nested(50) } }, 'action')).toEqual([
      ['Submitted'],
      ['Graded'],
    ]);
  });

  it('are payloads of a megabyte', () => {
    const event = { ...check, state: { words: 'y'.repeat(1024 * 1024) } };
    expect(made({ name: 'problem_check', event }, 'action')).toEqual([['Submitted'], ['Graded']]);
  });

  it('are arrays for the payload', () => {
    const graded = { name: 'problem_graded', event_source: 'browser', event: ['input_p1_2_1=choice_0', '<p>x</p>'] };
    expect(made(graded)).toBe('skipped: twin of an event from the server');
    const clicked = { name: 'edx.course.enrollment.upgrade.clicked', event: ['ada_example', course] };
    expect(made(clicked, 'object.id')).toEqual([[`${inCourse}/upgrade`]]);
  });

  it('are payloads that were cut', () => {
    const requested = { name: `/courses/${course}/progress`, event: '{"POST": {}, "GET": {"a": ["' };
    expect(made(requested, 'object.id')).toEqual([[`${lms}/courses/${course}/progress`]]);
    expect(made({ name: 'pause_video', event: '{"id":"v1","currentTime":3.1,"cod' })).toBe(
      'video-paused MISSING_REQUIRED MediaEvent.object could not be built: event.id is missing',
    );
  });

  it('are counts and positions below zero, which say nothing', () => {
    expect(pause({ ...video, currentTime: -4 })).toEqual([[paused, 'PT1M40S', undefined, inCourse]]);
    const module = { usage_key: block('openassessment', 'o1') };
    const submitted = (attempt_number: number): JsonObject => ({
      name: 'openassessmentblock.create_submission',
      context: { ...common.context, module },
      event: { submission_uuid: 's1', attempt_number },
    });
    expect(made(submitted(1), 'generated.type', 'generated.count')).toEqual([['Attempt', 1]]);
    expect(made(submitted(-1), 'generated.type', 'generated.count')).toEqual([['Attempt', undefined]]);
    const found = ['generated.type', 'generated.searchResultsItemCount'];
    const inForum = (total_results: number): JsonObject => ({ name: 'edx.forum.searched', event: { total_results } });
    expect(made(inForum(0), ...found)).toEqual([['SearchResponse', 0]]);
    expect(made(inForum(-1), ...found)).toEqual([['SearchResponse', undefined]]);
    const inTeams = (number_of_results: number): JsonObject => ({
      name: 'edx.team.searched',
      event: { number_of_results },
    });
    expect(made(inTeams(0), ...found)).toEqual([['SearchResponse', 0]]);
    expect(made(inTeams(-1), ...found)).toEqual([['SearchResponse', undefined]]);
  });

  it('are numbers beyond all measure', () => {
    expect(pause({ ...video, currentTime: 1e300, duration: 1e21 })).toEqual([[paused, undefined, undefined, inCourse]]);
    const event = { ...check, attempts: 1e21 };
    expect(made({ name: 'problem_check', event }, 'type', 'generated.count')).toEqual([
      ['AssessmentEvent', undefined],
      ['GradeEvent', undefined],
    ]);
  });

  it('are true and false for persons and courses, which name nobody and nothing', () => {
    const context = { course_id: true, user_id: false };
    expect(made({ name: 'problem_check', event: check, context, username: null })).toBe(
      'skipped: nobody is named, and an actor made up for one event helps no one',
    );
    expect(made({ name: 'problem_check', event: check, context }, 'actor.type', 'group')).toEqual([
      ['Person', undefined],
      ['SoftwareApplication', undefined],
    ]);
  });

  it('are launches of a block without a usable key', () => {
    const launched = (usage_key: string | string[]): JsonObject => ({
      name: 'edx.lti.xblock.launch_request',
      session: 'a session',
      event: { launch_url: 'https://tool.example.com/x?y=1' },
      context: { ...common.context, module: { usage_key } },
    });
    const sessions = [launched(block('lti', 'l1')), launched([])].map((record) => made(record, 'federatedSession.id'));
    expect(sessions).toEqual([
      [[expect.stringMatching(/\/sessions\/[0-9a-f-]{36}\/lti\/block-v1:DemoU\+CE101\+2026\+type@lti\+block@l1$/)]],
      [[expect.stringMatching(/\/sessions\/[0-9a-f-]{36}\/lti\/tool\.example\.com$/)]],
    ]);
  });
});
