import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventFacts } from '../../src/outbox/event-facts.ts';

const course = (key: string): object => ({ id: `https://lms.example.edu/course/${key}`, type: 'CourseOffering' });
const team = {
  id: 'https://lms.example.edu/teams/1',
  type: 'Group',
  subOrganizationOf: course('course-v1:edX+DemoX+1'),
};

test('an event says its profile, type, action, course and organization', () => {
  const event = {
    type: 'MediaEvent',
    profile: 'MediaProfile',
    action: 'Paused',
    group: course('course-v1:edX+DemoX+Demo'),
  };
  expect(eventFacts(JSON.stringify(event))).toEqual({
    profile: 'MediaProfile',
    type: 'MediaEvent',
    action: 'Paused',
    courses: ['course-v1:edX+DemoX+Demo'],
    organizations: ['edX'],
  });
});

test('an event that says nothing has empty facts', () => {
  expect(eventFacts('{}')).toEqual({ profile: '', type: '', action: '', courses: [], organizations: [] });
});

test.each([
  ['of a team', { group: team }, ['course-v1:edX+DemoX+1'], ['edX']],
  ['as object', { object: course('course-v1:MITx+6.002x+2012') }, ['course-v1:MITx+6.002x+2012'], ['MITx']],
  [
    'of a membership',
    { object: { type: 'Membership', organization: course('course-v1:edX+A+1') } },
    ['course-v1:edX+A+1'],
    ['edX'],
  ],
  ['named twice', { group: course('a-v1:edX+A+1'), object: course('a-v1:edX+A+1') }, ['a-v1:edX+A+1'], ['edX']],
  ['of before 2015', { group: course('MITx/6.002x/2012') }, ['MITx/6.002x/2012'], ['MITx']],
  ['with escapes', { group: course('Engineering%2Fdb%2F2014_1') }, ['Engineering/db/2014_1'], ['Engineering']],
  ['with broken escapes', { group: course('course-v1:edX+50%+1') }, ['course-v1:edX+50%+1'], ['edX']],
  [
    'of another system',
    { group: { id: 'https://other.example.org/c/7', type: 'CourseSection' } },
    ['https://other.example.org/c/7'],
    [],
  ],
  ['that is only a group', { group: { id: 'https://lms.example.edu/teams/1', type: 'Group' } }, [], []],
])('a course %s', (_, event, courses, organizations) => {
  const facts = eventFacts(JSON.stringify(event));
  expect([facts.courses, facts.organizations]).toEqual([courses, organizations]);
});

test('any JSON object has facts, and its words are kept as they are', () => {
  const entity = fc.oneof(
    fc.jsonValue(),
    fc.record({ id: fc.webUrl(), type: fc.constant('CourseOffering'), subOrganizationOf: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(fc.string(), entity, entity, (action, group, object) => {
      const facts = eventFacts(JSON.stringify({ action, group, object }));
      expect(facts.action).toBe(action);
      expect(facts.organizations.length).toBeLessThanOrEqual(facts.courses.length);
    }),
  );
});
