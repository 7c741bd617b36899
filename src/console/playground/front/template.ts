import type { SourceKind } from '../../../mapping/table.ts';

/** A rule to begin with, for an event that no rule takes. */
export function newRule(source: SourceKind, name: string): string {
  const quoted = /^[A-Za-z][\w.]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
  const id = source === 'xapi' ? '$(thing)' : '$(lms)/things/$(event.id)';
  return `rules:
  - rule: my-rule
    about: What the learner did.
    when: { name: ${quoted} }
    emit:
      - event: Event
        profile: GeneralProfile
        action: Used
        object: { id: ${id}, type: DigitalResource }
`;
}

/** A record to begin with. */
export function newRecord(source: SourceKind, name: string): string {
  const record =
    source === 'openedx'
      ? {
          name,
          event_source: 'server',
          time: '2026-03-02T09:30:15.123456+00:00',
          session: '5e55104e5e55104e5e55104e5e55104e',
          context: { course_id: 'course-v1:edX+DemoX+Demo', org_id: 'edX', user_id: 3 },
          event: { id: 'thing-7' },
        }
      : {
          id: '0a1b2c3d-0000-4000-8000-000000000001',
          actor: { account: { homePage: 'https://lms.example.edu', name: '31' } },
          verb: { id: name },
          object: { id: 'https://media.example.edu/things/7' },
          timestamp: '2026-03-02T10:30:15.123456+01:00',
        };
  return JSON.stringify(record, undefined, 2);
}
