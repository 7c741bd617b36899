import { conditions } from './conditions.ts';
import { eventKeys, entityTypes, eventTypes, isSubtype, profiles, propertiesOf } from './model.ts';
import type { EventType, Property, PropertyKind, SlotName } from './model.ts';
import { newInV1p2, v1p1Slots } from './v1p1.ts';

/** The entity types that one place takes: as named by the specification, and spelled out with every subtype. */
export interface Allowed {
  readonly names: readonly string[];
  readonly types: ReadonlySet<string>;
  /** Whether an IRI serves: SystemIdentifier and TextPositionSelector have none. */
  readonly identified: boolean;
}

export interface PropertyPlan {
  readonly kind: PropertyKind;
  readonly allowed?: Allowed;
}

export interface EntityPlan {
  readonly type: string;
  readonly section: string;
  readonly properties: ReadonlyMap<string, PropertyPlan>;
  readonly required: readonly string[];
}

export interface ActionPlan {
  readonly requires?: SlotName;
  readonly slots: ReadonlyMap<string, Allowed>;
}

export interface EventPlan {
  readonly type: string;
  readonly section: string;
  readonly actions: ReadonlySet<string>;
  readonly slots: ReadonlyMap<string, Allowed>;
  readonly keys: ReadonlySet<string>;
  readonly profiles: ReadonlySet<string>;
  readonly byAction: ReadonlyMap<string, ActionPlan>;
  /** Slots that take other types in one profile. */
  readonly byProfile: ReadonlyMap<string, ReadonlyMap<string, Allowed>>;
}

/** All tables of one version, laid out for checking. */
export interface Plan {
  readonly events: ReadonlyMap<string, EventPlan>;
  readonly entities: ReadonlyMap<string, EntityPlan>;
}

/** Caliper 1.2. */
export const v1p2Plan: Plan = makePlan('v1p2');
/** Caliper 1.1 with the context of a profile extension: the terms of 1.2, without `profile` and its new properties. */
export const v1p1ExtendedPlan: Plan = makePlan('v1p1-extended');
/** Caliper 1.1. */
export const v1p1Plan: Plan = makePlan('v1p1');

type Edition = 'v1p2' | 'v1p1-extended' | 'v1p1';

function makePlan(edition: Edition): Plan {
  const types = Object.keys(entityTypes).filter((type) => edition !== 'v1p1' || !newInV1p2.entities.has(type));
  const allow = (names: readonly string[]): Allowed => ({
    names,
    types: new Set(types.filter((type) => names.some((name) => isSubtype(type, name)))),
    identified: names.every((name) => isSubtype(name, 'Entity')),
  });
  return {
    entities: new Map(types.map((type) => [type, entityPlan(type, edition, allow)])),
    events: new Map(
      Object.entries(eventTypes)
        .filter(([type]) => edition !== 'v1p1' || !newInV1p2.events.has(type))
        .map(([type, event]) => [type, eventPlan(type, event, edition, allow)]),
    ),
  };
}

function entityPlan(type: string, edition: Edition, allow: (names: readonly string[]) => Allowed): EntityPlan {
  const properties = [...propertiesOf(type)].filter(([name]) => edition === 'v1p2' || !newInV1p2.properties.has(name));
  return {
    type,
    section: `Entities: ${type}`,
    properties: new Map(properties.map(([name, property]) => [name, propertyPlan(property, allow)])),
    // What only 1.2 demands (`items` of a Questionnaire) is not demanded of the extensions of 1.1.
    required: properties
      .filter(([name, { required }]) => required && (edition !== 'v1p1-extended' || name === 'id' || name === 'type'))
      .map(([name]) => name),
  };
}

function propertyPlan(property: Property, allow: (names: readonly string[]) => Allowed): PropertyPlan {
  return property.types === undefined
    ? { kind: property.kind }
    : { kind: property.kind, allowed: allow(property.types) };
}

function eventPlan(
  type: string,
  event: EventType,
  edition: Edition,
  allow: (names: readonly string[]) => Allowed,
): EventPlan {
  // The extensions of 1.1 navigate to and view parts of a survey: their slots are those of 1.2.
  const slots = edition === 'v1p1' ? { ...event.slots, ...v1p1Slots[type] } : event.slots;
  const byProfile = new Map<string, ReadonlyMap<string, Allowed>>();
  // A Result is no DigitalResource, but what the GradingProfile views.
  if (type === 'ViewEvent')
    byProfile.set('GradingProfile', new Map([['object', allow(['DigitalResource', 'Result'])]]));
  return {
    type,
    section: `Events: ${type}`,
    actions: new Set(event.actions.filter((action) => edition !== 'v1p1' || !newInV1p2.actions.has(action))),
    slots: new Map(Object.entries(slots).map(([slot, names]) => [slot, allow(names)])),
    keys: new Set([...eventKeys].filter((key) => edition === 'v1p2' || key !== 'profile')),
    profiles: new Set(Object.keys(profiles).filter((profile) => profiles[profile]?.includes(type))),
    byAction: new Map(
      conditions
        .filter((condition) => condition.event === type)
        .map(({ action, requires, slots = {} }) => [
          action,
          {
            ...(requires === undefined ? {} : { requires }),
            slots: new Map(Object.entries(slots).map(([slot, names]) => [slot, allow(names)])),
          },
        ]),
    ),
    byProfile,
  };
}
