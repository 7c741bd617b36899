import type { MappingFunction } from './function.ts';
import { toText } from './text.ts';

/** The pages of a course in lms/urls.py, by what stands behind the course key, without slashes at the ends. */
const PAGES: readonly (readonly [page: string, path: RegExp])[] = [
  ['home', /^$/],
  ['about', /^about$/],
  ['info', /^info$/],
  ['outline', /^course$/],
  ['progress', /^progress$/],
  ['courseware', /^courseware(?:\/.*)?$/],
  // A link of an author to another unit; the LMS answers with the address of the unit.
  ['link', /^jump_to_id\/[^/]+$/],
  // What begins with `_` is done to an article: `_edit`, `_history`.
  ['wiki', /^(?:course_wiki|wiki(?:\/(?!_)[^/]*)*)$/],
  ['teams', /^teams$/],
  ['textbook', /^pdfbook\/\d+(?:\/.*)?$/],
  ['tab', /^[0-9a-f]{32}$/],
  ['discussion', /^discussion\/forum$/],
  ['thread', /^discussion\/forum\/[^/]+\/threads\/[^/]+$/],
];

const OPAQUE_KEY = /^(?:course|ccx)-v1(?::|%3A)[^/+%]+(?:\+|%2B)[^/+%]+(?:\+|%2B)[^/]+$/i;
const OLD_KEY_PART = /^[^/:]+$/;

/**
 * Which page of a course a path of the LMS leads to, e.g. `courseware` for `/courses/<course key>/courseware/…`.
 *
 * @returns `undefined` for all other paths: those of requests that a page makes, and those outside of courses
 */
export function coursePage(path: unknown): string | undefined {
  const [root, courses, first = '', ...others] = (toText(path) ?? '').split('/');
  if (root !== '' || courses !== 'courses') return undefined;
  let rest = others;
  if (!OPAQUE_KEY.test(first)) {
    // Old keys are Org/Course/Run.
    if (![first, others[0] ?? '', others[1] ?? ''].every((part) => OLD_KEY_PART.test(part))) return undefined;
    rest = others.slice(2);
  }
  const behind = rest.join('/').replace(/\/$/, '');
  return PAGES.find(([, form]) => form.test(behind))?.[0];
}

export const coursePageFunctions: readonly MappingFunction[] = [
  {
    name: 'coursePage',
    input: 'any',
    parameters: [],
    returns: 'text',
    opens: 'url',
    apply: coursePage,
  },
];
