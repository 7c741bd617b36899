import { isObject } from '../json.ts';

/** What can be the matter with a statement. Stable: the codes stand in answers and, later, in quarantine. */
export type StatementFaultCode =
  | 'NOT_AN_OBJECT'
  | 'MISSING_PROPERTY'
  | 'UNKNOWN_PROPERTY'
  | 'NULL_VALUE'
  | 'WRONG_TYPE'
  | 'WRONG_OBJECT_TYPE'
  | 'NOT_AN_IRI'
  | 'NOT_A_UUID'
  | 'NOT_A_TIMESTAMP'
  | 'NO_IDENTIFIER'
  | 'SEVERAL_IDENTIFIERS'
  | 'WRONG_IDENTIFIER'
  | 'OUT_OF_RANGE'
  | 'WRONG_VERSION'
  | 'DUPLICATE_ID'
  | 'TOO_DEEP';

/** A fault in a statement. `path` is a JSON path from the root of the request body; `message` repeats it and holds no value. */
export interface StatementFault {
  path: string;
  code: StatementFaultCode;
  message: string;
}

export type Properties = Record<string, unknown>;

/** Finds the first fault of a part of a statement that stands at `path`; nothing when it is sound. */
export type Check<Part = unknown> = (part: Part, path: string) => StatementFault | undefined;

/** A fault whose message begins with the path. `problem` completes the sentence, e.g. `is missing`. */
export function fault(path: string, code: StatementFaultCode, problem: string): StatementFault {
  return { path, code, message: `${path} ${problem}` };
}

/** The path of a property. Odd names do not show, since a sender may have put anything there. */
export function below(path: string, property: string | number): string {
  if (typeof property === 'number') return `${path}[${property}]`;
  return /^[A-Za-z][\w-]{0,39}$/.test(property) ? `${path}.${property}` : `${path}['…']`;
}

/** The first fault that the checks find, in their order; later ones do not run. */
export function firstOf(...checks: (() => StatementFault | undefined)[]): StatementFault | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Refuses what is missing or no object; else goes on with `inside`. */
export function requireObject(value: unknown, path: string, inside: Check<Properties>): StatementFault | undefined {
  if (value === undefined) return fault(path, 'MISSING_PROPERTY', 'is missing.');
  if (!isObject(value)) return fault(path, 'NOT_AN_OBJECT', 'must be an object.');
  return inside(value, path);
}

/** As {@link requireObject}, but what is absent is sound. */
export function optionalObject(value: unknown, path: string, inside: Check<Properties>): StatementFault | undefined {
  return value === undefined ? undefined : requireObject(value, path, inside);
}

/** Refuses a present value of another JSON type. */
export function optionalType(
  value: unknown,
  path: string,
  type: 'string' | 'number' | 'boolean',
): StatementFault | undefined {
  if (value === undefined || typeof value === type) return undefined;
  return fault(path, 'WRONG_TYPE', `must be a ${type}.`);
}
