import { readUrl } from './addresses.ts';
import { clientKeys, readClaimService, readOAuth2 } from './client-credentials.ts';
import type { AuthConfig, SignConfig } from './config.ts';
import { isFieldValue } from './field-value.ts';
import { readTable } from './read-table.ts';
import { isTable, type Settings } from './settings.ts';

/** The settings of each scheme. */
const schemes: Readonly<Record<AuthConfig['scheme'], readonly string[]>> = {
  none: ['scheme'],
  bearer: ['scheme', 'secret'],
  'raw-key': ['scheme', 'secret'],
  basic: ['scheme', 'user', 'secret'],
  custom: ['scheme', 'word', 'secret'],
  oauth2: ['scheme', ...clientKeys, 'scope', 'audience'],
  'profile-service': ['scheme', 'profile-url', 'consumer-key', 'secret', 'word', 'claim', ...clientKeys],
};
/** The settings of the two kinds of profile services. */
const lti11Keys = ['scheme', 'profile-url', 'consumer-key', 'secret', 'word'];
const lti13Keys = ['scheme', 'claim', ...clientKeys];
// The keys of a record are the members of its key type.
const schemeNames = Object.keys(schemes) as AuthConfig['scheme'][];

/**
 * What stands in `Authorization` of each request.
 *
 * @param method how the destination is signed: `bearer-jwt` is its own authentication, so that nothing else is taken there
 */
export function readAuth(
  settings: Settings,
  path: string,
  value: unknown,
  method: SignConfig['method'] | undefined,
): AuthConfig | null {
  if (value === undefined && method === 'bearer-jwt') return { scheme: 'none' };
  const table = readTable(settings, path, value, '{ scheme = "bearer", secret = "NAME_OF_THE_SECRET" }');
  if (table === null) return null;
  const known = `${schemeNames.slice(0, -1).join(', ')} or ${schemeNames.at(-1) ?? ''}`;
  if (table['scheme'] === undefined) return settings.fault(`${path}.scheme`, `is missing: give ${known}`);
  const faults = settings.faults.length;
  const scheme = settings.choice(`${path}.scheme`, table['scheme'], schemeNames, 'none');
  if (settings.faults.length > faults) return null;
  // Which keys a profile service has depends on its kind.
  if (scheme !== 'profile-service') settings.onlyKeys(path, table, schemes[scheme]);
  if (scheme === 'none') return { scheme };
  if (method === 'bearer-jwt') {
    return settings.fault(path, 'must be left out: with sign.method bearer-jwt the token stands in Authorization');
  }
  if (scheme === 'oauth2') return readOAuth2(settings, path, table);
  return scheme === 'profile-service'
    ? readProfileService(settings, path, table)
    : readScheme(settings, path, table, scheme);
}

/** LTI 1.1 where there is a `profile-url`, LTI 1.3 where there is a `claim`. */
function readProfileService(settings: Settings, path: string, table: Record<string, unknown>): AuthConfig | null {
  const { 'profile-url': profileUrl, 'consumer-key': consumerKey, claim, word } = table;
  if ((profileUrl === undefined) === (claim === undefined)) {
    return settings.fault(path, 'must have either profile-url (LTI 1.1) or claim (LTI 1.3)');
  }
  settings.onlyKeys(path, table, claim === undefined ? lti11Keys : lti13Keys);
  if (claim !== undefined) return readClaimService(settings, path, table);
  const url = readUrl(settings, `${path}.profile-url`, profileUrl, 'https://lms.example.edu/caliper/profile');
  const secret = settings.namedSecret(`${path}.secret`, table['secret']);
  if (word !== undefined && !isWord(word)) return settings.fault(`${path}.word`, wordRule);
  if (typeof consumerKey !== 'string' || !isFieldValue(consumerKey)) {
    return settings.fault(`${path}.consumer-key`, 'must be the consumer key of the LTI 1.1 link, as text');
  }
  if (url === null || secret === null) return null;
  url.hash = '';
  const service = { scheme: 'profile-service', profileUrl: url.href, consumerKey, secret } as const;
  return word === undefined ? service : { ...service, word };
}

const wordRule = 'must be the word before the key, without spaces, e.g. word = "Token"';

/** RFC 9110, section 11.1: the scheme is a token. */
function isWord(word: unknown): word is string {
  return typeof word === 'string' && /^[!#$%&'*+.^_`|~\w-]+$/.test(word);
}

function readScheme(
  settings: Settings,
  path: string,
  table: Record<string, unknown>,
  scheme: Exclude<AuthConfig['scheme'], 'none' | 'oauth2' | 'profile-service'>,
): AuthConfig | null {
  const secret = settings.namedSecret(`${path}.secret`, table['secret']);
  const unfit = (what: string): null =>
    settings.fault(`${path}.secret`, `names a secret with characters that ${what} cannot have`);
  switch (scheme) {
    case 'bearer':
      if (secret === null) return null;
      // RFC 6750, section 2.1; anything else cannot stand in the header.
      return /^[\x21-\x7e]+$/.test(secret) ? { scheme, token: secret } : unfit('a bearer token');
    case 'raw-key':
      if (secret === null) return null;
      return isFieldValue(secret) ? { scheme, key: secret } : unfit('a key');
    case 'custom': {
      const { word } = table;
      if (!isWord(word)) return settings.fault(`${path}.word`, wordRule);
      if (secret === null) return null;
      return isFieldValue(secret) ? { scheme, word, key: secret } : unfit('a key');
    }
    case 'basic': {
      const { user } = table;
      // RFC 7617, section 2: no control characters, and no colon in the user.
      if (typeof user !== 'string' || user === '' || /[:\p{Cc}]/u.test(user)) {
        return settings.fault(`${path}.user`, 'must be the name of the user, without a colon');
      }
      if (secret === null) return null;
      return /^\P{Cc}+$/u.test(secret) ? { scheme, user, password: secret } : unfit('a password');
    }
  }
}

/** Whether the settings of `auth` tell where to post, so that the destination needs no `url`. */
export function tellsUrl(auth: unknown): boolean {
  return isTable(auth) && auth['scheme'] === 'profile-service';
}

/** What stands for the destination's own `url`: where events go, or where a profile service tells it. */
export function toldUrl(auth: AuthConfig): string | undefined {
  if (auth.scheme === 'profile-service') return auth.profileUrl;
  return auth.scheme === 'oauth2' ? auth.claim?.url : undefined;
}
