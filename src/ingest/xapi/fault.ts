import { sectionOf, type Edition, type Rule } from './sections.ts';

/** What can be the matter with a statement. Stable: the codes stand in answers and in counters. */
export type StatementFaultCode =
  | 'NOT_AN_OBJECT'
  | 'NOT_AN_ARRAY'
  | 'MISSING_PROPERTY'
  | 'UNKNOWN_PROPERTY'
  | 'NULL_VALUE'
  | 'WRONG_TYPE'
  | 'WRONG_OBJECT_TYPE'
  | 'NOT_AN_IRI'
  | 'NOT_A_UUID'
  | 'NOT_A_TIMESTAMP'
  | 'NOT_A_DURATION'
  | 'NOT_A_LANGUAGE_TAG'
  | 'NOT_A_MEDIA_TYPE'
  | 'NOT_A_HASH'
  | 'NO_IDENTIFIER'
  | 'SEVERAL_IDENTIFIERS'
  | 'WRONG_IDENTIFIER'
  | 'OUT_OF_RANGE'
  | 'WRONG_INTERACTION'
  | 'WRONG_AUTHORITY'
  | 'NOT_ABOUT_AN_ACTIVITY'
  | 'WRONG_VOIDING'
  | 'WRONG_VERSION'
  | 'MISSING_ATTACHMENT'
  | 'WRONG_ATTACHMENT'
  | 'WRONG_SIGNATURE'
  | 'DUPLICATE_ID'
  | 'TOO_DEEP';

/**
 * A fault in a statement. `path` is a JSON path from the root of the request body; `message` repeats it and holds no value;
 * `section` is that of the rule in the edition of the standard by which the statement was judged.
 */
export interface StatementFault {
  path: string;
  code: StatementFaultCode;
  message: string;
  section: string;
}

export type Properties = Record<string, unknown>;

/** A fault on its way up to the statement. Its path is put together only here, since nearly all statements are sound. */
export interface Flaw {
  code: StatementFaultCode;
  /** Completes the sentence that begins with the path, e.g. `is missing.` */
  problem: string;
  rule: Rule;
  /** From where it stands up to the statement. */
  keys: (string | number)[];
}

/** Finds the first flaw of a part of a statement; nothing when it is sound. */
export type Check<Part = unknown> = (part: Part, edition: Edition) => Flaw | undefined;

export function flaw(code: StatementFaultCode, problem: string, rule: Rule): Flaw {
  return { code, problem, rule, keys: [] };
}

/** Adds the property, or the place in a list, where the flawed part stands. */
export function at(key: string | number, found: Flaw | undefined): Flaw | undefined {
  found?.keys.push(key);
  return found;
}

/** @param root path of the statement in the request body */
export function toFault(found: Flaw, root: string, edition: Edition): StatementFault {
  const path = found.keys.reduceRight<string>(below, root);
  return { path, code: found.code, message: `${path} ${found.problem}`, section: sectionOf(found.rule, edition) };
}

/** The path of a property. Odd names do not show, since a sender may have put anything there. */
export function below(path: string, property: string | number): string {
  if (typeof property === 'number') return `${path}[${property}]`;
  return /^[A-Za-z][\w-]{0,39}$/.test(property) ? `${path}.${property}` : `${path}['…']`;
}
