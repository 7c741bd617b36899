import { readUrl } from './addresses.ts';
import type { SourceTokens } from './config.ts';
import { readTable } from './read-table.ts';
import { isTable, type Settings } from './settings.ts';

const keys = ['issuer', 'audience', 'jwks-url', 'jwks'];

/** Members of a JWK that nobody but its owner may know (RFC 7518, sections 6.2.2, 6.3.2 and 6.4). */
const privateMembers = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

/** `jwt` of a source: the tokens that it may show instead of a key. */
export function readSourceTokens(settings: Settings, path: string, value: unknown): SourceTokens | null {
  const table = readTable(settings, path, value, '{ issuer = "https://…", audience = "…", jwks-url = "https://…" }');
  if (table === null) return null;
  settings.onlyKeys(path, table, keys);
  const { issuer, audience } = table;
  const faults = settings.faults.length;
  if (typeof issuer !== 'string' || issuer.trim() === '') {
    settings.fault(`${path}.issuer`, 'must be what stands in iss of the tokens, as text');
  }
  const audiences: unknown[] = Array.isArray(audience) ? audience : [audience];
  const texts = audiences.filter((item) => typeof item === 'string' && item.trim() !== '').map(String);
  if (texts.length === 0 || texts.length < audiences.length) {
    settings.fault(
      `${path}.audience`,
      'must be what stands in aud of the tokens for this adapter: a text, or a list of them',
    );
  }
  const publicKeys = readPublicKeys(settings, path, table);
  if (settings.faults.length > faults || publicKeys === null || typeof issuer !== 'string') return null;
  return { issuer, audience: texts, keys: publicKeys };
}

/** Whether there is a token that two sources would both take. */
export function shareTokens(one: SourceTokens, other: SourceTokens): boolean {
  return one.issuer === other.issuer && one.audience.some((audience) => other.audience.includes(audience));
}

function readPublicKeys(settings: Settings, path: string, table: Record<string, unknown>): SourceTokens['keys'] | null {
  const { 'jwks-url': address, jwks: secret } = table;
  if ((address === undefined) === (secret === undefined)) {
    return settings.fault(path, 'must have either jwks-url, or jwks with the name of a secret that holds the JWK set');
  }
  if (secret === undefined) {
    const url = readUrl(settings, `${path}.jwks-url`, address, 'https://login.example.edu/.well-known/jwks.json');
    return url === null ? null : { from: 'url', url: url.href };
  }
  const text = settings.namedSecret(`${path}.jwks`, secret);
  if (text === null) return null;
  const list = parseKeys(text);
  if (list === null) return settings.fault(`${path}.jwks`, 'names a secret that is no JWK set with public keys in it');
  if (list.some((key) => privateMembers.some((member) => key[member] !== undefined))) {
    return settings.fault(`${path}.jwks`, 'names a secret with a private key in it: give the public members only');
  }
  return { from: 'secret', keys: list };
}

function parseKeys(text: string): Record<string, unknown>[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const list: unknown = isTable(value) && 'keys' in value ? value['keys'] : [value];
    if (!Array.isArray(list) || list.length === 0) return null;
    const found = list.filter((key) => isTable(key) && typeof key['kty'] === 'string');
    return found.length === list.length ? found : null;
  } catch {
    return null;
  }
}
