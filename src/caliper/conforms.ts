import { isDuration, isInstant, isIri, isUuidUrn } from './formats.ts';
import { caliperContext, decimalProperties, profiles } from './model.ts';
import { v1p2Plan } from './plan.ts';
import type { ActionPlan, Allowed, EntityPlan, EventPlan, PropertyPlan } from './plan.ts';
import { identifierTypes, ltiMessageTypes, metrics, roles, statuses } from './vocabularies.ts';

type JsonMap = Readonly<Record<string, unknown>>;

/**
 * What a first look at an event finds. `plain` and `decimal`: it keeps all rules of Caliper 1.2, without or possibly with numbers that
 * are written with a fraction. `unsure`: the walk of src/caliper/check.ts must tell, which also says what is wrong.
 */
export type Conformity = 'plain' | 'decimal' | 'unsure';

/** Deeper events are left to the walk, which has a bound of its own. */
const deepest = 50;

const requiredOfEvent = ['id', 'actor', 'action', 'object', 'eventTime'] as const;

/**
 * Whether an event keeps the rules of Caliper 1.2: the same tables as the walk, without a record of places and faults, since nearly
 * all events are good (1.2 µs for an event where the walk takes 3.6).
 */
export function conformity(event: JsonMap): Conformity {
  const type = event['type'];
  const plan = typeof type === 'string' ? v1p2Plan.events.get(type) : undefined;
  if (plan === undefined) return 'unsure';
  const look = new Look();
  return look.event(event, plan) ? (look.decimals ? 'decimal' : 'plain') : 'unsure';
}

/**
 * Whether the value of one property, or of a slot of an event, keeps the rules of Caliper 1.2, with all that is in it.
 *
 * @param depth of the entity that has the property; 0 for an event
 */
export function conformingProperty(name: string, value: unknown, property: PropertyPlan, depth: number): boolean {
  return new Look().property(name, value, property, depth);
}

class Look {
  /** Its shape: see src/keep-shapes.ts. */
  static readonly shape = new Look();

  /** Set where a number may have to be written with a fraction. */
  decimals = false;

  event(event: JsonMap, plan: EventPlan): boolean {
    const action = event['action'];
    const profile = event['profile'];
    const byAction = typeof action === 'string' ? plan.byAction.get(action) : undefined;
    const byProfile = typeof profile === 'string' ? plan.byProfile.get(profile) : undefined;
    for (const key in event) {
      const allowed = plan.slots.get(key);
      if (allowed === undefined) {
        if (!isEventKey(key, event[key], plan)) return false;
      } else if (!this.#entityOrIri(event[key], narrowed(key, byAction, byProfile) ?? allowed, 1)) return false;
    }
    for (const key of requiredOfEvent) if (event[key] === undefined) return false;
    if (event['@context'] === undefined) return false;
    return byAction?.requires === undefined || event[byAction.requires] !== undefined;
  }

  #entityOrIri(value: unknown, allowed: Allowed, depth: number): boolean {
    if (typeof value === 'string') return allowed.identified && isIri(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > deepest) return false;
    const entity = value as JsonMap; // neither null nor an array
    const type = entity['type'];
    const plan = typeof type === 'string' ? v1p2Plan.entities.get(type) : undefined;
    return plan !== undefined && allowed.types.has(plan.type) && this.#entity(entity, plan, depth);
  }

  #entity(entity: JsonMap, plan: EntityPlan, depth: number): boolean {
    for (const key in entity) {
      const property = plan.properties.get(key);
      // A context of its own is for the walk.
      if (property === undefined || !this.property(key, entity[key], property, depth)) return false;
    }
    for (const key of plan.required) if (entity[key] === undefined) return false;
    return true;
  }

  property(key: string, value: unknown, { kind, allowed }: PropertyPlan, depth: number): boolean {
    switch (kind) {
      case 'type':
        return true;
      case 'iri':
        return typeof value === 'string' && isIri(value);
      case 'string':
        return typeof value === 'string';
      case 'boolean':
        return typeof value === 'boolean';
      case 'integer':
        this.decimals ||= decimalProperties.has(key);
        return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
      case 'decimal':
        this.decimals = true;
        return typeof value === 'number' && Number.isFinite(value);
      case 'datetime':
        return typeof value === 'string' && isInstant(value);
      case 'duration':
        return typeof value === 'string' && isDuration(value);
      case 'map':
        // Below `extensions` numbers are written as they are; elsewhere names may be those of decimals.
        this.decimals ||= key !== 'extensions';
        return isMap(value);
      case 'entity':
        return allowed !== undefined && this.#entityOrIri(value, allowed, depth + 1);
      case 'entities':
      case 'strings':
      case 'roles':
        return Array.isArray(value) && this.#items(value, kind, allowed, depth);
      default:
        return typeof value === 'string' && terms[kind].has(value);
    }
  }

  #items(
    items: readonly unknown[],
    kind: 'entities' | 'strings' | 'roles',
    allowed: Allowed | undefined,
    depth: number,
  ): boolean {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (kind === 'entities') {
        if (allowed === undefined || !this.#entityOrIri(item, allowed, depth + 1)) return false;
      } else if (typeof item !== 'string' || (kind === 'roles' && !isRole(item, items))) return false;
    }
    return true;
  }
}

const terms = {
  status: statuses,
  metric: metrics,
  identifierType: identifierTypes,
  ltiMessageType: ltiMessageTypes,
} as const;

function isRole(role: string, all: readonly unknown[]): boolean {
  const end = role.indexOf('#');
  return roles.has(role) && (end < 0 || all.includes(role.slice(0, end)));
}

function isEventKey(key: string, value: unknown, plan: EventPlan): boolean {
  switch (key) {
    case '@context':
      return value === caliperContext.v1p2;
    case 'id':
      return typeof value === 'string' && isUuidUrn(value);
    case 'type':
      return true;
    case 'action':
      return typeof value === 'string' && plan.actions.has(value);
    case 'eventTime':
      return typeof value === 'string' && isInstant(value);
    case 'profile':
      return typeof value === 'string' && Object.hasOwn(profiles, value) && plan.profiles.has(value);
    case 'extensions':
      return isMap(value);
    default:
      return false;
  }
}

function narrowed(
  slot: string,
  byAction: ActionPlan | undefined,
  byProfile: ReadonlyMap<string, Allowed> | undefined,
): Allowed | undefined {
  return byAction?.slots.get(slot) ?? byProfile?.get(slot);
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
