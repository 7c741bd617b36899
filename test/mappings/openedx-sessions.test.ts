import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import type { Json } from '../../src/mapping/table.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { loadShipped } from './shipped.ts';

const secret = new TextEncoder().encode('a secret that is only for this test');
const pseudonym = createPseudonyms(secret);
const translator = createTranslators(loadShipped().table, { secret, freeText: false })('https://lms.example.edu');
const learner = `https://lms.example.edu/user/${pseudonym('learner', '42')}`;
const session = '5e55104e5e55104e5e55104e5e55104e';
const sessionId = `https://lms.example.edu/sessions/${pseudonym('session', session)}`;

/** The one event of a record. */
function eventOf(record: { [key: string]: Json }): CaliperObject {
  const common = { event_source: 'server', time: '2026-03-02T09:30:15.123456+00:00', session };
  const [entry] = readRecords(JSON.stringify({ ...common, ...record }), 1);
  if (entry?.ok !== true) throw new Error('not read');
  const outcome = translator.translate(entry.record);
  if (outcome.kind !== 'emitted') throw new Error(outcome.kind);
  return outcome.events[0]?.value ?? {};
}

describe('a login', () => {
  const login = eventOf({
    name: 'edx.user.login',
    username: '',
    context: { user_id: null, course_id: '' },
    event: { user_id: 42, username: 'ada_example', email: 'ada@example.edu', success: true },
  });

  it('is of the learner who logs out later, in the session that is theirs', () => {
    const logout = eventOf({ name: 'edx.user.logout', username: 'ada_example', context: { user_id: '42' }, event: {} });
    expect(login['actor']).toEqual({ id: learner, type: 'Person' });
    expect(login['session']).toEqual({ id: sessionId, type: 'Session', user: learner });
    expect(logout['actor']).toEqual({ id: learner, type: 'Person' });
    expect(logout['session']).toEqual({
      id: sessionId,
      type: 'Session',
      user: learner,
      endedAtTime: '2026-03-02T09:30:15.123Z',
    });
  });
});

describe('the launch of a tool', () => {
  const launch = (block: string, time: string, session: string) =>
    eventOf({
      name: 'edx.lti.xblock.launch_request',
      time,
      session,
      context: {
        user_id: 42,
        course_id: 'course-v1:DemoU+CE101+2026',
        module: { usage_key: block, display_name: 'Tool' },
      },
      event: { lti_version: 'LTI-1p0', user_roles: 'Student', launch_url: 'https://tool.example.com/lti' },
    })['federatedSession'];
  const block = 'block-v1:DemoU+CE101+2026+type@lti_consumer+block@c1';

  it('has the same LTI session whenever it is the same block in the same session', () => {
    const expected = { id: `${sessionId}/lti/${block}`, type: 'LtiSession', user: learner };
    expect(launch(block, '2026-03-02T09:30:15+00:00', session)).toEqual(expected);
    expect(launch(block, '2026-03-02T10:00:00+00:00', session)).toEqual(expected);
  });

  it('has one of its own for another block, and without a session', () => {
    expect(launch(`${block}2`, '2026-03-02T09:30:15+00:00', session)).toMatchObject({
      id: `${sessionId}/lti/${block}2`,
    });
    expect(launch(block, '2026-03-02T09:30:15+00:00', '')).toMatchObject({
      id: `${learner}/launches/2026-03-02T09:30:15.000Z/lti/${block}`,
    });
  });
});
