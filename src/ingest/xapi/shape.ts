import { isObject } from '../json.ts';
import { checkActivity } from './activity.ts';
import { checkActor, checkAuthority } from './agent.ts';
import { checkAttachments } from './attachment.ts';
import { checkAboutActivity, checkContext } from './context.ts';
import { at, flaw, type Check, type Flaw, type Properties } from './fault.ts';
import { checkLanguageMap } from './language.ts';
import { checkKeys, notAnObject, optional } from './properties.ts';
import { checkResult } from './result.ts';
import type { Edition } from './sections.ts';
import { checkStatementRef } from './statement-ref.ts';
import { optionalTimestamp } from './timestamp.ts';
import { isVersionIn, optionalUuid, requireIri } from './values.ts';

/** Properties of a statement (Data 2.4); 2.0 has the same. */
const STATEMENT = new Set(
  'id actor verb object result context timestamp stored authority version attachments'.split(' '),
);

/** Those that a SubStatement has (Data 2.4.4.3). */
const SUB_STATEMENT = new Set('objectType actor verb object result context timestamp attachments'.split(' '));

const VERB = new Set(['id', 'display']);

/** The verb with which a statement takes back another one (Data 2.3.2). */
const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

/** Checks a statement by every rule of the standard that it alone can break. */
export const checkShape: Check<Properties> = (statement, edition) =>
  checkKeys(statement, STATEMENT, 'statement') ??
  at('id', optionalUuid(statement['id'], 'id')) ??
  checkParts(statement, checkObject, edition) ??
  at('stored', optionalTimestamp(statement['stored'], 'stored', edition)) ??
  at('version', optional(statement['version'], checkVersion, edition)) ??
  at('authority', optional(statement['authority'], checkAuthority, edition));

/** What statements and sub-statements have in common. */
function checkParts(statement: Properties, checkTheObject: Check, edition: Edition): Flaw | undefined {
  const { object } = statement;
  return (
    at('actor', checkActor(statement['actor'], edition)) ??
    at('verb', checkVerb(statement['verb'], edition)) ??
    at('object', checkTheObject(object, edition) ?? checkVoiding(statement['verb'], object)) ??
    at('result', optional(statement['result'], checkResult, edition)) ??
    at('context', optional(statement['context'], checkContext, edition)) ??
    at('context', checkAboutActivity(statement['context'], object)) ??
    at('timestamp', optionalTimestamp(statement['timestamp'], 'timestamp', edition)) ??
    at('attachments', optional(statement['attachments'], checkAttachments, edition))
  );
}

const checkVerb: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'verb');
  return (
    checkKeys(value, VERB, 'verb') ??
    at('id', requireIri(value['id'], 'verb')) ??
    at('display', optional(value['display'], checkLanguageMap, edition))
  );
};

const checkObject: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'object');
  if (value['objectType'] !== 'SubStatement') return checkPlainObject(value, edition);
  return checkKeys(value, SUB_STATEMENT, 'statementObject') ?? checkParts(value, checkPlainObject, edition);
};

/** Everything that an object can be but a SubStatement, which cannot stand in another one. */
const checkPlainObject: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'object');
  switch (value['objectType']) {
    case undefined:
    case 'Activity':
      return checkActivity(value, edition);
    case 'Agent':
    case 'Group':
      return checkActor(value, edition);
    case 'StatementRef':
      return checkStatementRef(value, edition);
    default: {
      const problem = 'must be Activity, Agent, Group, StatementRef or, outside a SubStatement, SubStatement.';
      return at('objectType', flaw('WRONG_OBJECT_TYPE', problem, 'object'));
    }
  }
};

/** A statement is voided by naming it (Data 2.3.2). */
function checkVoiding(verb: unknown, object: unknown): Flaw | undefined {
  if (!isObject(verb) || verb['id'] !== VOIDED) return undefined;
  if (isObject(object) && object['objectType'] === 'StatementRef') return undefined;
  return at('objectType', flaw('WRONG_VOIDING', 'must be StatementRef, since the verb is voided.', 'voiding'));
}

const VERSIONS: Record<Edition, string> = { '1.0.3': '1.0.x', '2.0.0': '1.0.x or 2.0.x' };

const checkVersion: Check = (value, edition) =>
  isVersionIn(value, edition) ? undefined : flaw('WRONG_VERSION', `must be ${VERSIONS[edition]}.`, 'version');
