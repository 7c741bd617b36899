const currentKey = /^(?:course|ccx)-v1:[^/+\s]+\+[^/+\s]+\+[^/\s?#]+$/;
const oldKey = /^[\w.~-]+\/[\w.~-]+\/[\w.~-]+$/;
const blockKey = /^(ccx-)?block-v1:([^/\s?#]+?)\+type@/;

/** The value, if it is a course key: `course-v1:Org+Course+Run`, `ccx-v1:Org+Course+Run+ccx@1` or `Org/Course/Run`. */
export function courseKey(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return currentKey.test(text) || oldKey.test(text) ? text : undefined;
}

/**
 * The course key in a URL, a URL path or the name of an implicit event: a whole segment, the course of a block key, or the
 * three segments after `/courses/`. Query and fragment are not looked at, since they may point somewhere else.
 */
export function courseKeyInPath(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.includes('/')) return undefined;
  const [path = ''] = value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').split(/[?#]/, 1);
  const segments = path.split('/').map(decoded);
  for (const segment of segments) {
    if (currentKey.test(segment)) return segment;
    const block = blockKey.exec(segment);
    const course = block === null ? undefined : `${block[1] === undefined ? 'course' : 'ccx'}-v1:${block[2] ?? ''}`;
    if (course !== undefined && currentKey.test(course)) return course;
  }
  const after = segments.indexOf('courses') + 1;
  return after === 0 ? undefined : courseKey(segments.slice(after, after + 3).join('/'));
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
