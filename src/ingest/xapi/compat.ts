import type { XapiRepair } from '../../config/config.ts';
import { isObject } from '../json.ts';
import type { Properties } from './fault.ts';
import { isUuid } from './values.ts';

/** Repairs of a statement; each is counted as `compat.openedx-erb.…`. */
export type Repair = 'openedx-erb.group-activity' | 'openedx-erb.uuid-activity' | 'openedx-erb.score-range';

/** A statement after the repairs, which the source asks for; the same object when there was nothing to repair. */
export interface Repaired {
  value: Properties;
  /** One entry for each place that was repaired. */
  repairs: readonly Repair[];
}

const NOTHING: readonly Repair[] = [];

/**
 * Repairs what event-routing-backends is known to get wrong: the objectType `GroupActivity`, which it gives problems of several
 * questions; activity ids that are a bare UUID (the attempt of a proctored exam); and the score of a problem that is worth nothing,
 * whose `min` is its `max` (`min` is left out). Everything else is left as it is.
 */
export function repairStatement(statement: Properties, compat: readonly XapiRepair[]): Repaired {
  if (!compat.includes('openedx-erb')) return { value: statement, repairs: NOTHING };
  const repairs: Repair[] = [];
  const value = repairParts(statement, repairs);
  return repairs.length === 0 ? { value: statement, repairs: NOTHING } : { value, repairs };
}

function repairParts(statement: Properties, repairs: Repair[]): Properties {
  const { object, context, result } = statement;
  return {
    ...statement,
    ...(isObject(object) && { object: repairObject(object, repairs) }),
    ...(isObject(context) && { context: repairContext(context, repairs) }),
    ...(isObject(result) && { result: repairResult(result, repairs) }),
  };
}

function repairResult(result: Properties, repairs: Repair[]): Properties {
  const { score } = result;
  if (!isObject(score) || typeof score['min'] !== 'number' || score['min'] !== score['max']) return result;
  repairs.push('openedx-erb.score-range');
  // undefined counts as absent
  return { ...result, score: { ...score, min: undefined } };
}

function repairObject(object: Properties, repairs: Repair[]): Properties {
  // The inner object of a sub-statement is none itself; if it is, the statement is refused later.
  if (object['objectType'] === 'SubStatement') {
    const inner = object['object'];
    const nested = isObject(inner) && inner['objectType'] === 'SubStatement';
    return nested ? object : repairParts(object, repairs);
  }
  return repairActivity(object, repairs);
}

function repairActivity(activity: Properties, repairs: Repair[]): Properties {
  let { objectType, id } = activity;
  if (objectType === 'GroupActivity') {
    objectType = 'Activity';
    repairs.push('openedx-erb.group-activity');
  }
  if ((objectType === undefined || objectType === 'Activity') && isUuid(id)) {
    id = `urn:uuid:${id}`;
    repairs.push('openedx-erb.uuid-activity');
  }
  if (objectType === activity['objectType'] && id === activity['id']) return activity;
  return { ...activity, objectType, id };
}

function repairContext(context: Properties, repairs: Repair[]): Properties {
  const { contextActivities: kinds } = context;
  if (!isObject(kinds)) return context;
  const one = (activity: unknown): unknown => (isObject(activity) ? repairActivity(activity, repairs) : activity);
  const repaired = Object.entries(kinds).map(([kind, activities]) => [
    kind,
    Array.isArray(activities) ? activities.map(one) : one(activities),
  ]);
  return { ...context, contextActivities: Object.fromEntries(repaired) };
}
