import type { AuthConfig, SignConfig } from './config.ts';
import { readTable } from './read-table.ts';
import type { Settings } from './settings.ts';

/** The settings of each scheme. */
const schemes: Readonly<Record<AuthConfig['scheme'], readonly string[]>> = {
  none: ['scheme'],
  bearer: ['scheme', 'secret'],
  'raw-key': ['scheme', 'secret'],
  basic: ['scheme', 'user', 'secret'],
  custom: ['scheme', 'word', 'secret'],
};
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
  settings.onlyKeys(path, table, schemes[scheme]);
  if (scheme === 'none') return { scheme };
  if (method === 'bearer-jwt') {
    return settings.fault(path, 'must be left out: with sign.method bearer-jwt the token stands in Authorization');
  }
  return readScheme(settings, path, table, scheme);
}

function readScheme(
  settings: Settings,
  path: string,
  table: Record<string, unknown>,
  scheme: Exclude<AuthConfig['scheme'], 'none'>,
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
      // RFC 9110, section 11.1: the scheme is a token.
      if (typeof word !== 'string' || !/^[!#$%&'*+.^_`|~\w-]+$/.test(word)) {
        return settings.fault(`${path}.word`, 'must be the word before the key, without spaces, e.g. word = "Token"');
      }
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

/** RFC 9110, section 5.5, without what is not ASCII. */
function isFieldValue(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}
