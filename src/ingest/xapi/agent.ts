import { isObject } from '../json.ts';
import { at, flaw, type Check, type Flaw, type Properties } from './fault.ts';
import { checkKeys, notAnObject, optionalType } from './properties.ts';
import type { Edition } from './sections.ts';
import { isUri, requireIri } from './values.ts';

/** The inverse functional identifiers (Data 2.4.2.3). */
const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;
type Identifier = (typeof IDENTIFIERS)[number];

const AGENT = new Set<string>(['objectType', 'name', ...IDENTIFIERS]);
const GROUP = new Set<string>([...AGENT, 'member']);
const ACCOUNT = new Set(['homePage', 'name']);

/** An Agent or a Group (Data 2.4.2); without `objectType` it is an Agent. */
export const checkActor: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'actor');
  switch (value['objectType']) {
    case undefined:
    case 'Agent':
      return checkAgentProperties(value);
    case 'Group':
      return checkGroupProperties(value, edition);
    default:
      return at('objectType', flaw('WRONG_OBJECT_TYPE', 'must be Agent or Group.', 'actor'));
  }
};

/** An Agent, never a Group (Data 2.4.2.1). */
export const checkAgent: Check = (value) => {
  if (!isObject(value)) return notAnObject(value, 'agent');
  const type = value['objectType'];
  if (type === 'Group') return flaw('WRONG_OBJECT_TYPE', 'must be an Agent: a Group cannot stand there.', 'agent');
  if (type === undefined || type === 'Agent') return checkAgentProperties(value);
  return at('objectType', flaw('WRONG_OBJECT_TYPE', 'must be Agent.', 'agent'));
};

/** A Group, which says so (Data 2.4.2.2). */
export const checkGroup: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'group');
  if (value['objectType'] === 'Group') return checkGroupProperties(value, edition);
  return at('objectType', flaw('WRONG_OBJECT_TYPE', 'must be Group.', 'group'));
};

/** An Agent, or an anonymous Group of two Agents: an application and its user (Data 2.4.9). */
export const checkAuthority: Check = (value, edition) => {
  const found = checkActor(value, edition);
  if (found !== undefined || !isObject(value) || value['objectType'] !== 'Group') return found;
  const { member } = value;
  if (identifierIn(value) !== undefined) {
    return flaw('WRONG_AUTHORITY', 'is a Group with an identifier; as authority it has members only.', 'authority');
  }
  if (Array.isArray(member) && member.length === 2) return undefined;
  return at('member', flaw('WRONG_AUTHORITY', 'must be two Agents, an application and its user.', 'authority'));
};

function checkAgentProperties(agent: Properties): Flaw | undefined {
  if (agent['objectType'] === undefined && agent['member'] !== undefined) {
    return at('objectType', flaw('WRONG_OBJECT_TYPE', 'must be Group, since there are members.', 'group'));
  }
  const found = checkKeys(agent, AGENT, 'agent') ?? at('name', optionalType(agent['name'], 'string', 'agent'));
  if (found !== undefined) return found;
  const key = identifierIn(agent);
  if (key !== undefined) return checkIdentifier(agent, key);
  return flaw('NO_IDENTIFIER', 'needs one of mbox, mbox_sha1sum, openid, account.', 'agent');
}

function checkGroupProperties(group: Properties, edition: Edition): Flaw | undefined {
  const { member } = group;
  const key = identifierIn(group);
  const found =
    checkKeys(group, GROUP, 'group') ??
    at('name', optionalType(group['name'], 'string', 'group')) ??
    (key === undefined ? undefined : checkIdentifier(group, key));
  if (found !== undefined) return found;
  if (key === undefined && (member === undefined || (Array.isArray(member) && member.length === 0))) {
    return flaw('NO_IDENTIFIER', 'needs members, or one of mbox, mbox_sha1sum, openid, account.', 'group');
  }
  return member === undefined ? undefined : at('member', checkMembers(member, edition));
}

/** Members of a Group are Agents, never Groups. */
function checkMembers(members: unknown, edition: Edition): Flaw | undefined {
  if (!Array.isArray(members)) return flaw('NOT_AN_ARRAY', 'must be a list of Agents.', 'group');
  for (let index = 0; index < members.length; index += 1) {
    const member: unknown = members[index];
    const found =
      isObject(member) && member['objectType'] === 'Group'
        ? flaw('WRONG_OBJECT_TYPE', 'must be an Agent: a Group cannot be a member.', 'group')
        : checkAgent(member, edition);
    if (found !== undefined) return at(index, found);
  }
  return undefined;
}

/** The first identifier that is there. */
function identifierIn(agent: Properties): Identifier | undefined {
  for (const key of IDENTIFIERS) if (agent[key] !== undefined) return key;
  return undefined;
}

function checkIdentifier(agent: Properties, key: Identifier): Flaw | undefined {
  for (const other of IDENTIFIERS) {
    if (other === key || agent[other] === undefined) continue;
    return flaw('SEVERAL_IDENTIFIERS', `has ${key} and ${other}; only one may stand there.`, 'identifier');
  }
  return at(key, IDENTIFIER_CHECKS[key](agent[key]));
}

/** An address, alone and without the parts that mail programs take from the IRI (RFC 6068). */
const MAILBOX = /^mailto:[^\s@<>"?#]+@[^\s@<>"?#]+$/;

const IDENTIFIER_CHECKS: Record<Identifier, (value: unknown) => Flaw | undefined> = {
  mbox: (value) =>
    typeof value === 'string' && MAILBOX.test(value)
      ? undefined
      : flaw('WRONG_IDENTIFIER', 'must be an address with mailto: before it.', 'identifier'),
  mbox_sha1sum: (value) =>
    typeof value === 'string' && /^[0-9a-f]{40}$/i.test(value)
      ? undefined
      : flaw('WRONG_IDENTIFIER', 'must be 40 hexadecimal digits.', 'identifier'),
  openid: (value) => (isUri(value) ? undefined : flaw('WRONG_IDENTIFIER', 'must be a URI.', 'identifier')),
  account: (value) => {
    if (!isObject(value)) return notAnObject(value, 'account');
    return (
      checkKeys(value, ACCOUNT, 'account') ??
      at('homePage', requireIri(value['homePage'], 'account')) ??
      at('name', checkAccountName(value['name']))
    );
  },
};

/** Empty names are our own rule: they would make one learner of many. */
function checkAccountName(name: unknown): Flaw | undefined {
  if (name === undefined) return flaw('MISSING_PROPERTY', 'is missing.', 'account');
  if (typeof name !== 'string') return flaw('WRONG_TYPE', 'must be a string.', 'account');
  return name.trim() === '' ? flaw('WRONG_IDENTIFIER', 'must not be empty.', 'own') : undefined;
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
    if ((homePage === lms || homePage === `${lms}/`) && /^\d{1,18}$/.test(name)) return name;
    return `account:${homePage}|${name}`;
  }
  for (const key of ['mbox', 'mbox_sha1sum', 'openid'] as const) {
    const value = agent[key];
    if (typeof value === 'string') return `${key}:${key === 'mbox_sha1sum' ? value.toLowerCase() : value}`;
  }
  return undefined;
}
