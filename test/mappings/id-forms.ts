import { isObject } from '../../src/ingest/json.ts';

/**
 * The forms of the ids of entities, for each type. `LMS` is the site, `PERSON`, `COURSE` and `BLOCK` are ids of theirs, `P` is a
 * pseudonym, `TIME` the moment, `*` any one segment. What stands at an address of its own (`URL`) has that as its id.
 */
export const forms: Readonly<Record<string, readonly string[]>> = {
  Person: ['PERSON', 'http://purl.imsglobal.org/caliper/Person'],
  CourseOffering: ['COURSE'],
  Session: ['LMS/sessions/P'],
  // Without a session of the browser each launch has its own.
  LtiSession: ['LMS/sessions/P/lti/*', 'PERSON/launches/TIME/lti/*'],
  Membership: [
    'COURSE/members/P',
    'COURSE/cohorts/*/members/P',
    'COURSE/teams/*/members/P',
    'COURSE/partitions/*/groups/*/members/P',
  ],
  Group: ['COURSE/cohorts/*', 'COURSE/teams/*', 'COURSE/partitions/*', 'COURSE/partitions/*/groups/*'],
  Organization: ['LMS/organizations/*'],
  Assessment: ['BLOCK'],
  // The items of a drag-and-drop problem are no parts of its form.
  AssessmentItem: ['BLOCK#*', 'BLOCK/items/*'],
  AssignableDigitalResource: ['BLOCK'],
  Questionnaire: ['BLOCK'],
  QuestionnaireItem: ['BLOCK#*'],
  Attempt: [
    // All attempts of a learner as one, of which those with a number, a code or a moment are part.
    'BLOCK/users/P/attempts',
    'BLOCK/users/P/attempts/*',
    'COURSE/progress/users/P/attempts',
    // Who assesses an open response knows the submission, not the learner.
    'BLOCK/attempts/P',
  ],
  Score: [
    'BLOCK/users/P/attempts/*/scores/*',
    'BLOCK/users/P/attempts/scores/*',
    'COURSE/progress/users/P/attempts/scores/*',
    'BLOCK/attempts/P/scores/TIME',
  ],
  Result: ['COURSE/progress/users/P/result'],
  Response: ['BLOCK/users/P/attempts/*/responses/*', 'BLOCK/users/P/attempts/responses/*'],
  FillinBlankResponse: ['BLOCK/users/P/attempts/*/responses/*'],
  MultipleChoiceResponse: ['BLOCK/users/P/attempts/*/responses/*', 'BLOCK/users/P/attempts/responses/*/TIME'],
  MultipleResponseResponse: ['BLOCK/users/P/attempts/*/responses/*'],
  Forum: ['COURSE/discussion/forum', 'COURSE/discussion/forum/*'],
  Thread: ['COURSE/discussion/threads/*'],
  Message: ['COURSE/discussion/messages/*', 'COURSE/discussion/threads/*/messages/first', 'LMS/messages/P'],
  Rating: ['COURSE/discussion/messages/*/users/P/vote', 'COURSE/discussion/threads/*/users/P/vote'],
  Comment: ['BLOCK/users/P/comments/TIME'],
  BookmarkAnnotation: ['BLOCK/users/P/bookmark'],
  HighlightAnnotation: ['PERSON/notes/*'],
  TagAnnotation: ['PERSON/notes/*/tags'],
  SharedAnnotation: ['LMS/certificates/P/shares/TIME', 'LMS/badges/P/shares/TIME'],
  LearningObjective: ['COURSE/users/P/goal'],
  SearchResponse: [
    'COURSE/*/users/P/searches/TIME',
    'COURSE/*/*/users/P/searches/TIME',
    'LMS/search/users/P/searches/TIME',
    'LMS/tools/pdf-viewer/users/P/searches/TIME',
  ],
  Query: [
    'COURSE/*/users/P/searches/TIME/query',
    'COURSE/*/*/users/P/searches/TIME/query',
    'LMS/search/users/P/searches/TIME/query',
    'LMS/tools/pdf-viewer/users/P/searches/TIME/query',
  ],
  VideoObject: ['BLOCK', 'BLOCK/bumper', 'URL'],
  MediaLocation: ['BLOCK#t=*', 'URL#t=*', 'BLOCK/bumper#t=*'],
  ImageObject: ['BLOCK', 'LMS/badges/P'],
  DigitalResource: ['BLOCK', 'BLOCK/results', 'COURSE/progress'],
  DigitalResourceCollection: ['BLOCK'],
  // The browser that uploads a file does not say for which block.
  Document: [
    'BLOCK',
    'BLOCK/submissions/P',
    'BLOCK/users/P/files',
    'BLOCK/users/P/files/*',
    'PERSON/files/TIME',
    'COURSE/instructor/*',
    'COURSE/instructor/reports/*',
    'LMS/certificates/P',
    'URL',
  ],
  Frame: ['BLOCK#*', 'BLOCK/solution', 'BLOCK/hints/*', 'BLOCK/feedback', 'BLOCK/feedback/*', 'URL#*'],
  Chapter: ['URL#chapter'],
  SoftwareApplication: [
    'LMS',
    'LMS/grader',
    'LMS/proctoring',
    'LMS/tools/pdf-viewer',
    'LMS/tools/pdf-viewer/*',
    'LMS/auth/providers/*',
    'COURSE/certificates',
    'COURSE/tools/*',
    'URL',
  ],
  LtiLink: ['URL'],
  WebPage: ['BLOCK', 'COURSE/*', 'COURSE/teams/*', 'PERSON/profile', 'URL'],
};

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const parts: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^LMS/user/${uuid}`), 'PERSON'],
  [/^LMS\/course\/[^/#?]+/, 'COURSE'],
  [/^LMS\/xblock\/[^/#?]+/, 'BLOCK'],
  [new RegExp(uuid, 'g'), 'P'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME'],
];

/** An id with what differs from entity to entity replaced by these words. */
export function formOf(id: string): string {
  const start = id.replace(/^https:\/\/lms\.example\.edu(?=$|[/#?])/, 'LMS');
  return parts.reduce((form, [part, word]) => form.replace(part, word), start);
}

/** Whether the form of an id is of the pattern. */
export function fits(form: string, pattern: string): boolean {
  if (pattern === form) return true;
  const open = pattern.startsWith('URL');
  const source = (open ? pattern.slice(3) : pattern).replaceAll('*', '[^/#?]+');
  return new RegExp(`^${open ? '(?:LMS|https?://)[^#?]*' : ''}${source}$`).test(form);
}

/** The entities within an event or entity, itself among them. */
export function entities(value: unknown): { id: string; type: string }[] {
  if (Array.isArray(value)) return value.flatMap(entities);
  if (!isObject(value)) return [];
  const { id, type } = value;
  const own = typeof id === 'string' && typeof type === 'string' ? [{ id, type }] : [];
  return [...own, ...Object.values(value).flatMap(entities)];
}
