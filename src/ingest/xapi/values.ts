import { flaw, type Flaw } from './fault.ts';
import type { Edition, Rule } from './sections.ts';

/**
 * RFC 3987, 2.2, by best effort as the standard allows (Data 2.2): a scheme (RFC 3986, 3.1), then something, of the characters
 * that an IRI may hold, with whole percent-encodings and one `#`. Square brackets are let through everywhere.
 */
const IRI =
  /^[A-Za-z][A-Za-z0-9+.-]*:(?=.)(?:[!$&-;=?-Z[\]_a-z~\u00a0-\ud7ff\ue000-\u{10fffd}]|%[0-9A-Fa-f]{2})*(?:#(?:[!$&-;=?-Z[\]_a-z~\u00a0-\ud7ff\ue000-\u{10fffd}]|%[0-9A-Fa-f]{2})*)?$/u;

/** Nearly all of them, in half the time: without percent-encodings, fragments and other letters than ours. */
const PLAIN_IRI = /^https?:[!$&-;=?-Z[\]_a-z~]+$/;

/** xAPI asks for the canonical form only. Version and variant are not looked at: the standard's own example would fail. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** RFC 2045, 5.1: type, subtype and parameters. */
const MEDIA_TYPE =
  /^[\w!#$&^.+*'%`{|}~-]+\/[\w!#$&^.+*'%`{|}~-]+(?:\s*;\s*[\w!#$&^.+*'%`{|}~-]+=(?:[\w!#$&^.+*'%`{|}~-]+|"(?:[^"\\]|\\.)*"))*\s*;?$/;

/** ISO 8601:2004, 4.4.3.2; weeks stand alone. */
const DURATION =
  /^P(?:\d+(?:[.,]\d+)?W|(?=\d|T\d)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)$/;

/** Only the last number of a duration may have a fraction (the same, 4.4.3.2). */
const EARLY_FRACTION = /[.,]\d+[YMDH].*\d/;

export function isIri(value: unknown): value is string {
  return typeof value === 'string' && (PLAIN_IRI.test(value) || IRI.test(value));
}

/** An IRI of ASCII only: a URI (RFC 3986). */
export function isUri(value: unknown): value is string {
  return isIri(value) && /^[!-~]+$/.test(value);
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

export function isMediaType(value: unknown): value is string {
  return typeof value === 'string' && MEDIA_TYPE.test(value);
}

/** A SHA-2 hash in hexadecimal: SHA-224, SHA-256, SHA-384 or SHA-512. */
export function isSha2(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(value);
}

export function isDuration(value: unknown): value is string {
  return typeof value === 'string' && DURATION.test(value) && !EARLY_FRACTION.test(value);
}

/** Versions of the request header: 1.0, 1.0.x, 2.0, 2.0.x (Communication 3.3). */
export function isVersion(value: unknown): value is string {
  return typeof value === 'string' && /^[12]\.0(?:\.\d{1,9})?$/.test(value);
}

/** The version that a statement names: one of its edition's, or in 2.0 also an earlier one (Data 2.4.10). */
export function isVersionIn(value: unknown, edition: Edition): boolean {
  return isVersion(value) && (edition === '2.0.0' || value.startsWith('1.'));
}

export function requireIri(value: unknown, rule: Rule): Flaw | undefined {
  if (value === undefined) return flaw('MISSING_PROPERTY', 'is missing; it must be an IRI.', rule);
  if (isIri(value)) return undefined;
  return flaw('NOT_AN_IRI', 'must be an IRI with a scheme, e.g. https://….', 'iri');
}

export function optionalIri(value: unknown, rule: Rule): Flaw | undefined {
  return value === undefined ? undefined : requireIri(value, rule);
}

export function requireUuid(value: unknown, rule: Rule): Flaw | undefined {
  if (value === undefined) return flaw('MISSING_PROPERTY', 'is missing; it must be a UUID.', rule);
  if (isUuid(value)) return undefined;
  return flaw('NOT_A_UUID', 'must be a UUID, 8-4-4-4-12 hexadecimal digits.', 'uuid');
}

export function optionalUuid(value: unknown, rule: Rule): Flaw | undefined {
  return value === undefined ? undefined : requireUuid(value, rule);
}
