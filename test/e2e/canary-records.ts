/** Values that stand nowhere but in the person fields of the records below. */
export const canaries = {
  userName: 'canary.username.q7f3',
  userId: '880173529461',
  email: 'canary.mail.q7f3@example.edu',
  fullName: 'Canaria Fullname-q7f3',
  ip: '198.51.100.173',
  session: 'ca9a5e55ca9a5e55ca9a5e55ca9a5e55',
  agent: 'CanaryBrowser/7.3.q7f3',
  query: 'canary-query-token-q7f3',
  answer: 'the canary wrote an answer q7f3',
  ssoId: 'canary-sso-identifier-q7f3',
} as const;

const page = `https://lms.example.edu/courses/course-v1:edX+DemoX+Demo/courseware/a/b/1?token=${canaries.query}`;

const person = {
  username: canaries.userName,
  session: canaries.session,
  ip: canaries.ip,
  agent: canaries.agent,
  host: 'lms.example.edu',
  referer: page,
  page,
  context: {
    course_id: 'course-v1:edX+DemoX+Demo',
    org_id: 'edX',
    user_id: Number(canaries.userId),
    path: `/u/${canaries.userName}`,
    enterprise_uuid: '',
    email: canaries.email,
  },
};

const problem = 'block-v1:edX+DemoX+Demo+type@problem+block@9e0b1e';

/** What learners write, and what is known of them, in events of the server; most of them have a rule. */
const payloads: Readonly<Record<string, unknown>> = {
  'edx.forum.thread.created': {
    id: '64b7',
    commentable_id: 'course',
    title: canaries.answer,
    body: `${canaries.answer}, ${canaries.email}`,
    target_username: canaries.userName,
    user_forums_roles: ['Student'],
    url: `https://lms.example.edu/courses/x/discussion/forum/course/threads/64b7?token=${canaries.query}`,
  },
  'edx.forum.searched': { query: canaries.answer, page: 1, total_results: 3, corrected_text: canaries.answer },
  'edx.course.student_notes.added': {
    note_id: '77',
    note_text: canaries.answer,
    tags: [canaries.answer],
    highlighted_content: 'The arch stands.',
    units: [],
    component_usage_id: problem,
  },
  'edx.course.enrollment.activated': {
    course_id: 'course-v1:edX+DemoX+Demo',
    user_id: Number(canaries.userId),
    mode: 'audit',
  },
  'edx.user.settings.changed': {
    user_id: Number(canaries.userId),
    table: 'auth_user',
    setting: 'email',
    old: canaries.email,
    new: canaries.fullName,
    truncated: [],
  },
  'edx.bookmark.added': {
    bookmark_id: `${canaries.userName},${problem}`,
    component_usage_id: problem,
    component_type: 'problem',
    course_id: 'course-v1:edX+DemoX+Demo',
  },
  'edx.course.home.resume_course.clicked': { url: `https://lms.example.edu/x?token=${canaries.query}` },
  'openassessmentblock.create_submission': {
    submission_uuid: canaries.ssoId,
    answer: { text: canaries.answer },
    attempt_number: 1,
  },
};

