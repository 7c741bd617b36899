import type { Random } from './random.ts';

const learners = 500;

/** Text that is more than ASCII: events must come through byte for byte. */
const courses = ['course-v1:edX+DemoX+Demo', 'course-v1:DemoU+CE101+2026', 'course-v1:Übung+Brücken+2026'] as const;

/** One record of a tracking log, that gives at least one event; `number` makes it one of its kind. */
export function soakRecord(number: number, random: Random): string {
  const learner = random.between(1, learners);
  const course = random.pick(courses);
  const person = {
    username: `learner${learner}`,
    session: learner.toString(16).padStart(32, '5'),
    ip: '192.0.2.1',
    agent: 'Mozilla/5.0',
    page: `https://lms.example.edu/courses/${course}/courseware/a/b/1`,
    context: { course_id: course, org_id: 'edX', path: '/event', user_id: learner },
    // A millisecond for each record, so that no two are one.
    time: new Date(Date.UTC(2026, 2, 2) + number).toISOString(),
  };
  const second = random.between(0, 190);
  return random.next() < 0.7 ? video(person, second, random) : problem(person, number, random);
}

function video(person: Record<string, unknown>, second: number, random: Random): string {
  const name = random.pick(['play_video', 'pause_video', 'stop_video'] as const);
  const event = { id: '0b9e', code: 'html5', duration: 195, currentTime: second };
  return JSON.stringify({
    ...person,
    name,
    event_type: name,
    event_source: 'browser',
    event: JSON.stringify(event),
  });
}

function problem(person: Record<string, unknown>, number: number, random: Random): string {
  const id = `9e0b1e${number % 97}`;
  const right = random.next() < 0.5;
  return JSON.stringify({
    ...person,
    event_type: 'problem_check',
    event_source: 'server',
    page: 'x_module',
    event: {
      problem_id: `block-v1:edX+DemoX+Demo+type@problem+block@${id}`,
      attempts: random.between(1, 5),
      grade: right ? 1 : 0,
      max_grade: 1,
      success: right ? 'correct' : 'incorrect',
      correct_map: {
        [`${id}_2_1`]: { correctness: right ? 'correct' : 'incorrect', npoints: null, msg: '', hint: '' },
      },
      submission: {
        [`${id}_2_1`]: {
          response_type: 'choiceresponse',
          input_type: 'radiogroup',
          question: 'What carries the “arch”?\nThe keystone – or…?',
          answer: 'A',
          correct: right,
          variant: '',
          group_label: '',
        },
      },
      state: { seed: 1 },
    },
  });
}
