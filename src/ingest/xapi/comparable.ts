import { canonicalJson, isObject } from '../json.ts';
import type { Properties } from './fault.ts';
import type { Edition } from './sections.ts';
import { readTimestamp } from './timestamp.ts';

/**
 * What of a statement counts when it is compared with another one, as canonical JSON (Data 2.3.1). Left out is what a record store
 * may add or write in another way: attachments, definitions of activities, the display of the verb, `authority`, `stored`, `version`,
 * and `id` and `timestamp` where the other one has none; the order of members; the case of a mail domain.
 *
 * @param statement nested no deeper than the stack allows
 */
export function comparable(statement: Properties, other: Properties, edition: Edition): string {
  const { id, timestamp } = statement;
  return canonicalJson({
    ...comparableParts(statement),
    id: other['id'] === undefined ? undefined : typeof id === 'string' ? id.toLowerCase() : id,
    timestamp: other['timestamp'] === undefined ? undefined : instantOf(timestamp, edition),
  });
}

function instantOf(timestamp: unknown, edition: Edition): unknown {
  const read = readTimestamp(timestamp, edition) ?? readTimestamp(timestamp, '1.0.3');
  const time = read === undefined ? Number.NaN : Date.parse(read);
  return Number.isNaN(time) ? timestamp : time;
}

function comparableParts(statement: Properties): Properties {
  const { actor, verb, object, result, context } = statement;
  return {
    actor: comparableAgent(actor),
    verb: isObject(verb) ? verb['id'] : verb,
    object: comparableObject(object),
    result: isObject(result) ? { ...result, duration: hundredths(result['duration']) } : result,
    context: isObject(context) ? comparableContext(context) : context,
  };
}

/** Finer parts of a second do not count (2.0, 4.2.7). */
function hundredths(duration: unknown): unknown {
  return typeof duration === 'string' ? duration.replace(/([.,]\d\d)\d+(?=S$)/, '$1') : duration;
}

function comparableObject(object: unknown): unknown {
  if (!isObject(object)) return object;
  switch (object['objectType']) {
    case 'Agent':
    case 'Group':
      return comparableAgent(object);
    case 'StatementRef':
      return object;
    case 'SubStatement':
      return { ...comparableParts(object), objectType: 'SubStatement', timestamp: object['timestamp'] };
    default:
      return comparableActivity(object);
  }
}

function comparableActivity(activity: unknown): unknown {
  return isObject(activity)
    ? { ...activity, objectType: activity['objectType'] ?? 'Activity', definition: undefined }
    : activity;
}

function comparableAgent(agent: unknown): unknown {
  if (!isObject(agent)) return agent;
  const { mbox, member } = agent;
  return {
    ...agent,
    objectType: agent['objectType'] ?? 'Agent',
    mbox: typeof mbox === 'string' ? mbox.replace(/@[^@]*$/, (domain) => domain.toLowerCase()) : mbox,
    member: Array.isArray(member) ? member.map((one) => canonicalJson(comparableAgent(one))).sort() : member,
  };
}

function comparableContext(context: Properties): Properties {
  const { instructor, team, contextActivities: kinds } = context;
  return {
    ...context,
    instructor: comparableAgent(instructor),
    team: comparableAgent(team),
    contextActivities: isObject(kinds)
      ? Object.fromEntries(
          Object.entries(kinds).map(([kind, one]) => [
            kind,
            (Array.isArray(one) ? one : [one]).map(comparableActivity),
          ]),
        )
      : kinds,
  };
}
