import { isObject, mapFields } from '../json.ts';
import { identifierOf } from './agent.ts';
import type { Properties } from './fault.ts';
import type { Edition } from './sections.ts';
import { readableTimestamp } from './timestamp.ts';

/** What the form of a statement is brought to, beside the statement itself. */
export interface Normalisation {
  /** Root of the source's IRIs, without a trailing slash. */
  lms: string;
  /** When the request came, for statements that say no time; ISO 8601. */
  received: string;
}

/**
 * One form of a sound statement, so that rules need to know only one: `name` is the id of the verb; `id` in lower case; `timestamp`, else `stored`, else the
 * time of receipt; `objectType` of the object and of the actor written out; contextActivities as lists; and for each Agent and
 * Group the property `ifi`, its identifier as one text (see {@link identifierOf}), which rules can read as a pseudonym only.
 */
export function normaliseStatement(statement: Properties, id: string, to: Normalisation, edition: Edition): Properties {
  const { timestamp, stored, authority } = statement;
  const fields = normaliseParts(statement, to);
  fields['name'] = verbOf(statement);
  fields['id'] = id.toLowerCase();
  fields['timestamp'] = readableTimestamp(timestamp ?? stored, edition) ?? to.received;
  if (isObject(authority)) fields['authority'] = normaliseAgent(authority, to.lms);
  return fields;
}

/** The id of the verb; "" before the statement is checked. */
export function verbOf(statement: Properties): string {
  const verb = statement['verb'];
  return isObject(verb) && typeof verb['id'] === 'string' ? verb['id'] : '';
}

function normaliseParts(statement: Properties, to: Normalisation): Properties {
  const { actor, object, context } = statement;
  const parts = { ...statement };
  if (isObject(actor)) parts['actor'] = normaliseAgent(actor, to.lms);
  if (isObject(object)) parts['object'] = normaliseObject(object, to);
  if (isObject(context)) parts['context'] = normaliseContext(context, to);
  return parts;
}

function normaliseObject(object: Properties, to: Normalisation): Properties {
  switch (object['objectType']) {
    case undefined:
      return { ...object, objectType: 'Activity' };
    case 'Agent':
    case 'Group':
      return normaliseAgent(object, to.lms);
    case 'SubStatement':
      return normaliseParts(object, to);
    default:
      return object;
  }
}

function normaliseAgent(agent: Properties, lms: string): Properties {
  const { objectType, member } = agent;
  const normal = { ...agent };
  normal['objectType'] = objectType ?? 'Agent';
  // In place of whatever the sender may have written there; undefined counts as absent.
  normal['ifi'] = identifierOf(agent, lms);
  if (Array.isArray(member)) {
    normal['member'] = member.map((one: unknown) => (isObject(one) ? normaliseAgent(one, lms) : one));
  }
  return normal;
}

function normaliseContext(context: Properties, to: Normalisation): Properties {
  const { instructor, team, contextActivities: activities, contextAgents: agents, contextGroups: groups } = context;
  const normal = { ...context };
  if (isObject(instructor)) normal['instructor'] = normaliseAgent(instructor, to.lms);
  if (isObject(team)) normal['team'] = normaliseAgent(team, to.lms);
  if (Array.isArray(agents)) normal['contextAgents'] = agents.map((one: unknown) => normaliseHeld(one, 'agent', to));
  if (Array.isArray(groups)) normal['contextGroups'] = groups.map((one: unknown) => normaliseHeld(one, 'group', to));
  if (isObject(activities)) normal['contextActivities'] = mapFields(activities, asList);
  return normal;
}

/** An activity alone is a list of one. */
function asList(_kind: string, value: unknown): unknown {
  return Array.isArray(value) ? value : [value];
}

/** A contextAgent or contextGroup (2.0), which holds an Agent or Group. */
function normaliseHeld(holder: unknown, key: 'agent' | 'group', to: Normalisation): unknown {
  if (!isObject(holder)) return holder;
  const held = holder[key];
  return isObject(held) ? { ...holder, [key]: normaliseAgent(held, to.lms) } : holder;
}
