import { actions, profiles } from './model.ts';
import type { CaliperVersion } from './model.ts';
import { Place, sections } from './place.ts';
import { v1p1ExtendedPlan, v1p1Plan, v1p2Plan } from './plan.ts';
import type { Allowed, EntityPlan, EventPlan, Plan, PropertyPlan } from './plan.ts';
import {
  checkBoolean,
  checkContext,
  checkDecimal,
  checkDuration,
  checkEventId,
  checkInstant,
  checkInteger,
  checkIri,
  checkMap,
  checkRole,
  checkString,
  checkTerm,
  isV1p1Extension,
} from './values.ts';

export type JsonMap = Readonly<Record<string, unknown>>;

/** For each object, the keys whose number is whole by value but was written with a fraction (`10.0`). */
export type Fractions = ReadonlyMap<object, ReadonlySet<string>>;

/** Entities nest: an item in an assessment in a course. No real document comes near this. */
const deepest = 100;

const allActions: ReadonlySet<string> = new Set(actions);
const requiredOfEvent: readonly string[] = ['@context', 'id', 'actor', 'action', 'object', 'eventTime'];

/** Walks events and entities against the tables of one version. A good document costs no allocation but the walker's. */
export class Walker extends Place {
  readonly version: CaliperVersion;
  private readonly fractions: Fractions | undefined;
  private plan: Plan;

  constructor(version: CaliperVersion, fractions?: Fractions) {
    super();
    this.version = version;
    this.fractions = fractions;
    this.plan = version === 'v1p2' ? v1p2Plan : v1p1Plan;
  }

  event(event: JsonMap): void {
    this.choosePlan(event['@context']);
    const type = event['type'];
    const plan = typeof type === 'string' ? this.plan.events.get(type) : undefined;
    if (plan === undefined) {
      this.unknownType(type, 'event');
      return;
    }
    const action = event['action'];
    const profile = event['profile'];
    const byAction = typeof action === 'string' ? plan.byAction.get(action) : undefined;
    const byProfile = typeof profile === 'string' ? plan.byProfile.get(profile) : undefined;
    for (const key in event) {
      const value = event[key];
      const allowed = plan.slots.get(key);
      this.steps.push(key);
      if (value === null) this.nullValue(plan.section);
      else if (allowed !== undefined) {
        this.entityOrIri(value, byAction?.slots.get(key) ?? byProfile?.get(key) ?? allowed);
      } else if (plan.keys.has(key)) this.eventKey(key, value, plan);
      else this.unknownProperty(key, plan.type, plan.section);
      this.steps.pop();
    }
    for (const key of requiredOfEvent) if (event[key] === undefined) this.missing(key, plan.type, plan.section);
    const requires = byAction?.requires;
    if (requires !== undefined && event[requires] === undefined) {
      this.missing(requires, `${plan.type} with action ${String(action)}`, plan.section);
    }
  }

  /** An entity that stands by itself: it needs a `@context` of its own. */
  describedEntity(entity: JsonMap): void {
    this.choosePlan(entity['@context']);
    if (entity['@context'] !== undefined) {
      this.at('@context', () => checkContext(this, entity['@context'], this.version));
    } else if (entity['type'] !== 'SystemIdentifier' && entity['type'] !== 'TextPositionSelector') {
      // Identifiers and selectors are no entities, and only events and entities are told to carry a context.
      this.missing('@context', 'A described entity', sections.context);
    }
    this.entity(entity, undefined);
  }

  private choosePlan(context: unknown): void {
    if (this.version === 'v1p1') this.plan = isV1p1Extension(context) ? v1p1ExtendedPlan : v1p1Plan;
  }

  private eventKey(key: string, value: unknown, plan: EventPlan): void {
    switch (key) {
      case '@context':
        checkContext(this, value, this.version);
        break;
      case 'id':
        checkEventId(this, value);
        break;
      case 'action':
        if (typeof value !== 'string') checkString(this, value, plan.section);
        else if (!plan.actions.has(value)) this.wrongAction(value, plan);
        break;
      case 'eventTime':
        checkInstant(this, value, plan.section);
        break;
      case 'profile':
        if (typeof value !== 'string' || !Object.hasOwn(profiles, value)) {
          this.mustBe('UNKNOWN_PROFILE', 'one of the fifteen profiles of Caliper 1.2', 'Profile Terms');
        } else if (!plan.profiles.has(value)) {
          const message = `${value} has no ${plan.type}; name a profile that has it, or leave profile out`;
          this.fault('EVENT_NOT_IN_PROFILE', message, `Profiles: ${value}`);
        }
        break;
      case 'extensions':
        checkMap(this, value, plan.section);
        break;
    }
  }

