import type { Json, JsonObject } from '../table.ts';

/** A place where an event is not as expected; `path` is e.g. `.object.keywords[0]`. */
export interface Difference {
  path: string;
  message: string;
}

/**
 * Compares an event with what an example says of it: it must have at least that. `{ exists: false }` demands that a key is
 * not there, `{ exists: true }` that it is. Lists are compared by position.
 */
export function compareEvent(expected: JsonObject, got: JsonObject): Difference[] {
  return compareMaps(expected, got, '');
}

function compare(expected: Json, got: Json | undefined, path: string): Difference[] {
  const exists = existence(expected);
  if (exists !== undefined) {
    if (exists === (got !== undefined)) return [];
    return [{ path, message: exists ? 'is missing' : `is ${JSON.stringify(got)}, expected none` }];
  }
  if (got === undefined) return [{ path, message: `is missing, expected ${JSON.stringify(expected)}` }];
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return [different(expected, got, path)];
    return expected.flatMap((item, index) => compare(item, got[index], `${path}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null || Array.isArray(got)) return [different(expected, got, path)];
    return compareMaps(expected, got, path);
  }
  return expected === got ? [] : [different(expected, got, path)];
}

function compareMaps(expected: JsonObject, got: JsonObject, path: string): Difference[] {
  return Object.entries(expected).flatMap(([key, value]) => compare(value, got[key], `${path}.${key}`));
}

function existence(expected: Json): boolean | undefined {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return undefined;
  const { exists, ...rest } = expected;
  return typeof exists === 'boolean' && Object.keys(rest).length === 0 ? exists : undefined;
}

function different(expected: Json, got: Json, path: string): Difference {
  return { path, message: `is ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}` };
}
