import { account, activity, agent, failing, passing, type Rule } from './rule.ts';

const grace = { objectType: 'Agent', mbox: 'mailto:grace@example.edu' };
const group = { objectType: 'Group', mbox: 'mailto:team@example.edu' };
const sha1 = 'ABCDEF0123456789abcdef0123456789abcdef01';

export const actors: readonly Rule[] = [
  {
    section: 'Data 2.4.2',
    section2: '4.2.2.1',
    rule: 'the actor is an Agent or a Group',
    passes: {
      'an Agent': { actor: grace },
      'an Agent without objectType': { actor: agent },
      'a Group': { actor: group },
    },
    fails: {
      none: [{ actor: undefined }, 'actor', 'MISSING_PROPERTY'],
      'a text': [{ actor: 'mailto:ada@example.edu' }, 'actor', 'NOT_AN_OBJECT'],
      'a list': [{ actor: [agent] }, 'actor', 'NOT_AN_OBJECT'],
      'a Person': [{ actor: { ...agent, objectType: 'Person' } }, 'actor.objectType', 'WRONG_OBJECT_TYPE'],
      'an Activity': [{ actor: { ...activity, objectType: 'Activity' } }, 'actor.objectType', 'WRONG_OBJECT_TYPE'],
      'an agent in lower case': [{ actor: { ...agent, objectType: 'agent' } }, 'actor.objectType', 'WRONG_OBJECT_TYPE'],
      'an objectType that is a number': [
        { actor: { ...agent, objectType: 1 } },
        'actor.objectType',
        'WRONG_OBJECT_TYPE',
      ],
    },
  },
  {
    section: 'Data 2.4.2.1',
    section2: '4.2.2.1',
    rule: 'an Agent has an identifier',
    passes: { 'an address': { actor: agent }, 'an account': { actor: account } },
    fails: {
      'a name only': [{ actor: { name: 'Ada' } }, 'actor', 'NO_IDENTIFIER'],
      nothing: [{ actor: {} }, 'actor', 'NO_IDENTIFIER'],
      'an objectType only': [{ actor: { objectType: 'Agent' } }, 'actor', 'NO_IDENTIFIER'],
    },
  },
  {
    section: 'Data 2.4.2.1',
    section2: '4.2.2.1',
    rule: 'an Agent has no other properties than its own',
    passes: { 'a name': { actor: { ...agent, name: 'Ada' } }, 'an empty name': { actor: { ...agent, name: '' } } },
    fails: {
      'a last name': [{ actor: { ...agent, lastName: 'L' } }, 'actor.lastName', 'UNKNOWN_PROPERTY'],
      'mbox in upper case': [{ actor: { ...agent, Mbox: 'x' } }, 'actor.Mbox', 'UNKNOWN_PROPERTY'],
      'an identifier of this adapter': [{ actor: { ...agent, ifi: '31' } }, 'actor.ifi', 'UNKNOWN_PROPERTY'],
      'a member': [{ actor: { ...grace, member: [agent] } }, 'actor.member', 'UNKNOWN_PROPERTY'],
      'a name that is a number': [{ actor: { ...agent, name: 7 } }, 'actor.name', 'WRONG_TYPE'],
      'a name that is a list': [{ actor: { ...agent, name: ['Ada'] } }, 'actor.name', 'WRONG_TYPE'],
    },
  },
  {
    section: 'Data 2.4.2.3',
    section2: '4.2.2.1',
    rule: 'only one identifier stands there',
    passes: { one: { actor: { ...agent, name: 'Ada' } } },
    fails: {
      'mbox and account': [{ actor: { ...agent, ...account } }, 'actor', 'SEVERAL_IDENTIFIERS'],
      'mbox and its hash': [{ actor: { ...agent, mbox_sha1sum: sha1 } }, 'actor', 'SEVERAL_IDENTIFIERS'],
      'openid and account': [{ actor: { openid: 'https://ada.example', ...account } }, 'actor', 'SEVERAL_IDENTIFIERS'],
      'two of a Group': [{ actor: { ...group, ...account } }, 'actor', 'SEVERAL_IDENTIFIERS'],
      'two of a member': [
        { actor: { ...group, member: [{ ...agent, ...account }] } },
        'actor.member[0]',
        'SEVERAL_IDENTIFIERS',
      ],
    },
  },
  {
    section: 'Data 2.4.2.3',
    section2: '4.2.2.1',
    rule: 'mbox is mailto: and an address',
    passes: passing('actor', [
      { mbox: 'mailto:a@b' },
      { mbox: "mailto:o'neil+xapi@mail.example.edu" },
      { mbox: 'mailto:jürgen@exämple.edu' },
    ]),
    fails: failing(
      'actor',
      'WRONG_IDENTIFIER',
      [
        ...[{ mbox: 'ada@example.edu' }, { mbox: 'mailto:' }, { mbox: 'mailto:ada' }, { mbox: 'mailto: a@b' }],
        ...[
          { mbox: 'mailto:a@b,c@d' },
          { mbox: 'mailto:a@b?subject=x' },
          { mbox: '' },
          { mbox: 7 },
          { mbox: ['mailto:a@b'] },
        ],
      ],
      'actor.mbox',
    ),
  },
  {
    section: 'Data 2.4.2.3',
    section2: '4.2.2.1',
    rule: 'mbox_sha1sum is a SHA-1 hash in hexadecimal',
    passes: passing('actor', [{ mbox_sha1sum: sha1 }]),
    fails: failing(
      'actor',
      'WRONG_IDENTIFIER',
      [
        { mbox_sha1sum: sha1.slice(1) },
        { mbox_sha1sum: `${sha1}0` },
        { mbox_sha1sum: sha1.replace('A', 'G') },
        { mbox_sha1sum: 1 },
      ],
      'actor.mbox_sha1sum',
    ),
  },
  {
    section: 'Data 2.4.2.3',
    section2: '4.2.2.1',
    rule: 'openid is a URI',
    passes: passing('actor', [{ openid: 'https://ada.example.edu/' }]),
    fails: failing(
      'actor',
      'WRONG_IDENTIFIER',
      [
        { openid: 'ada.example.edu' },
        { openid: '/ada' },
        { openid: 'https://exämple.edu/' },
        { openid: {} },
        { openid: '' },
      ],
      'actor.openid',
    ),
  },
  {
    section: 'Data 2.4.2.4',
    section2: '4.2.2.1',
    rule: 'an account has a home page and a name, and nothing else',
    passes: {
      both: { actor: account },
      'a name that is an address': { actor: { account: { ...account.account, name: 'ada@example.edu' } } },
    },
    fails: {
      'no home page': [{ actor: { account: { name: '31' } } }, 'actor.account.homePage', 'MISSING_PROPERTY'],
      'no name': [{ actor: { account: { homePage: 'https://x.example' } } }, 'actor.account.name', 'MISSING_PROPERTY'],
      'a number as name': [
        { actor: { account: { ...account.account, name: 31 } } },
        'actor.account.name',
        'WRONG_TYPE',
      ],
      'a text': [{ actor: { account: 'ada' } }, 'actor.account', 'NOT_AN_OBJECT'],
      'the old name of the name': [
        { actor: { account: { ...account.account, accountName: '31' } } },
        'actor.account.accountName',
        'UNKNOWN_PROPERTY',
      ],
      'homepage in lower case': [
        { actor: { account: { ...account.account, homepage: 'https://x.example' } } },
        'actor.account.homepage',
        'UNKNOWN_PROPERTY',
      ],
    },
  },
  {
    section: 'Data 4.3',
    section2: '4.2.7',
    rule: 'the home page of an account has a scheme',
    passes: { http: { actor: { account: { homePage: 'http://www.example.com', name: '1' } } } },
    fails: {
      'a host only': [
        { actor: { account: { homePage: 'www.example.com', name: '1' } } },
        'actor.account.homePage',
        'NOT_AN_IRI',
      ],
      'an empty one': [{ actor: { account: { homePage: '', name: '1' } } }, 'actor.account.homePage', 'NOT_AN_IRI'],
    },
  },
  {
    section: 'Data 2.4.2.2',
    section2: '4.2.2.1',
    rule: 'a Group says so, and has only its own properties',
    passes: {
      'an identified Group': { actor: group },
      'one with members': { actor: { ...group, name: 'Team', member: [agent, account] } },
      'one with an empty list of members': { actor: { ...group, member: [] } },
      'one by account': { actor: { objectType: 'Group', ...account } },
    },
    fails: {
      'members without objectType': [{ actor: { member: [agent] } }, 'actor.objectType', 'WRONG_OBJECT_TYPE'],
      members: [{ actor: { ...group, members: [agent] } }, 'actor.members', 'UNKNOWN_PROPERTY'],
      'a name that is no text': [{ actor: { ...group, name: true } }, 'actor.name', 'WRONG_TYPE'],
    },
  },
  {
    section: 'Data 2.4.2.2',
    section2: '4.2.2.1',
    rule: 'an anonymous Group has members',
    passes: { 'one member': { actor: { objectType: 'Group', member: [agent] } } },
    fails: {
      'no property': [{ actor: { objectType: 'Group' } }, 'actor', 'NO_IDENTIFIER'],
      'an empty list': [{ actor: { objectType: 'Group', member: [] } }, 'actor', 'NO_IDENTIFIER'],
      'a name': [{ actor: { objectType: 'Group', name: 'Team' } }, 'actor', 'NO_IDENTIFIER'],
    },
  },
  {
    section: 'Data 2.4.2.2',
    section2: '4.2.2.1',
    rule: 'members are a list of Agents, never Groups',
    passes: { 'two Agents': { actor: { objectType: 'Group', member: [grace, account] } } },
    fails: {
      'one Agent without a list': [{ actor: { ...group, member: agent } }, 'actor.member', 'NOT_AN_ARRAY'],
      'a Group': [{ actor: { objectType: 'Group', member: [agent, group] } }, 'actor.member[1]', 'WRONG_OBJECT_TYPE'],
      'a Group in an identified one': [
        { actor: { ...group, member: [group] } },
        'actor.member[0]',
        'WRONG_OBJECT_TYPE',
      ],
    },
  },
  {
    section: 'Data 2.4.2.1',
    section2: '4.2.2.1',
    rule: 'members are sound Agents',
    passes: { 'with a name': { actor: { ...group, member: [{ ...agent, name: 'Ada' }] } } },
    fails: {
      'without identifier': [{ actor: { ...group, member: [{ name: 'Ada' }] } }, 'actor.member[0]', 'NO_IDENTIFIER'],
      'a text': [{ actor: { ...group, member: ['ada'] } }, 'actor.member[0]', 'NOT_AN_OBJECT'],
      'an Activity': [
        { actor: { ...group, member: [{ ...agent, objectType: 'Activity' }] } },
        'actor.member[0].objectType',
        'WRONG_OBJECT_TYPE',
      ],
    },
  },
];
