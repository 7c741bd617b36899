import { isObject } from '../json.ts';
import { at, flaw, type Check, type Flaw } from './fault.ts';
import { notAnObject } from './properties.ts';

/** RFC 5646, 2.1: language, extended language, script, region, variants, extensions, private use; or private use alone. */
const LANGUAGE_TAG =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+)$/i;

/** The same, `irregular`: registered long ago, and still valid. */
const IRREGULAR = new Set([
  ...['en-gb-oed', 'i-ami', 'i-bnn', 'i-default', 'i-enochian', 'i-hak', 'i-klingon', 'i-lux', 'i-mingo', 'i-navajo'],
  ...['i-pwn', 'i-tao', 'i-tay', 'i-tsu', 'sgn-be-fr', 'sgn-be-nl', 'sgn-ch-de'],
]);

/** Whether a text has the form of a language tag (RFC 5646); whether its parts are registered is not looked at. */
export function isLanguageTag(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  if (!LANGUAGE_TAG.test(value)) return IRREGULAR.has(value.toLowerCase());
  // A part can come twice only in tags of at least three parts.
  return value.length < 9 || !hasTwins(value.toLowerCase());
}

/** RFC 5646, 2.2.5 and 2.2.6: no variant and no singleton stands twice. */
function hasTwins(tag: string): boolean {
  const seen = new Set<string>();
  let extension = false;
  for (const part of tag.split('-').slice(1)) {
    if (part === 'x') return false;
    const singleton = part.length === 1;
    extension ||= singleton;
    if (!singleton && (extension || !/^(?:[a-z\d]{5,8}|\d[a-z\d]{3})$/.test(part))) continue;
    if (seen.has(part)) return true;
    seen.add(part);
  }
  return false;
}

/** A language map: language tags to texts (Data 4.2). */
export const checkLanguageMap: Check = (value) => {
  if (!isObject(value)) return notAnObject(value, 'languageMap');
  for (const tag in value) {
    if (!isLanguageTag(tag)) return at(tag, notATag('is no language tag of RFC 5646, e.g. en or en-US.'));
    if (typeof value[tag] !== 'string') return at(tag, flaw('WRONG_TYPE', 'must be a string.', 'languageMap'));
  }
  return undefined;
};

/** A language tag as value (Data 2.4.6). */
export const checkLanguage: Check = (value) =>
  isLanguageTag(value) ? undefined : notATag('must be a language tag of RFC 5646, e.g. en or en-US.');

function notATag(problem: string): Flaw {
  return flaw('NOT_A_LANGUAGE_TAG', problem, 'languageMap');
}
