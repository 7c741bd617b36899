import type { AuthConfig, ClientCredentials, EndpointClaim } from './config.ts';
import { readEndpointConfiguration } from '../caliper/endpoint-configuration.ts';
import { readUrl } from './addresses.ts';
import { isFieldValue } from './field-value.ts';
import { readTable } from './read-table.ts';
import type { Settings } from './settings.ts';
import { readSigningKey } from './signing-keys.ts';

/** The settings of a client: with a secret, or with an assertion. */
export const clientKeys = ['token-url', 'client-id', 'secret', 'style', 'assertion', 'key', 'assertion-audience'];

/** RFC 6749, section 3.3: words with a space between them. */
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

const scopeRule = 'must be words with one space between them, without quotation marks and backslashes';

/** `oauth2`: a token by client credentials. */
export function readOAuth2(settings: Settings, path: string, table: Record<string, unknown>): AuthConfig | null {
  const faults = settings.faults.length;
  const client = readClient(settings, path, table);
  const { scope, audience } = table;
  if (scope !== undefined && !isScope(scope)) settings.fault(`${path}.scope`, scopeRule);
  if (audience !== undefined && (typeof audience !== 'string' || !isFieldValue(audience))) {
    settings.fault(`${path}.audience`, 'must be the audience that the token is for, as text');
  }
  if (client === null || settings.faults.length > faults) return null;
  return {
    ...{ scheme: 'oauth2', ...client },
    ...(typeof scope === 'string' && { scope }),
    ...(typeof audience === 'string' && { audience }),
  };
}

/**
 * `profile-service` of LTI 1.3: a token by client credentials with the scopes of the Caliper endpoint service claim, which tells the
 * URL too. The members of the claim keep the names that they have in a launch.
 */
export function readClaimService(settings: Settings, path: string, table: Record<string, unknown>): AuthConfig | null {
  const claim = readClaim(settings, `${path}.claim`, table['claim']);
  // What LTI 1.3 asks of a tool (1EdTech Security Framework, section 4.1.1).
  const client = readClient(
    settings,
    path,
    table['secret'] === undefined ? { assertion: 'private_key_jwt', ...table } : table,
  );
  if (claim === null || client === null) return null;
  const { scope, url, facts } = claim;
  return { scheme: 'oauth2', ...client, ...(scope !== undefined && { scope }), claim: { url, facts } };
}

function readClaim(settings: Settings, path: string, value: unknown): (EndpointClaim & { scope?: string }) | null {
  const table = readTable(settings, path, value, '{ caliper_endpoint_url = "https://…", scopes = ["https://…"] }');
  if (table === null) return null;
  const url = readUrl(
    settings,
    `${path}.caliper_endpoint_url`,
    table['caliper_endpoint_url'],
    'https://caliper.example.org/events',
  );
  const scopes = table['scopes'] ?? [];
  const scope = Array.isArray(scopes) ? scopes.join(' ') : undefined;
  if (scope === undefined || (scope !== '' && !isScope(scope))) {
    return settings.fault(`${path}.scopes`, 'must be a list of scopes, as the claim has it');
  }
  if (url === null) return null;
  url.hash = '';
  return { url: url.href, facts: readEndpointConfiguration(table), ...(scope !== '' && { scope }) };
}

/** Where the token is asked for, and how the client shows who it is. */
function readClient(settings: Settings, path: string, table: Record<string, unknown>): ClientCredentials | null {
  const faults = settings.faults.length;
  const tokenUrl = readUrl(settings, `${path}.token-url`, table['token-url'], 'https://login.example.org/oauth2/token');
  const clientId = table['client-id'];
  if (typeof clientId !== 'string' || !isFieldValue(clientId)) {
    settings.fault(`${path}.client-id`, 'must be the id under which the adapter is registered there');
  }
  const client = readClientProof(settings, path, table, tokenUrl?.href ?? '');
  if (tokenUrl === null || typeof clientId !== 'string' || client === null || settings.faults.length > faults) {
    return null;
  }
  tokenUrl.hash = '';
  return { tokenUrl: tokenUrl.href, clientId, client };
}

function readClientProof(
  settings: Settings,
  path: string,
  table: Record<string, unknown>,
  tokenUrl: string,
): ClientCredentials['client'] | null {
  const refuse = (names: readonly string[], remedy: string): void => {
    for (const name of names) if (table[name] !== undefined) settings.fault(`${path}.${name}`, remedy);
  };
  if (table['assertion'] === undefined) {
    refuse(['key', 'assertion-audience'], 'belongs to assertion = "private_key_jwt", which is not set here');
    if (table['secret'] === undefined) {
      return settings.fault(
        `${path}.secret`,
        'is missing: give the name of the secret, or assertion = "private_key_jwt"',
      );
    }
    const secret = settings.namedSecret(`${path}.secret`, table['secret']);
    const style = settings.choice(`${path}.style`, table['style'], ['basic', 'post'], 'basic');
    if (secret === null) return null;
    if (isFieldValue(secret)) return { style, secret };
    return settings.fault(`${path}.secret`, 'names a secret with characters that a client secret cannot have');
  }
  const style = settings.choice(`${path}.assertion`, table['assertion'], ['private_key_jwt'], 'private_key_jwt');
  refuse(['secret', 'style'], 'must be left out: the assertion takes its place');
  const audience = table['assertion-audience'] ?? tokenUrl;
  if (typeof audience !== 'string' || !isFieldValue(audience)) {
    // An unreadable token URL has its own fault.
    if (table['assertion-audience'] === undefined) return null;
    return settings.fault(`${path}.assertion-audience`, 'must be what the platform wants in aud, as text');
  }
  if (table['key'] === undefined) {
    if (settings.variable('SIGNING_KEYS') !== undefined) return { style, audience };
    return settings.fault(`${path}.key`, 'is missing: name the secret of a private key (JWK), or set SIGNING_KEYS');
  }
  const key = readNamedKey(settings, `${path}.key`, table['key']);
  return key === null ? null : { style, audience, key };
}

function readNamedKey(
  settings: Settings,
  path: string,
  name: unknown,
): NonNullable<ReturnType<typeof readSigningKey>> | null {
  const text = settings.namedSecret(path, name);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return readSigningKey(settings, path, value);
  } catch {
    return settings.fault(path, 'names a secret that is not valid JSON: it must be a private key as JWK');
  }
}

function isScope(value: unknown): value is string {
  return typeof value === 'string' && scopeForm.test(value);
}
