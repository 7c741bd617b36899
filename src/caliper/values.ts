import { isDuration, isInstant, isIri, isUuidUrn } from './formats.ts';
import { caliperContext, typeIriRoot } from './model.ts';
import type { CaliperVersion } from './model.ts';
import { sections } from './place.ts';
import type { Place } from './place.ts';
import { v1p1ExtensionRoot } from './v1p1.ts';
import { identifierTypes, ltiMessageTypes, metrics, roles, statuses } from './vocabularies.ts';

/** Checks of single values. Each adds a fault at the place where the value stands, or does nothing. */

export function checkString(place: Place, value: unknown, section: string): void {
  if (typeof value !== 'string') place.mustBe('NOT_STRING', 'a string', section);
}

export function checkBoolean(place: Place, value: unknown, section: string): void {
  if (typeof value !== 'boolean') place.mustBe('NOT_BOOLEAN', 'true or false', section);
}

/** `writtenWhole` is undefined when nobody knows how the number was written. */
export function checkInteger(place: Place, value: unknown, writtenWhole: boolean | undefined, section: string): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || writtenWhole === false) {
    place.mustBe('NOT_INTEGER', 'a whole number, zero or more, without a fraction', section);
  }
}

export function checkDecimal(place: Place, value: unknown, writtenWhole: boolean | undefined, section: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || writtenWhole === true) {
    place.mustBe('NOT_DECIMAL', 'a number written with a fraction, as in 10.0', section);
  }
}

export function checkInstant(place: Place, value: unknown, section: string): void {
  if (typeof value !== 'string' || !isInstant(value)) {
    place.mustBe('NOT_INSTANT', 'a UTC instant written as YYYY-MM-DDTHH:mm:ss.SSSZ', section);
  }
}

export function checkDuration(place: Place, value: unknown, section: string): void {
  if (typeof value !== 'string' || !isDuration(value)) {
    place.mustBe('NOT_DURATION', 'an ISO 8601 duration, as in PT3M15S', section);
  }
}

export function checkMap(place: Place, value: unknown, section: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    place.mustBe('NOT_MAP', 'an object of keys and values', section);
  }
}

export function checkIri(place: Place, value: unknown): void {
  if (typeof value === 'string' && isIri(value)) return;
  if (typeof value === 'string' && value.startsWith('_:')) {
    place.mustBe('BLANK_NODE_ID', 'an absolute IRI; receivers refuse blank nodes', sections.identifiers);
  } else place.mustBe('NOT_IRI', 'an absolute IRI', sections.identifiers);
}

export function checkEventId(place: Place, value: unknown): void {
  if (typeof value !== 'string' || !isUuidUrn(value)) {
    place.mustBe('NOT_UUID_URN', 'a UUID written as urn:uuid:…', sections.identifiers);
  }
}

const lists = {
  status: { terms: statuses, section: 'LIS Statuses' },
  metric: { terms: metrics, section: 'Use Metrics' },
  identifierType: { terms: identifierTypes, section: 'System Identifier Types' },
  ltiMessageType: { terms: ltiMessageTypes, section: 'LTI Message Types' },
  role: { terms: roles, section: 'LIS Roles' },
} as const;

export function checkTerm(place: Place, value: unknown, list: keyof typeof lists): void {
  const { terms, section } = lists[list];
  if (typeof value !== 'string' || !terms.has(value)) {
    place.mustBe('UNKNOWN_TERM', `a term of the list "${section}"`, section);
  }
}

/** A sub-role comes with its role: `Learner#GuestLearner` needs `Learner` beside it. */
export function checkRole(place: Place, value: unknown, all: readonly unknown[]): void {
  checkTerm(place, value, 'role');
  if (typeof value !== 'string' || !roles.has(value)) return;
  const end = value.indexOf('#');
  if (end >= 0 && !all.includes(value.slice(0, end))) {
    place.fault('MISSING_ROLE', `The sub-role ${value} must come with its role ${value.slice(0, end)}`, 'LIS Roles');
  }
}

export function checkContext(place: Place, value: unknown, version: CaliperVersion): void {
  const context: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (context === caliperContext[version]) return;
  if (version === 'v1p1' && isV1p1Extension(context)) return;
  // An official fixture writes its terms out, in spite of the text. Such a context must at least speak of Caliper.
  if (typeof context === 'object' && context !== null && Object.values(context).includes(typeIriRoot)) return;
  place.mustBe('UNKNOWN_CONTEXT', `${caliperContext[version]}, or an array that ends with it`, sections.context);
}

/** True for the context of a profile extension of Caliper 1.1, alone or last in an array. */
export function isV1p1Extension(context: unknown): boolean {
  const last: unknown = Array.isArray(context) ? context.at(-1) : context;
  return typeof last === 'string' && last.startsWith(v1p1ExtensionRoot);
}
