import { toInstant } from '../../mapping/functions/time.ts';
import { isObject } from '../json.ts';
import { identifierOf } from './agent.ts';
import type { Properties } from './fault.ts';
import type { Edition } from './sections.ts';
import { readTimestamp } from './timestamp.ts';

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
  return {
    ...normaliseParts(statement, to),
    name: verbOf(statement),
    id: id.toLowerCase(),
    timestamp: readable(statement['timestamp'] ?? statement['stored'], edition) ?? to.received,
    ...(isObject(statement['authority']) && { authority: normaliseAgent(statement['authority'], to.lms) }),
  };
}

/** Forms of ISO 8601 that no rule reads become one that all do; the others stay as they are. */
function readable(timestamp: unknown, edition: Edition): unknown {
  return toInstant(timestamp) === undefined ? readTimestamp(timestamp, edition) : timestamp;
}

/** The id of the verb; "" before the statement is checked. */
export function verbOf(statement: Properties): string {
  const verb = statement['verb'];
  return isObject(verb) && typeof verb['id'] === 'string' ? verb['id'] : '';
}

function normaliseParts(statement: Properties, to: Normalisation): Properties {
  const { actor, object, context } = statement;
  return {
    ...statement,
    ...(isObject(actor) && { actor: normaliseAgent(actor, to.lms) }),
    ...(isObject(object) && { object: normaliseObject(object, to) }),
    ...(isObject(context) && { context: normaliseContext(context, to) }),
  };
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
  const { member } = agent;
  return {
    ...agent,
    objectType: agent['objectType'] ?? 'Agent',
    // In place of whatever the sender may have written there; undefined counts as absent.
    ifi: identifierOf(agent, lms),
    ...(Array.isArray(member) && {
      member: member.map((one: unknown) => (isObject(one) ? normaliseAgent(one, lms) : one)),
    }),
  };
}

function normaliseContext(context: Properties, to: Normalisation): Properties {
  const { instructor, team, contextActivities: activities, contextAgents: agents, contextGroups: groups } = context;
  return {
    ...context,
    ...(isObject(instructor) && { instructor: normaliseAgent(instructor, to.lms) }),
    ...(isObject(team) && { team: normaliseAgent(team, to.lms) }),
    ...(Array.isArray(agents) && { contextAgents: agents.map((one: unknown) => normaliseHeld(one, 'agent', to)) }),
    ...(Array.isArray(groups) && { contextGroups: groups.map((one: unknown) => normaliseHeld(one, 'group', to)) }),
    ...(isObject(activities) && {
      contextActivities: Object.fromEntries(
        Object.entries(activities).map(([kind, value]) => [
          kind,
          Array.isArray(value) ? (value as unknown[]) : [value],
        ]),
      ),
    }),
  };
}

/** A contextAgent or contextGroup (2.0), which holds an Agent or Group. */
function normaliseHeld(holder: unknown, key: 'agent' | 'group', to: Normalisation): unknown {
  if (!isObject(holder)) return holder;
  const held = holder[key];
  return isObject(held) ? { ...holder, [key]: normaliseAgent(held, to.lms) } : holder;
}
