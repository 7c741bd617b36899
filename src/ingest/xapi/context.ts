import { isObject } from '../json.ts';
import { checkActivity } from './activity.ts';
import { checkActor, checkAgent, checkGroup } from './agent.ts';
import { at, flaw, type Check, type Flaw, type Properties } from './fault.ts';
import { checkLanguage } from './language.ts';
import { checkExtensions, checkKeys, checkList, notAnObject, optional, optionalType } from './properties.ts';
import type { Edition } from './sections.ts';
import { checkStatementRef } from './statement-ref.ts';
import { optionalUuid, requireIri } from './values.ts';

const CONTEXT: Record<Edition, ReadonlySet<string>> = {
  '1.0.3': new Set(
    'registration instructor team contextActivities revision platform language statement extensions'.split(' '),
  ),
  '2.0.0': new Set(
    'registration instructor team contextActivities contextAgents contextGroups revision platform language statement extensions'.split(
      ' ',
    ),
  ),
};
const CONTEXT_ACTIVITIES = new Set(['parent', 'grouping', 'category', 'other']);
const CONTEXT_AGENT = new Set(['objectType', 'agent', 'relevantTypes']);
const CONTEXT_GROUP = new Set(['objectType', 'group', 'relevantTypes']);

/** A context (Data 2.4.6). */
export const checkContext: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'context');
  return (
    refuseLater(value, edition) ??
    checkKeys(value, CONTEXT[edition], 'context') ??
    at('registration', optionalUuid(value['registration'], 'context')) ??
    at('instructor', optional(value['instructor'], checkActor, edition)) ??
    at('team', optional(value['team'], checkGroup, edition)) ??
    at('contextActivities', optional(value['contextActivities'], checkContextActivities, edition)) ??
    at('contextAgents', optional(value['contextAgents'], checkContextAgents, edition)) ??
    at('contextGroups', optional(value['contextGroups'], checkContextGroups, edition)) ??
    at('revision', optionalType(value['revision'], 'string', 'context')) ??
    at('platform', optionalType(value['platform'], 'string', 'context')) ??
    at('language', optional(value['language'], checkLanguage, edition)) ??
    at('statement', optional(value['statement'], checkStatementRef, edition)) ??
    at('extensions', optional(value['extensions'], checkExtensions, edition))
  );
};

/** Says why a property of 2.0 is refused, which the bare list of names would not. */
function refuseLater(context: Properties, edition: Edition): Flaw | undefined {
  if (edition === '2.0.0') return undefined;
  const key = context['contextAgents'] !== undefined ? 'contextAgents' : 'contextGroups';
  if (context[key] === undefined) return undefined;
  return at(key, flaw('UNKNOWN_PROPERTY', 'is a property of xAPI 2.0, and the request is of 1.0.', 'context'));
}

/** `revision` and `platform` tell of an activity, so the object must be one (Data 2.4.6). */
export function checkAboutActivity(context: unknown, object: unknown): Flaw | undefined {
  if (!isObject(context) || !isObject(object) || (object['objectType'] ?? 'Activity') === 'Activity') return undefined;
  const key = context['revision'] !== undefined ? 'revision' : 'platform';
  if (context[key] === undefined) return undefined;
  return at(key, flaw('NOT_ABOUT_AN_ACTIVITY', 'may stand only where the object is an Activity.', 'context'));
}

/** A single activity in place of a list is an old form that must still be read (Data 2.4.6.2). */
const checkContextActivities: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'contextActivities');
  const unknown = checkKeys(value, CONTEXT_ACTIVITIES, 'contextActivities');
  if (unknown !== undefined) return unknown;
  for (const kind in value) {
    const activities = value[kind];
    if (activities === undefined) continue;
    const found = Array.isArray(activities)
      ? checkList(activities, 'Activities', 'contextActivities', checkActivity, edition)
      : checkActivity(activities, edition);
    if (found !== undefined) return at(kind, found);
  }
  return undefined;
};

const checkContextAgents: Check = (value, edition) =>
  checkList(value, 'contextAgents', 'context', checkContextAgent, edition);

const checkContextGroups: Check = (value, edition) =>
  checkList(value, 'contextGroups', 'context', checkContextGroup, edition);

const checkContextAgent: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'context');
  return (
    checkKeys(value, CONTEXT_AGENT, 'context') ??
    at('objectType', checkTypeName(value['objectType'], 'contextAgent')) ??
    at('agent', checkAgent(value['agent'], edition)) ??
    at('relevantTypes', optional(value['relevantTypes'], checkRelevantTypes, edition))
  );
};

const checkContextGroup: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'context');
  return (
    checkKeys(value, CONTEXT_GROUP, 'context') ??
    at('objectType', checkTypeName(value['objectType'], 'contextGroup')) ??
    at('group', checkGroup(value['group'], edition)) ??
    at('relevantTypes', optional(value['relevantTypes'], checkRelevantTypes, edition))
  );
};

function checkTypeName(value: unknown, name: string): Flaw | undefined {
  return value === name ? undefined : flaw('WRONG_OBJECT_TYPE', `must be ${name}.`, 'context');
}

const checkRelevantTypes: Check = (value, edition) => {
  if (Array.isArray(value) && value.length === 0) return flaw('OUT_OF_RANGE', 'must not be empty.', 'context');
  return checkList(value, 'IRIs', 'context', checkType, edition);
};

const checkType: Check = (value) => requireIri(value, 'context');
