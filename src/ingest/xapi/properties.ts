import { isObject } from '../json.ts';
import { at, flaw, type Check, type Flaw, type Properties } from './fault.ts';
import type { Edition, Rule } from './sections.ts';
import { isIri } from './values.ts';

/** The flaw of a value that should be an object and is none. */
export function notAnObject(value: unknown, rule: Rule): Flaw {
  if (value === undefined) return flaw('MISSING_PROPERTY', 'is missing.', rule);
  return flaw('NOT_AN_OBJECT', 'must be an object.', rule);
}

/** Refuses properties that the standard does not have there (Data 2.2): other names, or the same in other case. */
export function checkKeys(value: Properties, allowed: ReadonlySet<string>, rule: Rule): Flaw | undefined {
  for (const key in value) {
    if (!allowed.has(key)) {
      const problem = 'is no property that xAPI knows here (names are case-sensitive).';
      return at(key, flaw('UNKNOWN_PROPERTY', problem, rule));
    }
  }
  return undefined;
}

/** What is absent is sound. */
export function optional(value: unknown, check: Check, edition: Edition): Flaw | undefined {
  return value === undefined ? undefined : check(value, edition);
}

/** Refuses a present value of another JSON type. */
export function optionalType(value: unknown, type: 'string' | 'number' | 'boolean', rule: Rule): Flaw | undefined {
  if (value === undefined || typeof value === type) return undefined;
  return flaw('WRONG_TYPE', `must be a ${type}.`, rule);
}

/** Refuses what is no list, then the first item that the check refuses. */
export function checkList(value: unknown, what: string, rule: Rule, check: Check, edition: Edition): Flaw | undefined {
  if (!Array.isArray(value)) return flaw('NOT_AN_ARRAY', `must be a list of ${what}.`, rule);
  for (let index = 0; index < value.length; index += 1) {
    const found = check(value[index], edition);
    if (found !== undefined) return at(index, found);
  }
  return undefined;
}

/** Extensions: a map with IRIs as keys and anything as values (Data 4.1). */
export const checkExtensions: Check = (value) => {
  if (!isObject(value)) return notAnObject(value, 'extensions');
  for (const key in value) {
    if (!isIri(key)) return at(key, flaw('NOT_AN_IRI', 'has a key that is no IRI with a scheme.', 'extensions'));
  }
  return undefined;
};
