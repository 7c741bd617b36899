import { isObject } from '../json.ts';
import { below, fault, firstOf, optionalType, requireObject } from './fault.ts';
import type { Check, Properties, StatementFault } from './fault.ts';
import { isIri, requireIri } from './values.ts';

/** The inverse functional identifiers: xAPI 1.0.3, Data 2.4.2.3. */
const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

/** Checks an Agent or a Group (xAPI 1.0.3, Data 2.4.2): exactly one identifier; a Group without one has members. */
export const checkAgent: Check = (value, path) =>
  requireObject(value, path, (agent) => {
    const type = agent['objectType'] ?? 'Agent';
    if (type !== 'Agent' && type !== 'Group') {
      return fault(below(path, 'objectType'), 'WRONG_OBJECT_TYPE', 'must be Agent or Group.');
    }
    return firstOf(
      () => checkIdentifier(agent, path, type),
      () => optionalType(agent['name'], below(path, 'name'), 'string'),
      () => (type === 'Group' ? checkMembers(agent['member'], below(path, 'member')) : undefined),
    );
  });

function checkIdentifier(agent: Properties, path: string, type: 'Agent' | 'Group'): StatementFault | undefined {
  const present = IDENTIFIERS.filter((key) => agent[key] !== undefined);
  if (present.length > 1) {
    return fault(path, 'SEVERAL_IDENTIFIERS', `has ${present.join(' and ')}; only one may stand there.`);
  }
  const [key] = present;
  if (key === undefined) {
    const anonymous = type === 'Group' && Array.isArray(agent['member']) && agent['member'].length > 0;
    if (anonymous) return undefined;
    return type === 'Group'
      ? fault(path, 'NO_IDENTIFIER', 'needs members, or one of mbox, mbox_sha1sum, openid, account.')
      : fault(path, 'NO_IDENTIFIER', 'needs one of mbox, mbox_sha1sum, openid, account.');
  }
  return IDENTIFIER_CHECKS[key](agent[key], below(path, key));
}

const IDENTIFIER_CHECKS: Record<(typeof IDENTIFIERS)[number], Check> = {
  mbox: (value, path) =>
    typeof value === 'string' && /^mailto:\S+$/.test(value)
      ? undefined
      : fault(path, 'WRONG_IDENTIFIER', 'must be an address with mailto: before it.'),
  mbox_sha1sum: (value, path) =>
    typeof value === 'string' && /^[0-9a-f]{40}$/i.test(value)
      ? undefined
      : fault(path, 'WRONG_IDENTIFIER', 'must be 40 hexadecimal digits.'),
  openid: (value, path) => (isIri(value) ? undefined : fault(path, 'WRONG_IDENTIFIER', 'must be an IRI.')),
  account: (value, path) =>
    requireObject(value, path, (account) =>
      firstOf(
        () => requireIri(account['homePage'], below(path, 'homePage')),
        () => checkAccountName(account['name'], below(path, 'name')),
      ),
    ),
};

function checkAccountName(name: unknown, path: string): StatementFault | undefined {
  if (name === undefined) return fault(path, 'MISSING_PROPERTY', 'is missing.');
  if (typeof name !== 'string') return fault(path, 'WRONG_TYPE', 'must be a string.');
  return name.trim() === '' ? fault(path, 'WRONG_IDENTIFIER', 'must not be empty.') : undefined;
}

/** Members of a Group are Agents, never Groups. */
function checkMembers(members: unknown, path: string): StatementFault | undefined {
  if (members === undefined) return undefined;
  if (!Array.isArray(members)) return fault(path, 'WRONG_TYPE', 'must be a list of Agents.');
  for (const [index, member] of members.entries()) {
    const at = below(path, index);
    const found = isGroup(member)
      ? fault(at, 'WRONG_OBJECT_TYPE', 'must be an Agent: a Group cannot be a member.')
      : checkAgent(member, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isGroup(value: unknown): boolean {
  return isObject(value) && value['objectType'] === 'Group';
}

/**
 * The identifier of an Agent or Group as one text, for pseudonyms: two agents are the same exactly when it is the same. It
 * carries its kind, and an account its home page. Only an account of the source's own Open edX site whose name is a user id is
 * that bare id, as in the site's tracking logs: so both sources give a learner one pseudonym.
 *
 * @param lms root of the site's IRIs, without a trailing slash
 * @returns `undefined` for an anonymous Group
 */
export function identifierOf(agent: Properties, lms: string): string | undefined {
  const account = agent['account'];
  if (isObject(account)) {
    const { homePage, name } = account;
    if (typeof homePage !== 'string' || typeof name !== 'string') return undefined;
    if (homePage.replace(/\/$/, '') === lms && /^\d{1,18}$/.test(name)) return name;
    return `account:${homePage}|${name}`;
  }
  for (const key of ['mbox', 'mbox_sha1sum', 'openid'] as const) {
    const value = agent[key];
    if (typeof value === 'string') return `${key}:${key === 'mbox_sha1sum' ? value.toLowerCase() : value}`;
  }
  return undefined;
}
