import { conformingText } from '../../src/caliper/conforming-text.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';

/** What translation by hand needs. */
export interface Hand {
  lms: string;
  pseudonym: (scope: string, value: string) => string;
  eventId: (seed: string, rule: string, index: number) => string;
}

/**
 * The event of a `pause_video` written out by a programmer who knows that record, checked and serialised as any other: what an engine
 * that makes objects could reach at best.
 */
export function translateByHand({ fields, seed }: SourceRecord, { lms, pseudonym, eventId }: Hand): string {
  const { time, session } = fields as { time: string; session: string }; // the sample has them
  const context = fields['context'] as Record<string, string>; // as above
  const event = fields['event'] as Record<string, string | number>; // as above
  const course = { id: `${lms}/course/${context['course_id'] ?? ''}`, type: 'CourseOffering' };
  const key = String(context['course_id']).slice('course-v1:'.length);
  const video = `${lms}/xblock/block-v1:${key}+type@video+block@${event['id'] ?? ''}`;
  const seconds = Number(event['currentTime'] ?? 0);
  const made: CaliperObject = {
    '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
    id: eventId(seed, 'video-paused', 0),
    type: 'MediaEvent',
    profile: 'MediaProfile',
    actor: { id: `${lms}/user/${pseudonym('learner', context['user_id'] ?? '')}`, type: 'Person' },
    action: 'Paused',
    object: { id: video, type: 'VideoObject', duration: `PT${Number(event['duration'] ?? 0)}S`, isPartOf: course },
    eventTime: `${time.slice(0, 23)}Z`,
    target: { id: `${video}#t=${seconds}`, type: 'MediaLocation', currentTime: `PT${seconds}S` },
    edApp: { id: lms, type: 'SoftwareApplication' },
    group: course,
    session: { id: `${lms}/sessions/${pseudonym('session', session)}`, type: 'Session' },
  };
  const written = conformingText(made);
  return written.ok ? written.text : written.fault.message;
}
