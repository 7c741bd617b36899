/** The video of a test, one for each, so that its events are known among the others. */
export function videoOf(sender: string): string {
  return `https://media.example.edu/videos/${sender}`;
}

/** A statement of a player of the video profile. Without an id, as most players send it. */
export function played(sender: string, second: number): Record<string, unknown> {
  return {
    actor: { objectType: 'Agent', mbox: 'mailto:teo.invented@example.edu' },
    verb: { id: 'https://w3id.org/xapi/video/verbs/played', display: { 'en-US': 'played' } },
    object: {
      objectType: 'Activity',
      id: videoOf(sender),
      definition: {
        type: 'https://w3id.org/xapi/video/activity-type/video',
        // Beyond ASCII, since senders count and escape characters in ways of their own.
        name: { 'de-DE': 'Wie Bögen tragen – ein Überblick' },
      },
    },
    result: { extensions: { 'https://w3id.org/xapi/video/extensions/time': second } },
    timestamp: `2026-03-02T10:00:${String(second).padStart(2, '0')}.120Z`,
  };
}

/** The same with an id, `number` in its last digits. */
export function playedWithId(sender: string, second: number, number: number): Record<string, unknown> & { id: string } {
  const id = `5e7d0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return { id, ...played(sender, second) };
}

/** What arrives of it. */
export function resumed(sender: string, second: number): { action: string; video: string; at: string } {
  return { action: 'Resumed', video: videoOf(sender), at: `PT${second}S` };
}

/** Of a problem with several parts, as event-routing-backends writes it: `GroupActivity` is no type of xAPI. */
export function groupActivity(number: number): Record<string, unknown> {
  const lms = 'https://lms.example.edu';
  return {
    id: `5e7d0000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    version: '1.0.3',
    actor: { objectType: 'Agent', account: { homePage: lms, name: '0b9e0f4a-5c1d-4f6b-8f0e-2f9d5d6f7a01' } },
    verb: { id: 'https://w3id.org/xapi/acrossx/verbs/evaluated', display: { en: 'evaluated' } },
    object: {
      objectType: 'GroupActivity',
      id: `${lms}/xblock/block-v1:edX+DemoX+Demo+type@problem+block@77`,
      definition: { type: 'http://adlnet.gov/expapi/activities/cmi.interaction' },
    },
    timestamp: '2026-03-02T10:01:00.000000+00:00',
  };
}
