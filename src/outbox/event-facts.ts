import type { Json } from '../mapping/table.ts';

/** What decides which destinations get an event; empty where the event does not say. */
export interface EventFacts {
  profile: string;
  type: string;
  action: string;
  /** Keys of the courses, e.g. `course-v1:edX+DemoX+Demo`. */
  courses: string[];
  /** The organizations of those courses, e.g. `edX`. */
  organizations: string[];
}

const courseTypes: ReadonlySet<Json | undefined> = new Set(['CourseOffering', 'CourseSection']);

/** Groups stand in one another a few deep; more is no event of ours. */
const DEEPEST_GROUP = 8;

/**
 * Reads the facts of an event. Its courses are those that its `group` is or belongs to, and those that its `object` is or, being a
 * membership, is of.
 *
 * @param text a serialised Caliper 1.2 event
 */
export function eventFacts(text: string): EventFacts {
  // Stored texts are events that we serialised.
  const event = JSON.parse(text) as Record<string, Json>;
  const word = (name: string): string => (typeof event[name] === 'string' ? event[name] : '');
  const courses = [...new Set([...coursesFrom(event['group']), ...coursesFrom(event['object'])])];
  return {
    profile: word('profile'),
    type: word('type'),
    action: word('action'),
    courses,
    organizations: [...new Set(courses.flatMap((key) => organizationOf(key) ?? []))],
  };
}

/** The keys of an organization and of those above it, as far as they are courses. */
function coursesFrom(entity: Json | undefined): string[] {
  const keys: string[] = [];
  let next = entity;
  for (let depth = 0; depth < DEEPEST_GROUP && isObject(next); depth++) {
    const { id, type } = next;
    if (courseTypes.has(type) && typeof id === 'string') keys.push(courseKey(id));
    next = next['subOrganizationOf'] ?? next['organization'];
  }
  return keys;
}

/** The course key in the IRI of a course, which is `<lms>/course/<key>`; another IRI as it stands. */
function courseKey(iri: string): string {
  const key = /\/courses?\/([^?#]+)/.exec(iri)?.[1];
  if (key === undefined) return iri;
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Open edX: `course-v1:ORG+COURSE+RUN`, and until 2015 `ORG/COURSE/RUN`. */
function organizationOf(key: string): string | undefined {
  const [, current, former] = /^(?:[a-z]+-v\d+:([^+/]+)\+|([^:+/]+)\/[^/]+\/)/.exec(key) ?? [];
  return current ?? former;
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