  private wrongAction(value: string, plan: EventPlan): void {
    if (allActions.has(value)) {
      const message = `${plan.type} does not take the action ${value} in Caliper ${this.version}`;
      this.fault('ACTION_NOT_ALLOWED', message, plan.section);
    } else this.mustBe('UNKNOWN_ACTION', 'an action of Caliper', 'Actions');
  }

  private entityOrIri(value: unknown, allowed: Allowed): void {
    if (typeof value === 'string' && allowed.identified) checkIri(this, value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      // An object that is neither null nor an array has string keys.
      this.entity(value as JsonMap, allowed);
    } else {
      const form = allowed.identified ? 'as an object or as its IRI' : 'as an object';
      this.mustBe('NOT_ENTITY', `${allowed.names.join(' or ')}, ${form}`, sections.types);
    }
  }

  private entity(entity: JsonMap, allowed: Allowed | undefined): void {
    if (this.steps.length > deepest) {
      this.fault('TOO_DEEP', `Entities are nested more than ${deepest} levels deep`, sections.types);
      return;
    }
    const type = entity['type'];
    const plan = typeof type === 'string' ? this.plan.entities.get(type) : undefined;
    if (plan === undefined) {
      this.unknownType(type, 'entity');
      return;
    }
    if (allowed !== undefined && !allowed.types.has(plan.type)) {
      this.mustBe('WRONG_ENTITY_TYPE', `${allowed.names.join(' or ')}, not ${plan.type}`, plan.section);
    }
    for (const key in entity) {
      const property = plan.properties.get(key);
      const value = entity[key];
      this.steps.push(key);
      if (value === null) this.nullValue(plan.section);
      else if (property !== undefined) this.property(value, property, plan, entity, key);
      // Any object may have a local context; only the outermost one is bound to be Caliper's.
      else if (key !== '@context') this.unknownProperty(key, plan.type, plan.section);
      this.steps.pop();
    }
    for (const key of plan.required) if (entity[key] === undefined) this.missing(key, plan.type, plan.section);
  }

  private property(value: unknown, property: PropertyPlan, plan: EntityPlan, owner: JsonMap, key: string): void {
    switch (property.kind) {
      case 'type':
        break;
      case 'iri':
        checkIri(this, value);
        break;
      case 'string':
        checkString(this, value, plan.section);
        break;
      case 'boolean':
        checkBoolean(this, value, plan.section);
        break;
      case 'integer':
        checkInteger(this, value, this.writtenWhole(value, owner, key), plan.section);
        break;
      case 'decimal':
        checkDecimal(this, value, this.writtenWhole(value, owner, key), plan.section);
        break;
      case 'datetime':
        checkInstant(this, value, plan.section);
        break;
      case 'duration':
        checkDuration(this, value, plan.section);
        break;
      case 'map':
        checkMap(this, value, plan.section);
        break;
      case 'entity':
        if (property.allowed !== undefined) this.entityOrIri(value, property.allowed);
        break;
      case 'entities':
      case 'strings':
      case 'roles':
        this.items(value, property, plan);
        break;
      default:
        checkTerm(this, value, property.kind);
    }
  }

  /** Whether a number was written without a fraction; undefined when only its value is known. */
  private writtenWhole(value: unknown, owner: JsonMap, key: string): boolean | undefined {
    if (this.fractions === undefined) return undefined;
    return Number.isInteger(value) && this.fractions.get(owner)?.has(key) !== true;
  }

  private items(value: unknown, property: PropertyPlan, plan: EntityPlan): void {
    if (!Array.isArray(value)) {
      this.mustBe('NOT_ARRAY', 'an array', plan.section);
      return;
    }
    const items: readonly unknown[] = value;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      this.steps.push(i);
      if (item === null) this.nullValue(plan.section);
      else if (property.allowed !== undefined) this.entityOrIri(item, property.allowed);
      else if (property.kind === 'roles') checkRole(this, item, items);
      else checkString(this, item, plan.section);
      this.steps.pop();
    }
  }

  private unknownType(type: unknown, what: 'event' | 'entity'): void {
    if (type === undefined) this.missing('type', what === 'event' ? 'An event' : 'An entity', sections.types);
    else if (type === null) this.at('type', () => this.nullValue(sections.types));
    else if (what === 'event') {
      const message = `type is not an event type of Caliper ${this.version}`;
      this.faultAt('type', 'UNKNOWN_EVENT_TYPE', message, 'Events');
    } else {
      const message = `type is not an entity type of Caliper ${this.version}`;
      this.faultAt('type', 'UNKNOWN_ENTITY_TYPE', message, 'Entities');
    }
  }
}
