import type { CaliperObject } from '../mapping/outcome.ts';
import type { Json } from '../mapping/table.ts';
import { caliperContext, entityTypes, eventKeys, typeIriRoot } from './model.ts';
import { v1p1Plan } from './plan.ts';
import type { Allowed } from './plan.ts';

/** What becomes of an event for a destination that speaks Caliper 1.1. `reason` is a sentence without any value. */
export type V1p1Outcome = { ok: true; event: CaliperObject } | { ok: false; reason: string };

/** Actions of 1.2 that 1.1 can say in another word. The rest of the new actions have no counterpart. */
const actionInV1p1: ReadonlyMap<string, string> = new Map([
  ['Archived', 'Modified'],
  ['Downloaded', 'Retrieved'],
  ['OptedIn', 'Subscribed'],
  ['OptedOut', 'Unsubscribed'],
  ['Saved', 'Modified'],
  ['Sent', 'Posted'],
  ['Uploaded', 'Added'],
]);

/** Entity types whose supertypes in 1.1 say too little; a Survey was no resource in 1.2 but is one to 1.1. */
const entityInV1p1: ReadonlyMap<string, string> = new Map([['Survey', 'DigitalResource']]);

/** Supertypes that say nothing: an entity that could only be one of these is left out. */
const tooGeneral: ReadonlySet<string> = new Set(['Entity', 'Agent']);

/**
 * Rewrites a Caliper 1.2 event for a 1.1 destination: new event types become plain `Event`s (a tool launch becomes a
 * ToolUseEvent), new actions older ones, new entities their nearest supertype; what 1.1 has no term for is left out.
 * The event is copied, not changed.
 *
 * @param event A valid 1.2 event.
 * @returns The 1.1 event, or why there is none.
 */
export function toV1p1(event: CaliperObject): V1p1Outcome {
  const converted = typeAndAction(event);
  if (!converted.ok) return converted;
  const { type, action } = converted;
  const plan = v1p1Plan.events.get(type);
  const actor = event['actor'];
  const person = isObject(actor) ? actor : undefined;
  const result: CaliperObject = {};
  for (const [key, value] of Object.entries(event)) {
    const allowed = plan?.slots.get(key);
    if (key === '@context') result[key] = caliperContext.v1p1;
    else if (key === 'type') result[key] = type;
    else if (key === 'action') result[key] = action;
    else if (allowed !== undefined) {
      const entity = convert(value, allowed, person);
      if (entity !== undefined) result[key] = entity;
    } else if (eventKeys.has(key) && key !== 'profile') result[key] = value;
  }
  // The target of a launch is a link, and 1.1 takes a feature of the tool there.
  if (event['type'] === 'ToolLaunchEvent') delete result['target'];
  for (const slot of ['actor', 'object'] as const) {
    if (result[slot] === undefined) return { ok: false, reason: `Caliper 1.1 has no entity type for the ${slot}` };
  }
  return { ok: true, event: result };
}

function typeAndAction(
  event: CaliperObject,
): { ok: true; type: string; action: string } | { ok: false; reason: string } {
  const type = text(event['type']);
  const action = text(event['action']);
  if (type === 'ToolLaunchEvent' && action === 'Launched') return { ok: true, type: 'ToolUseEvent', action: 'Used' };
  const typeNow = v1p1Plan.events.has(type) && !viewsResult(event) ? type : 'Event';
  const actionNow = actionInV1p1.get(action) ?? action;
  if (v1p1Plan.events.get(typeNow)?.actions.has(actionNow) === true)
    return { ok: true, type: typeNow, action: actionNow };
  return { ok: false, reason: `Caliper 1.1 has no counterpart of ${type} with action ${action}` };
}

/** A Result is viewed in the GradingProfile of 1.2 only; to 1.1 it is the object of no ViewEvent. */
function viewsResult(event: CaliperObject): boolean {
  const object = event['object'];
  return event['type'] === 'ViewEvent' && isObject(object) && object['type'] === 'Result';
}

/** An entity, IRI or array of them in a place of 1.1 that takes `allowed`; undefined when nothing of it can stand there. */
function convert(value: Json | undefined, allowed: Allowed, actor: CaliperObject | undefined): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.map((item) => convert(described(item, allowed, actor), allowed, actor));
    const kept = items.filter((item) => item !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (!isObject(value)) return value;
  const entity = convertEntity(value, actor);
  return entity !== undefined && allowed.types.has(text(entity['type'])) ? entity : undefined;
}

/** Inside arrays the schemas of 1.1 know entities but no bare IRIs. Only of the actor is more known than the IRI. */
function described(item: Json, allowed: Allowed, actor: CaliperObject | undefined): Json {
  if (typeof item !== 'string') return item;
  const type = actor !== undefined && actor['id'] === item ? text(actor['type']) : allowed.names[0];
  return type === undefined ? item : { id: item, type };
}

function convertEntity(entity: CaliperObject, actor: CaliperObject | undefined): CaliperObject | undefined {
  const type = text(entity['type']);
  const typeNow = nearest(type);
  const plan = typeNow === undefined ? undefined : v1p1Plan.entities.get(typeNow);
  if (plan === undefined) return undefined;
  const result: CaliperObject = {};
  for (const [key, value] of Object.entries(entity)) {
    const property = plan.properties.get(key);
    if (key === 'type') result[key] = plan.type;
    // An unknown entity has the IRI of its type as id.
    else if (key === 'id' && value === typeIriRoot + type) result[key] = typeIriRoot + plan.type;
    else if (property?.allowed !== undefined) {
      const inner = convert(value, property.allowed, actor);
      if (inner !== undefined) result[key] = inner;
    } else if (property !== undefined) result[key] = value;
  }
  return result;
}

/** The type itself if 1.1 has it, or the closest of its supertypes that 1.1 has and that says something. */
function nearest(type: string): string | undefined {
  if (v1p1Plan.entities.has(type)) return type;
  const named = entityInV1p1.get(type);
  if (named !== undefined) return named;
  return (entityTypes[type]?.supertypes ?? [])
    .map(nearest)
    .find((found) => found !== undefined && !tooGeneral.has(found));
}

function isObject(value: Json | undefined): value is CaliperObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