/** Records of every outcome, and one line that cannot be read: emitted, skipped, unmapped, failed, rejected. */
export const trackingLines: readonly string[] = [
  JSON.stringify({
    ...person,
    name: 'play_video',
    event_type: 'play_video',
    event_source: 'browser',
    time: '2026-03-02T09:00:00.000001+00:00',
    event: JSON.stringify({ id: '0b9e', code: 'html5', duration: 195, currentTime: 0, email: canaries.email }),
  }),
  JSON.stringify({
    ...person,
    event_type: 'problem_check',
    event_source: 'server',
    time: '2026-03-02T09:00:01.000001+00:00',
    page: 'x_module',
    event: {
      problem_id: problem,
      attempts: 1,
      grade: 1,
      max_grade: 1,
      success: 'correct',
      answers: { '9e0b1e_2_1': canaries.answer },
      correct_map: {
        '9e0b1e_2_1': { correctness: 'correct', npoints: null, msg: `well done, ${canaries.fullName}`, hint: '' },
      },
      submission: {
        '9e0b1e_2_1': {
          response_type: 'stringresponse',
          input_type: 'textline',
          question: 'What?',
          answer: canaries.answer,
          correct: true,
          variant: '',
          group_label: '',
        },
      },
      state: { seed: 1, student_answers: { '9e0b1e_2_1': canaries.answer } },
    },
  }),
  ...Object.entries(payloads).map(([name, event], index) =>
    JSON.stringify({
      ...person,
      name,
      event_type: name,
      event_source: 'server',
      time: `2026-03-02T09:10:0${index}.000001+00:00`,
      event,
    }),
  ),
  // Skipped: the browser's twin, with the answer as a form.
  JSON.stringify({
    ...person,
    name: 'problem_check',
    event_type: 'problem_check',
    event_source: 'browser',
    time: '2026-03-02T09:00:02.000001+00:00',
    event: `input_9e0b1e_2_1=${canaries.answer}`,
  }),
  // Unmapped: names of implicit events are URL paths.
  JSON.stringify({
    ...person,
    name: `/u/${canaries.userName}?token=${canaries.query}`,
    event_type: `/u/${canaries.userName}?token=${canaries.query}`,
    event_source: 'server',
    time: '2026-03-02T09:00:03.000001+00:00',
    event: { name: canaries.fullName, POST: { email: [canaries.email] } },
  }),
  JSON.stringify({
    ...person,
    name: `acme.${canaries.email}`,
    event_source: 'server',
    time: '2026-03-02T09:00:04.000001+00:00',
    event: { email: canaries.email, full_name: canaries.fullName },
  }),
  // Failed: a video without an id, or a time that cannot be read.
  JSON.stringify({
    ...person,
    name: 'pause_video',
    event_type: 'pause_video',
    event_source: 'browser',
    time: `yesterday, says ${canaries.fullName}`,
    event: JSON.stringify({ code: canaries.query }),
  }),
  // Failed, should the last guard see it: a person value where a rule reads something harmless.
  JSON.stringify({
    ...person,
    name: 'play_video',
    event_type: 'play_video',
    event_source: 'browser',
    time: '2026-03-02T09:00:05.000001+00:00',
    event: JSON.stringify({ id: canaries.userName, code: canaries.email, duration: 195, currentTime: 1 }),
  }),
  // Rejected: cut, behind the prefix that Tutor writes.
  `2026-03-02 09:00:06,000 INFO 20 [tracking] [user ${canaries.userId}] [ip ${canaries.ip}] logger.py:41 - {"username": "${canaries.userName}", "event": {"email": "${canaries.email}`,
];

const activity = {
  id: `https://lms.example.edu/xblock/block-v1:edX+DemoX+Demo+type@video+block@0b9e`,
  objectType: 'Activity',
  definition: { type: 'https://w3id.org/xapi/video/activity-type/video', name: { en: 'How arches carry' } },
};

function statement(number: number, more: Record<string, unknown>): Record<string, unknown> {
  return {
    id: `c0ffee00-0000-4000-8000-00000000000${number}`,
    actor: { objectType: 'Agent', name: canaries.fullName, mbox: `mailto:${canaries.email}` },
    verb: { id: 'https://w3id.org/xapi/video/verbs/played', display: { en: 'played' } },
    object: activity,
    timestamp: '2026-03-02T09:01:00.000Z',
    context: {
      instructor: { name: canaries.fullName, mbox: `mailto:${canaries.email}` },
      contextActivities: {
        category: [{ id: 'https://w3id.org/xapi/video' }],
        grouping: [
          {
            id: 'https://lms.example.edu/course/course-v1:edX+DemoX+Demo',
            definition: { type: 'http://adlnet.gov/expapi/activities/course' },
          },
        ],
      },
      extensions: { 'https://w3id.org/xapi/video/extensions/session-id': canaries.session },
    },
    result: {
      response: canaries.answer,
      extensions: { 'https://w3id.org/xapi/video/extensions/time': 12.5 },
    },
    ...more,
  };
}

/** Statements of agents with every kind of identifier, one with a verb that no rule has. */
export const statements: readonly unknown[] = [
  statement(1, {}),
  statement(2, { actor: { account: { homePage: 'https://lms.example.edu', name: canaries.userName } } }),
  statement(3, {
    actor: { account: { homePage: `https://sso.example.edu/?t=${canaries.query}`, name: canaries.ssoId } },
  }),
  statement(4, { actor: { openid: `https://openid.example.edu/${canaries.ssoId}`, name: canaries.fullName } }),
  statement(5, {
    verb: { id: `https://verbs.example.edu/greeted?by=${canaries.query}`, display: { en: canaries.fullName } },
  }),
];

/** A request that is refused: the mailbox is none. */
export const badStatement: unknown = statement(6, { actor: { name: canaries.fullName, mbox: canaries.email } });
