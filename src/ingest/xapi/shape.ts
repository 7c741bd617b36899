import { checkAgent } from './agent.ts';
import { below, fault, firstOf, optionalObject, optionalType, requireObject } from './fault.ts';
import type { Check, Properties, StatementFault } from './fault.ts';
import { isVersion, optionalTimestamp, optionalUuid, requireIri, requireUuid } from './values.ts';

/** Properties of a statement: xAPI 1.0.3, Data 2.4; 2.0 has the same. */
const STATEMENT_PROPERTIES = new Set(
  'id actor verb object result context timestamp stored authority version attachments'.split(' '),
);

/** Those that a SubStatement has: Data 2.4.4.3. */
const SUB_STATEMENT_PROPERTIES = new Set(
  'objectType actor verb object result context timestamp attachments'.split(' '),
);

const CONTEXT_ACTIVITIES = new Set(['parent', 'grouping', 'category', 'other']);

/** Checks what every reader of a statement relies on. The finer rules of the standard are checks of their own. */
export const checkShape: Check<Properties> = (statement, path) =>
  firstOf(
    () => checkProperties(statement, path, STATEMENT_PROPERTIES),
    () => optionalUuid(statement['id'], below(path, 'id')),
    () => checkParts(statement, path, checkObject),
    () => optionalTimestamp(statement['stored'], below(path, 'stored')),
    () => checkVersion(statement['version'], below(path, 'version')),
    () =>
      statement['authority'] === undefined ? undefined : checkAgent(statement['authority'], below(path, 'authority')),
  );

/** What statements and sub-statements have in common. */
function checkParts(statement: Properties, path: string, object: Check): StatementFault | undefined {
  return firstOf(
    () => checkAgent(statement['actor'], below(path, 'actor')),
    () => requireObject(statement['verb'], below(path, 'verb'), checkVerb),
    () => object(statement['object'], below(path, 'object')),
    () => optionalObject(statement['result'], below(path, 'result'), checkResult),
    () => optionalObject(statement['context'], below(path, 'context'), checkContext),
    () => optionalTimestamp(statement['timestamp'], below(path, 'timestamp')),
  );
}

function checkProperties(value: Properties, path: string, allowed: ReadonlySet<string>): StatementFault | undefined {
  const unknown = Object.keys(value).find((key) => !allowed.has(key));
  return unknown === undefined
    ? undefined
    : fault(
        below(path, unknown),
        'UNKNOWN_PROPERTY',
        'is no property that xAPI knows here (names are case-sensitive).',
      );
}

const checkVerb: Check<Properties> = (verb, path) =>
  firstOf(
    () => requireIri(verb['id'], below(path, 'id')),
    () => optionalObject(verb['display'], below(path, 'display'), () => undefined),
  );

const checkObject: Check = (value, path) =>
  requireObject(value, path, (object) => {
    if (object['objectType'] !== 'SubStatement') return checkPlainObject(object, path);
    return firstOf(
      () => checkProperties(object, path, SUB_STATEMENT_PROPERTIES),
      () => checkParts(object, path, (inner, at) => requireObject(inner, at, checkPlainObject)),
    );
  });

/** Everything that an object can be but a SubStatement, which cannot stand in another one. */
const checkPlainObject: Check<Properties> = (object, path) => {
  switch (object['objectType'] ?? 'Activity') {
    case 'Activity':
      return checkActivity(object, path);
    case 'Agent':
    case 'Group':
      return checkAgent(object, path);
    case 'StatementRef':
      return requireUuid(object['id'], below(path, 'id'));
    default:
      return fault(
        below(path, 'objectType'),
        'WRONG_OBJECT_TYPE',
        'must be Activity, Agent, Group, StatementRef or, outside a SubStatement, SubStatement.',
      );
  }
};

const checkActivity: Check<Properties> = (activity, path) =>
  firstOf(
    () => requireIri(activity['id'], below(path, 'id')),
    () =>
      optionalObject(activity['definition'], below(path, 'definition'), (definition, at) =>
        firstOf(
          () => (definition['type'] === undefined ? undefined : requireIri(definition['type'], below(at, 'type'))),
          () => optionalObject(definition['name'], below(at, 'name'), () => undefined),
          () => checkExtensions(definition, at),
        ),
      ),
  );

const checkResult: Check<Properties> = (result, path) =>
  firstOf(
    () => optionalObject(result['score'], below(path, 'score'), checkScore),
    () => optionalType(result['success'], below(path, 'success'), 'boolean'),
    () => optionalType(result['completion'], below(path, 'completion'), 'boolean'),
    () => optionalType(result['response'], below(path, 'response'), 'string'),
    () => optionalType(result['duration'], below(path, 'duration'), 'string'),
    () => checkExtensions(result, path),
  );

const checkScore: Check<Properties> = (score, path) => {
  for (const key of ['scaled', 'raw', 'min', 'max']) {
    const found = optionalType(score[key], below(path, key), 'number');
    if (found !== undefined) return found;
  }
  const scaled = score['scaled'];
  if (typeof scaled !== 'number' || (scaled >= -1 && scaled <= 1)) return undefined;
  return fault(below(path, 'scaled'), 'OUT_OF_RANGE', 'must be from -1 to 1.');
};

const checkContext: Check<Properties> = (context, path) =>
  firstOf(
    () => optionalUuid(context['registration'], below(path, 'registration')),
    () =>
      context['instructor'] === undefined ? undefined : checkAgent(context['instructor'], below(path, 'instructor')),
    () => (context['team'] === undefined ? undefined : checkAgent(context['team'], below(path, 'team'))),
    () => optionalObject(context['contextActivities'], below(path, 'contextActivities'), checkContextActivities),
    () => checkExtensions(context, path),
  );

/** A single activity in place of a list is an old form that must still be read: Data 2.4.6.2. */
const checkContextActivities: Check<Properties> = (kinds, path) => {
  const unknown = checkProperties(kinds, path, CONTEXT_ACTIVITIES);
  if (unknown !== undefined) return unknown;
  for (const [kind, value] of Object.entries(kinds)) {
    const at = below(path, kind);
    const found = Array.isArray(value) ? checkActivities(value, at) : requireObject(value, at, checkActivity);
    if (found !== undefined) return found;
  }
  return undefined;
};

function checkActivities(activities: readonly unknown[], path: string): StatementFault | undefined {
  for (const [index, activity] of activities.entries()) {
    const found = requireObject(activity, below(path, index), checkActivity);
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkExtensions(holder: Properties, path: string): StatementFault | undefined {
  return optionalObject(holder['extensions'], below(path, 'extensions'), () => undefined);
}

function checkVersion(version: unknown, path: string): StatementFault | undefined {
  if (version === undefined || isVersion(version)) return undefined;
  return fault(path, 'WRONG_VERSION', 'must be 1.0.x or 2.0.x.');
}
