import { conformingProperty } from '../caliper/conforms.ts';
import { isDuration, isInstant, isIri } from '../caliper/formats.ts';
import { decimalProperties } from '../caliper/model.ts';
import type { PropertyPlan } from '../caliper/plan.ts';
import { writeDecimal, writeString, writeValue } from '../caliper/serialise.ts';
import type { Json } from './table.ts';

/** An IRI of characters that JSON writes as they are: nearly all are, and one test tells both. */
const PLAIN_IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]+$/;

/** What may stand in an IRI and in JSON as it is, and what may begin one. */
const PLAIN_PART = /^[!#-;=?-[\]_a-z~]*$/;
const PLAIN_BEGINNING = /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]*$/;

/** Whether a text that begins an IRI, or stands in one, can be written into JSON without a further look. */
export function isPlainBeginning(text: string): boolean {
  return PLAIN_BEGINNING.test(text);
}

/** See {@link isPlainBeginning}. */
export function isPlainPart(text: string): boolean {
  return PLAIN_PART.test(text);
}

/**
 * A function that writes the value of one property as JSON, if it keeps the rules of Caliper 1.2 there: the same rules as
 * src/caliper/conforms.ts, the same text as src/caliper/serialise.ts.
 *
 * @param depth of the entity that has the property; 0 for an event
 * @returns a function of a present value; it gives `undefined` for what keeps no rule at first sight
 */
export function leafWriter(
  name: string,
  property: PropertyPlan,
  depth: number,
): (value: unknown) => string | undefined {
  switch (property.kind) {
    case 'iri':
      return writeIri;
    case 'string':
      return (value) => (typeof value === 'string' ? writeString(value) : undefined);
    case 'datetime':
      return writeInstant;
    case 'duration':
      return (value) => (typeof value === 'string' && isDuration(value) ? `"${value}"` : undefined);
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? String(value) : undefined);
    case 'integer': {
      const write = decimalProperties.has(name) ? writeDecimal : String;
      return (value) =>
        typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? write(value) : undefined;
    }
    case 'decimal':
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? writeDecimal(value) : undefined);
    case 'map':
      if (name !== 'extensions') break;
      return (value) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : undefined;
    default:
  }
  // Closures make JSON out of JSON.
  return (value) => (conformingProperty(name, value, property, depth) ? writeValue(value as Json) : undefined);
}

/** An IRI, in its quotes. */
export function writeIri(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (PLAIN_IRI.test(value)) return `"${value}"`;
  return isIri(value) ? writeString(value) : undefined;
}

/** A date-time of Caliper, in its quotes. */
export function writeInstant(value: unknown): string | undefined {
  return typeof value === 'string' && isInstant(value) ? `"${value}"` : undefined;
}
