import { toInstant } from '../../mapping/functions/time.ts';
import { fault, type StatementFault } from './fault.ts';

/** RFC 3986, 3.1: a scheme; then something, without the characters that an IRI may not hold (RFC 3987, 2.2). */
// eslint-disable-next-line no-control-regex -- control characters are among those that an IRI may not hold
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u001f]+$/;

/** xAPI asks for the canonical form only. Version and variant are not looked at: the standard's own example would fail. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isIri(value: unknown): value is string {
  return typeof value === 'string' && IRI.test(value);
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

export function requireIri(value: unknown, path: string): StatementFault | undefined {
  if (value === undefined) return fault(path, 'MISSING_PROPERTY', 'is missing; it must be an IRI.');
  return isIri(value) ? undefined : fault(path, 'NOT_AN_IRI', 'must be an IRI with a scheme, e.g. https://….');
}

export function requireUuid(value: unknown, path: string): StatementFault | undefined {
  if (value === undefined) return fault(path, 'MISSING_PROPERTY', 'is missing; it must be a UUID.');
  return isUuid(value) ? undefined : fault(path, 'NOT_A_UUID', 'must be a UUID, 8-4-4-4-12 hexadecimal digits.');
}

export function optionalUuid(value: unknown, path: string): StatementFault | undefined {
  return value === undefined ? undefined : requireUuid(value, path);
}

/** A date-time of ISO 8601 that exists in the calendar. */
export function optionalTimestamp(value: unknown, path: string): StatementFault | undefined {
  if (value === undefined || toInstant(value) !== undefined) return undefined;
  return fault(path, 'NOT_A_TIMESTAMP', 'must be a date-time of ISO 8601, e.g. 2026-05-04T12:00:00.000Z.');
}

/** Versions of statements (and of the request header): 1.0, 1.0.x, 2.0, 2.0.x. */
export function isVersion(value: unknown): value is string {
  return typeof value === 'string' && /^[12]\.0(?:\.\d{1,9})?$/.test(value);
}
