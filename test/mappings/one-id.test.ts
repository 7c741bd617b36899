import { describe, expect, it } from 'vitest';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import { entities, formOf } from './id-forms.ts';
import { translate } from './shipped-events.ts';

const course = 'course-v1:DemoU+CE101+2026';
const common = {
  event_source: 'server',
  time: '2026-03-02T09:30:15.123456+00:00',
  session: 'one session of a browser',
  context: { course_id: course, user_id: 42 },
};

/** The ids of all entities of a type in the events of the records, each once, without what is the same in all. */
function idsOf(type: string, records: readonly JsonObject[]): string[] {
  const found = records.flatMap((record) => {
    const entry = normaliseTrackingLog({ ...common, ...record });
    const outcome = entry.ok ? translate(entry.record) : undefined;
    if (outcome?.kind !== 'emitted') throw new Error(`${JSON.stringify(record)}: ${JSON.stringify(outcome)}`);
    return outcome.events.flatMap(({ value }) => entities(value));
  });
  return [...new Set(found.filter((entity) => entity.type === type).map(({ id }) => id))];
}

describe('one entity has one id in all families', () => {
  const person = idsOf('Person', [{ name: 'edx.user.login', context: {}, event: { user_id: 42 } }])[0] ?? '';
  const pseudonym = person.split('/').at(-1) ?? '';

  it('the learner, whoever says it and how', () => {
    const records = [
      { name: 'play_video', event_source: 'browser', event: { id: 'v1', currentTime: 0 } },
      { name: 'edx.course.enrollment.activated', context: { course_id: course, user_id: 7 }, event: { user_id: '42' } },
      { name: 'edx.forum.searched', event: { query: 'x' } },
    ];
    expect(idsOf('Person', records)).toEqual([person]);
    expect(formOf(person)).toBe('PERSON');
  });

  it('the course, wherever a record names it', () => {
    const records = [
      { name: 'edx.course.goal.added', event: { courserun_key: course, goal_key: 'certify' } },
      { name: 'edx.course.enrollment.activated', context: { user_id: 42 }, event: { user_id: 42, course_id: course } },
      { name: `/courses/${course}/progress`, context: { user_id: 42 }, event: '{}' },
      {
        name: 'play_video',
        context: { user_id: 42 },
        page: `https://lms.example.edu/courses/${course}/x`,
        event: { id: 'v1', currentTime: 0 },
      },
    ];
    expect(idsOf('CourseOffering', records)).toEqual([`https://lms.example.edu/course/${course}`]);
  });

  it('the membership of a learner in a course', () => {
    const posted = { id: '5f1e', commentable_id: 'week-1', user_forums_roles: ['Student'], user_course_roles: [] };
    const records = [
      { name: 'edx.course.enrollment.activated', event: { user_id: 42, mode: 'audit' } },
      { name: 'edx.course.enrollment.deactivated', event: { user_id: 42, mode: 'audit' } },
      { name: 'edx.forum.thread.created', event: posted },
      {
        name: 'edx.lti.xblock.launch_request',
        event: { launch_url: 'https://tool.example.com', user_roles: 'Learner' },
      },
    ];
    expect(idsOf('Membership', records)).toEqual([`https://lms.example.edu/course/${course}/members/${pseudonym}`]);
  });

  it('the session', () => {
    const sessions = idsOf('Session', [
      { name: 'edx.user.login', event: { user_id: 42 } },
      { name: 'play_video', event_source: 'browser', event: { id: 'v1', currentTime: 0 } },
      {
        name: 'edx.forum.searched',
        context: { ...common.context, session: common.session },
        session: null,
        event: { query: 'x' },
      },
    ]);
    expect(sessions.map(formOf)).toEqual(['LMS/sessions/P']);
  });

  it('the thread, and the response in it', () => {
    const roles = { user_forums_roles: ['Student'], user_course_roles: [] };
    const thread = { id: '5f1e', commentable_id: 'week-1', ...roles };
    const threads = ['created', 'edited', 'viewed', 'voted', 'followed', 'reported', 'locked', 'deleted'].map(
      (act) => ({
        name: `edx.forum.thread.${act}`,
        event: { ...thread, vote_value: 'up', undo_vote: false },
      }),
    );
    const discussion = `https://lms.example.edu/course/${course}/discussion`;
    expect(idsOf('Thread', threads)).toEqual([`${discussion}/threads/5f1e`]);
    const response = { id: '64b7', commentable_id: 'week-1', discussion: { id: '5f1e' }, ...roles };
    const responses = ['edited', 'voted', 'reported', 'deleted'].map((act) => ({
      name: `edx.forum.response.${act}`,
      event: { ...response, vote_value: 'up', undo_vote: false },
    }));
    expect(idsOf('Message', responses)).toEqual([`${discussion}/messages/64b7`]);
    const written = [{ name: 'edx.forum.response.created', event: response }];
    expect(idsOf('Message', written)).toEqual([
      `${discussion}/messages/64b7`,
      `${discussion}/threads/5f1e/messages/first`,
    ]);
  });

  it('the attempt at a problem, and its score', () => {
    const problem_id = 'block-v1:DemoU+CE101+2026+type@problem+block@p1';
    const event = { problem_id, attempts: 2, grade: 1, max_grade: 1, answers: {}, submission: {} };
    const work = `https://lms.example.edu/xblock/${problem_id}/users/${pseudonym}/attempts`;
    const checked = [
      { name: 'problem_check', event },
      { name: 'problem_check', event: { ...event, attempts: '2' } },
    ];
    expect(idsOf('Attempt', checked)).toEqual([`${work}/2`]);
    expect(idsOf('Score', checked)).toEqual([`${work}/2/scores/1`]);
    const graded = {
      problem_id,
      user_id: '42',
      new_weighted_earned: 1,
      new_weighted_possible: 1,
      event_transaction_id: 't1',
    };
    const rescored = ['edx.grades.problem.rescored', 'edx.grades.problem.score_overridden'].map((name) => ({
      name,
      event: { ...graded, weighted_earned: 1, weighted_possible: 1 },
    }));
    expect(idsOf('Attempt', rescored)).toEqual([work]);
    expect(idsOf('Score', rescored)).toEqual([`${work}/scores/t1`]);
  });

  it('the attempt at an exam, by its code', () => {
    const exam_content_id = 'block-v1:DemoU+CE101+2026+type@sequential+block@e1';
    const event = { exam_content_id, attempt_code: 'C23A176A', attempt_user_id: 42, attempt_id: 1 };
    const acts = ['created', 'started', 'submitted', 'verified', 'rejected', 'deleted'];
    const ids = idsOf(
      'Attempt',
      acts.map((act) => ({ name: `edx.special_exam.proctored.attempt.${act}`, event })),
    );
    expect(ids.map(formOf)).toEqual(['BLOCK/users/P/attempts/P']);
  });

  it('the submission of an open response', () => {
    const usage_key = 'block-v1:DemoU+CE101+2026+type@openassessment+block@o1';
    const context = { ...common.context, module: { usage_key } };
    const event = { submission_uuid: 's1', parts: [{ option: { points: 1 }, criterion: { points_possible: 2 } }] };
    const acts = ['create_submission', 'peer_assess', 'self_assess', 'staff_assess'];
    const ids = idsOf(
      'Attempt',
      acts.map((act) => ({ name: `openassessmentblock.${act}`, context, event })),
    );
    expect(ids.map(formOf).sort()).toEqual(['BLOCK/attempts/P', 'BLOCK/users/P/attempts']);
  });

  it('the block of an old course, in all its spellings', () => {
    const context = { course_id: 'DemoU/CE101/2014', user_id: 42 };
    const ids = ['v1', 'i4x-DemoU-CE101-video-v1', 'i4x://DemoU/CE101/video/v1'].map((id) => ({
      context,
      name: 'pause_video',
      event: { id },
    }));
    expect(idsOf('VideoObject', ids)).toEqual(['https://lms.example.edu/xblock/i4x:%2F%2FDemoU%2FCE101%2Fvideo%2Fv1']);
  });
});
