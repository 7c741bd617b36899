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

type PlainLeaf =
  | 'iri'
  | 'string'
  | 'datetime'
  | 'duration'
  | 'boolean'
  | 'integer'
  | 'wholeDecimal'
  | 'decimal'
  | 'extensions'
  /** A date-time of Caliper, whatever it is. */
  | 'instant';

/** How a value that is no entity is written. */
export type Leaf =
  | { is: PlainLeaf }
  | { is: 'among'; texts: ReadonlySet<unknown> }
  /** By the rules for a property of an entity at that depth; 0 for an event. */
  | { is: 'property'; name: string; property: PropertyPlan; depth: number };

/**
 * How the value of one property is written as JSON: by the same rules as src/caliper/conforms.ts, as the same text as
 * src/caliper/serialise.ts.
 *
 * @param depth of the entity that has the property; 0 for an event
 */
export function leafOf(name: string, property: PropertyPlan, depth: number): Leaf {
  switch (property.kind) {
    case 'iri':
    case 'string':
    case 'datetime':
    case 'duration':
    case 'boolean':
    case 'decimal':
      return plain(property.kind);
    case 'integer':
      return plain(decimalProperties.has(name) ? 'wholeDecimal' : 'integer');
    case 'map':
      if (name === 'extensions') return plain('extensions');
      break;
    default:
  }
  return { is: 'property', name, property, depth };
}

const plainLeaves = new Map<PlainLeaf, Leaf>();

/** One object for all leaves of a kind, which stays in the cache of a processor. */
export function plain(is: PlainLeaf): Leaf {
  const leaf = plainLeaves.get(is) ?? { is };
  plainLeaves.set(is, leaf);
  return leaf;
}

/** A present value as JSON, if it keeps the rules of Caliper 1.2 there; `undefined` for what keeps none at first sight. */
export function writeLeaf(leaf: Leaf, value: unknown): string | undefined {
  switch (leaf.is) {
    case 'iri':
      return writeIri(value);
    case 'string':
      return typeof value === 'string' ? writeString(value) : undefined;
    case 'instant':
      return `"${String(value)}"`;
    case 'datetime':
      return typeof value === 'string' && isInstant(value) ? `"${value}"` : undefined;
    case 'duration':
      return typeof value === 'string' && isDuration(value) ? `"${value}"` : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : undefined;
    case 'integer':
    case 'wholeDecimal':
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return undefined;
      return leaf.is === 'integer' ? String(value) : writeDecimal(value);
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value) ? writeDecimal(value) : undefined;
    case 'among':
      return typeof value === 'string' && leaf.texts.has(value) ? `"${value}"` : undefined;
    case 'extensions':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : undefined;
    case 'property':
      // Steps make JSON out of JSON.
      return conformingProperty(leaf.name, value, leaf.property, leaf.depth) ? writeValue(value as Json) : undefined;
  }
}

/** An IRI, in its quotes. */
export function writeIri(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (PLAIN_IRI.test(value)) return `"${value}"`;
  return isIri(value) ? writeString(value) : undefined;
}
