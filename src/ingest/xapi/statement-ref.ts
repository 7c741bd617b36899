import { isObject } from '../json.ts';
import { at, flaw, type Check } from './fault.ts';
import { checkKeys, notAnObject } from './properties.ts';
import { requireUuid } from './values.ts';

const STATEMENT_REF = new Set(['objectType', 'id']);

/** A StatementRef: the id of another statement (Data 2.4.4.3). */
export const checkStatementRef: Check = (value) => {
  if (!isObject(value)) return notAnObject(value, 'statementObject');
  if (value['objectType'] !== 'StatementRef') {
    return at('objectType', flaw('WRONG_OBJECT_TYPE', 'must be StatementRef.', 'statementObject'));
  }
  return checkKeys(value, STATEMENT_REF, 'statementObject') ?? at('id', requireUuid(value['id'], 'statementObject'));
};
