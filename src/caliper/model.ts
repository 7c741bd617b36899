import { generalEntities } from './entities.ts';
import { outcomeEntities } from './outcome-entities.ts';
import type { EntityType, Property } from './properties.ts';

export { actions } from './actions.ts';
export { eventTypes } from './events.ts';
export type { EventType, SlotName } from './events.ts';
export { profileObjects, profiles } from './profiles.ts';
export type { EntityType, Property, PropertyKind } from './properties.ts';

/** The versions of Caliper that destinations may ask for. */
export type CaliperVersion = 'v1p2' | 'v1p1';

/** IRI of the JSON-LD context of each version: `@context` of events, `dataVersion` of envelopes. */
export const caliperContext: Readonly<Record<CaliperVersion, string>> = {
  v1p2: 'http://purl.imsglobal.org/ctx/caliper/v1p2',
  v1p1: 'http://purl.imsglobal.org/ctx/caliper/v1p1',
};

/** The root of the IRIs of types: an unknown entity has its type's IRI as `id`. */
export const typeIriRoot = 'http://purl.imsglobal.org/caliper/';

/** Entity types, with SystemIdentifier and TextPositionSelector, which are written like entities but have no `id`. */
export const entityTypes: Readonly<Record<string, EntityType>> = { ...generalEntities, ...outcomeEntities };

/** The top-level keys of an event beside its slots. */
export const eventKeys: ReadonlySet<string> = new Set([
  '@context',
  'id',
  'type',
  'profile',
  'action',
  'eventTime',
  'extensions',
]);

/** Properties whose numbers are written with a fraction (`10.0`). */
export const decimalProperties: ReadonlySet<string> = new Set(
  Object.values(entityTypes).flatMap((type) =>
    Object.entries(type.properties).flatMap(([name, property]) => (property.kind === 'decimal' ? [name] : [])),
  ),
);

const ancestors: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.keys(entityTypes).map((type) => [type, new Set(lineage(type))]),
);

const allProperties: ReadonlyMap<string, ReadonlyMap<string, Property>> = new Map(
  Object.keys(entityTypes).map((type) => [type, merged(type)]),
);

const none: ReadonlyMap<string, Property> = new Map();

/** True when an entity of `type` serves where `supertype` is asked for. A type is its own subtype. */
export function isSubtype(type: string, supertype: string): boolean {
  return ancestors.get(type)?.has(supertype) ?? false;
}

/** The properties of an entity type, own and inherited, `id` and `type` among them. Empty for an unknown type. */
export function propertiesOf(type: string): ReadonlyMap<string, Property> {
  return allProperties.get(type) ?? none;
}

/** The type itself, then its supertypes, each before its own supertypes. */
function lineage(type: string): string[] {
  return [type, ...(entityTypes[type]?.supertypes ?? []).flatMap(lineage)];
}

/** The most general first, so that a subtype's narrower property takes the place of the inherited one. */
function merged(type: string): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  for (const ancestor of depthFirst(type)) {
    for (const [name, property] of Object.entries(entityTypes[ancestor]?.properties ?? {}))
      properties.set(name, property);
  }
  return properties;
}

function depthFirst(type: string): string[] {
  return [...(entityTypes[type]?.supertypes ?? []).flatMap(depthFirst), type];
}
