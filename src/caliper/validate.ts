import { Walker } from './check.ts';
import type { Fractions, JsonMap } from './check.ts';
import { conformity } from './conforms.ts';
import type { Fault } from './fault.ts';
import { jsonPath } from './fault.ts';
import { caliperContext } from './model.ts';
import type { CaliperVersion } from './model.ts';
import { sections } from './place.ts';
import { readJson } from './read.ts';
import { checkInstant, checkIri } from './values.ts';

export type { Fault, FaultCode } from './fault.ts';

export interface ValidateOptions {
  /** `v1p2` unless told. */
  readonly version?: CaliperVersion;
}

const envelopeKeys: readonly string[] = ['sensor', 'sendTime', 'dataVersion', 'data'];

/**
 * Checks an event, a described entity, an envelope, or an array of them against the tables of a version of Caliper. A
 * document with `data`, `sensor` or `dataVersion` is taken for an envelope; one with an event's type, `action` or
 * `eventTime` for an event; anything else for an entity. Parsed JSON does not tell `10` from `10.0`: see
 * {@link validateText}.
 *
 * @returns Every fault; empty for a document that keeps the rules.
 */
export function validateDocument(value: unknown, options: ValidateOptions = {}): Fault[] {
  return validate(value, options.version ?? 'v1p2', undefined);
}

/**
 * Checks a JSON text as {@link validateDocument} does, and beyond it what parsing loses: decimals written without a
 * fraction, whole numbers written with one, and keys written twice.
 */
export function validateText(text: string, options: ValidateOptions = {}): Fault[] {
  const read = readJson(text);
  if (!read.ok) {
    return [{ path: '$', code: 'NOT_JSON', message: read.message, section: 'Sensor API: JSON-LD Payload' }];
  }
  const duplicates = read.duplicates.map((steps): Fault => ({
    path: jsonPath(steps),
    code: 'DUPLICATE_KEY',
    message: 'This key stands twice in one object; each property may be given once',
    section: 'Events',
  }));
  return [...duplicates, ...validate(read.value, options.version ?? 'v1p2', read.fractions)];
}

/** Checks one event that is about to be stored or sent. */
export function validateEvent(value: unknown, version: CaliperVersion): Fault[] {
  if (version === 'v1p2' && isMap(value) && conformity(value) !== 'unsure') return [];
  const walker = new Walker(version);
  if (isMap(value)) walker.event(value);
  else walker.fault('NOT_OBJECT', 'An event must be a JSON object', 'Events');
  return walker.faults;
}

function validate(value: unknown, version: CaliperVersion, fractions: Fractions | undefined): Fault[] {
  const walker = new Walker(version, fractions);
  if (Array.isArray(value)) value.forEach((item, index) => walker.at(index, () => checkDocument(item, walker)));
  else checkDocument(value, walker);
  return walker.faults;
}

function checkDocument(value: unknown, walker: Walker): void {
  if (!isMap(value)) {
    walker.fault('NOT_OBJECT', 'An event, entity or envelope must be a JSON object', sections.envelope);
  } else if ('data' in value || 'sensor' in value || 'dataVersion' in value) checkEnvelope(value, walker);
  else checkEventOrEntity(value, walker);
}

function checkEventOrEntity(value: JsonMap, walker: Walker): void {
  const type = value['type'];
  const isEvent = (typeof type === 'string' && type.endsWith('Event')) || 'action' in value || 'eventTime' in value;
  if (isEvent) walker.event(value);
  else walker.describedEntity(value);
}

function checkEnvelope(value: JsonMap, walker: Walker): void {
  for (const key of envelopeKeys) if (value[key] === undefined) walker.missing(key, 'An envelope', sections.envelope);
  for (const [key, content] of Object.entries(value)) {
    walker.at(key, () => {
      if (content === null) walker.nullValue(sections.envelope);
      else checkEnvelopeKey(key, content, walker);
    });
  }
}

function checkEnvelopeKey(key: string, content: unknown, walker: Walker): void {
  const context = caliperContext[walker.version];
  switch (key) {
    case 'sensor':
      // The specification only advises an IRI, but 1EdTech's own library refuses anything else.
      checkIri(walker, content);
      break;
    case 'sendTime':
      checkInstant(walker, content, sections.envelope);
      break;
    case 'dataVersion':
      if (content !== context) walker.mustBe('UNKNOWN_CONTEXT', context, sections.envelope);
      break;
    case 'data':
      checkData(content, walker);
      break;
    default:
      walker.fault('UNKNOWN_PROPERTY', `An envelope has no property ${key}`, sections.envelope);
  }
}

function checkData(content: unknown, walker: Walker): void {
  if (!Array.isArray(content) || content.length === 0) {
    walker.mustBe('NOT_ARRAY', 'an array of at least one event or entity', sections.envelope);
    return;
  }
  content.forEach((item: unknown, index) =>
    walker.at(index, () => {
      if (isMap(item)) checkEventOrEntity(item, walker);
      else walker.mustBe('NOT_OBJECT', 'an event or an entity', sections.envelope);
    }),
  );
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
