import type { XapiRepair } from '../../config/config.ts';
import { isObject } from '../json.ts';
import type { Properties } from './fault.ts';
import { isUuid } from './values.ts';

/** Repairs of a statement; each is counted as `compat.….`, with the sender that needs it. */
export type Repair =
  | 'openedx-erb.group-activity'
  | 'openedx-erb.uuid-activity'
  | 'openedx-erb.score-range'
  | 'h5p.score-range'
  | 'h5p.compound-interaction';

/** Which repairs are asked for, and those that were made so far. */
interface Repairing {
  erb: boolean;
  h5p: boolean;
  made: Repair[];
}

/** A statement after the repairs, which the source asks for; the same object when there was nothing to repair. */
export interface Repaired {
  value: Properties;
  /** One entry for each place that was repaired. */
  repairs: readonly Repair[];
}

const NOTHING: readonly Repair[] = [];

/**
 * Repairs what senders are known to get wrong. event-routing-backends: the objectType `GroupActivity`, which it gives problems of
 * several questions, and activity ids that are a bare UUID (the attempt of a proctored exam). H5P: the interactionType `compound` of
 * content with several questions, which becomes `other`. Both: the score of what is worth nothing, whose `min` is its `max` (`min` is
 * left out). Everything else is left as it is.
 */
export function repairStatement(statement: Properties, compat: readonly XapiRepair[]): Repaired {
  const to: Repairing = { erb: compat.includes('openedx-erb'), h5p: compat.includes('h5p'), made: [] };
  if (!to.erb && !to.h5p) return { value: statement, repairs: NOTHING };
  const value = repairParts(statement, to);
  return to.made.length === 0 ? { value: statement, repairs: NOTHING } : { value, repairs: to.made };
}

function repairParts(statement: Properties, to: Repairing): Properties {
  const { object, context, result } = statement;
  return {
    ...statement,
    ...(isObject(object) && { object: repairObject(object, to) }),
    ...(isObject(context) && { context: repairContext(context, to) }),
    ...(isObject(result) && { result: repairResult(result, to) }),
  };
}

function repairResult(result: Properties, to: Repairing): Properties {
  const { score } = result;
  if (!isObject(score) || typeof score['min'] !== 'number' || score['min'] !== score['max']) return result;
  to.made.push(to.erb ? 'openedx-erb.score-range' : 'h5p.score-range');
  // undefined counts as absent
  return { ...result, score: { ...score, min: undefined } };
}

function repairObject(object: Properties, to: Repairing): Properties {
  // The inner object of a sub-statement is none itself; if it is, the statement is refused later.
  if (object['objectType'] === 'SubStatement') {
    const inner = object['object'];
    const nested = isObject(inner) && inner['objectType'] === 'SubStatement';
    return nested ? object : repairParts(object, to);
  }
  return repairActivity(object, to);
}

function repairActivity(activity: Properties, to: Repairing): Properties {
  let { objectType, id, definition } = activity;
  if (to.erb && objectType === 'GroupActivity') {
    objectType = 'Activity';
    to.made.push('openedx-erb.group-activity');
  }
  if (to.erb && (objectType === undefined || objectType === 'Activity') && isUuid(id)) {
    id = `urn:uuid:${id}`;
    to.made.push('openedx-erb.uuid-activity');
  }
  if (to.h5p && isObject(definition) && definition['interactionType'] === 'compound') {
    definition = { ...definition, interactionType: 'other' };
    to.made.push('h5p.compound-interaction');
  }
  if (objectType === activity['objectType'] && id === activity['id'] && definition === activity['definition']) {
    return activity;
  }
  return { ...activity, objectType, id, definition };
}

function repairContext(context: Properties, to: Repairing): Properties {
  const { contextActivities: kinds } = context;
  if (!isObject(kinds)) return context;
  const one = (activity: unknown): unknown => (isObject(activity) ? repairActivity(activity, to) : activity);
  const repaired = Object.entries(kinds).map(([kind, activities]) => [
    kind,
    Array.isArray(activities) ? activities.map(one) : one(activities),
  ]);
  return { ...context, contextActivities: Object.fromEntries(repaired) };
}
