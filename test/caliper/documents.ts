import type { CaliperObject } from '../../src/mapping/outcome.ts';

const context = 'http://purl.imsglobal.org/ctx/caliper/v1p2';
const site = 'https://lms.example.edu';
const person = { id: 'urn:uuid:0f8a7c52-1b0e-5d3f-9a55-2f6b7c1d4e90', type: 'Person' };
const course = { id: `${site}/course/course-v1:X+Y+Z`, type: 'CourseOffering', courseNumber: 'Y' };
const assessment = { id: `${site}/xblock/quiz`, type: 'Assessment', maxScore: 10, maxAttempts: 3, isPartOf: course };
const item = { id: `${site}/xblock/problem`, type: 'AssessmentItem', isPartOf: assessment };

const common = {
  '@context': context,
  id: 'urn:uuid:6d5d1c1e-5f5b-5c57-8f57-3d6c2c9f1a10',
  actor: person,
  eventTime: '2026-05-04T12:00:00.123Z',
  edApp: { id: site, type: 'SoftwareApplication' },
  group: course,
  membership: {
    id: `${site}/membership/1`,
    type: 'Membership',
    member: person.id,
    organization: course.id,
    roles: ['Learner', 'Learner#GuestLearner'],
    status: 'Active',
  },
  session: { id: `${site}/session/1`, type: 'Session', user: person.id },
};

const attempt = {
  id: `${site}/attempt/1`,
  type: 'Attempt',
  assignee: person.id,
  assignable: assessment,
  count: 1,
  startedAtTime: '2026-05-04T11:58:00.000Z',
  duration: 'PT2M0.123S',
};

/** A valid Caliper 1.2 event for each kind of rule. Treat as read-only; {@link changed} makes variants. */
export const events = {
  mediaPaused: {
    ...common,
    type: 'MediaEvent',
    profile: 'MediaProfile',
    action: 'Paused',
    object: { id: `${site}/xblock/video`, type: 'VideoObject', duration: 'PT3M15S', isPartOf: course },
    target: { id: `${site}/xblock/video#t=12.5`, type: 'MediaLocation', currentTime: 'PT12.5S' },
    extensions: { 'edu.example': { maxScore: 10, nothing: null } },
  },
  itemCompleted: {
    ...common,
    type: 'AssessmentItemEvent',
    profile: 'AssessmentProfile',
    action: 'Completed',
    object: item,
    generated: { id: `${site}/response/1`, type: 'OpenEndedResponse', value: 'essay', attempt },
  },
  graded: {
    ...common,
    type: 'GradeEvent',
    profile: 'GradingProfile',
    actor: { id: site, type: 'SoftwareApplication' },
    action: 'Graded',
    object: attempt,
    generated: { id: `${site}/score/1`, type: 'Score', attempt: attempt.id, maxScore: 10, scoreGiven: 7.5 },
  },
  loggedIn: {
    ...common,
    type: 'SessionEvent',
    profile: 'SessionProfile',
    action: 'LoggedIn',
    object: { id: site, type: 'SoftwareApplication', version: '1' },
  },
  launched: {
    ...common,
    type: 'ToolLaunchEvent',
    profile: 'ToolLaunchProfile',
    action: 'Launched',
    object: { id: 'https://tool.example.org', type: 'SoftwareApplication' },
    target: { id: 'https://tool.example.org/launch', type: 'LtiLink', messageType: 'LtiResourceLinkRequest' },
    federatedSession: { id: 'urn:uuid:1b4e28ba-2fa1-51d2-883f-0016d3cca427', type: 'LtiSession' },
  },
  copied: {
    ...common,
    type: 'ResourceManagementEvent',
    profile: 'ResourceManagementProfile',
    action: 'Copied',
    object: { id: `${site}/page/1`, type: 'Page' },
    generated: { id: `${site}/page/2`, type: 'Page' },
  },
  commented: {
    ...common,
    type: 'FeedbackEvent',
    profile: 'FeedbackProfile',
    action: 'Commented',
    object: { id: `${site}/page/1`, type: 'Page' },
    generated: { id: `${site}/comment/1`, type: 'Comment', commenter: person.id, value: 'text' },
  },
  resultViewed: {
    ...common,
    type: 'ViewEvent',
    profile: 'GradingProfile',
    action: 'Viewed',
    object: { id: `${site}/result/1`, type: 'Result', attempt: attempt.id, maxResultScore: 1, resultScore: 0.5 },
  },
  replied: {
    ...common,
    type: 'MessageEvent',
    profile: 'ForumProfile',
    action: 'Posted',
    object: {
      id: `${site}/message/2`,
      type: 'Message',
      replyTo: { id: `${site}/message/1`, type: 'Message' },
      creators: [person.id],
      isPartOf: { id: `${site}/thread/1`, type: 'Thread', isPartOf: { id: `${site}/forum/1`, type: 'Forum' } },
    },
  },
  unknownLearnerUsedTool: {
    ...common,
    type: 'ToolUseEvent',
    profile: 'ToolUseProfile',
    actor: { id: 'http://purl.imsglobal.org/caliper/Person', type: 'Person' },
    action: 'Used',
    object: { id: 'https://tool.example.org', type: 'SoftwareApplication' },
    generated: {
      id: `${site}/measures/1`,
      type: 'AggregateMeasureCollection',
      items: [{ id: `${site}/measures/1/1`, type: 'AggregateMeasure', metric: 'MinutesOnTask', metricValue: 30 }],
    },
  },
} satisfies Record<string, CaliperObject>;

/** A copy of a document with the value at `path` replaced, or removed where `value` is undefined. */
export function changed(
  document: CaliperObject,
  path: string,
  value: CaliperObject[string] | undefined,
): CaliperObject {
  const copy = structuredClone(document);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let owner = copy;
  for (const step of steps) {
    const next = owner[step];
    if (typeof next !== 'object' || next === null || Array.isArray(next)) throw new Error(`No object at ${step}`);
    owner = next;
  }
  if (value === undefined) Reflect.deleteProperty(owner, last);
  else owner[last] = value;
  return copy;
}
