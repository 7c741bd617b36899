import { didYouMean } from '../mapping/language/nearest.ts';
import { readUrl } from './addresses.ts';
import type { DestinationConfig } from './config.ts';
import { readAuth, tellsUrl, toldUrl } from './destination-auth.ts';
import { readMatch } from './destination-match.ts';
import { pseudonymKeys, readPseudonyms } from './destination-pseudonyms.ts';
import { readSign } from './destination-sign.ts';
import { readThin } from './destination-thin.ts';
import { readTable } from './read-table.ts';
import type { Settings } from './settings.ts';
import { readName } from './sources.ts';

const keys = [
  'name',
  'url',
  'caliper',
  'sources',
  'auth',
  'sign',
  'match',
  'headers',
  'batch',
  'discover',
  'detail',
  'describe-days',
  'describes',
  ...pseudonymKeys,
];

/** What the sender sets itself. */
const ownHeaders = [
  ...['authorization', 'content-type', 'content-length', 'host', 'connection', 'transfer-encoding'],
  ...['x-jws-signature', 'content-digest', 'signature-input', 'signature'],
];

export const defaultBatch = { events: 100, bytes: 524_288, seconds: 1 };

/**
 * The Caliper endpoints that get events.
 *
 * @param sourceNames names of all sources: what a destination gets unless it says less
 * @returns `undefined` when DESTINATIONS is absent or empty
 */
export function readDestinations(settings: Settings, sourceNames: readonly string[]): DestinationConfig[] | undefined {
  const tables = settings.tables('DESTINATIONS');
  if (tables.length === 0 && !settings.isAtFault('DESTINATIONS')) return undefined;
  const read = tables.map((table, index) => readDestination(settings, `DESTINATIONS[${index}]`, table, sourceNames));
  read.forEach((destination, index) => {
    const earlier = read.findIndex((other) => other?.name === destination?.name);
    if (destination === null || earlier === index) return;
    settings.fault(`DESTINATIONS[${index}].name`, `is the name of DESTINATIONS[${earlier}] too`);
  });
  return read.filter((destination) => destination !== null);
}

function readDestination(
  settings: Settings,
  path: string,
  table: Record<string, unknown>,
  sourceNames: readonly string[],
): DestinationConfig | null {
  settings.onlyKeys(path, table, keys);
  const name = readName(settings, `${path}.name`, table['name']);
  const told = table['url'] === undefined && tellsUrl(table['auth']);
  const url = told ? undefined : readUrl(settings, `${path}.url`, table['url'], 'https://caliper.example.org/events');
  const caliper = settings.choice(`${path}.caliper`, table['caliper'], ['v1p2', 'v1p1'], 'v1p2');
  const sources = readSourceNames(settings, `${path}.sources`, table['sources'], sourceNames);
  const sign = readSign(settings, `${path}.sign`, table['sign']);
  const auth = readAuth(settings, `${path}.auth`, table['auth'], sign?.method);
  const match = readMatch(settings, `${path}.match`, table['match']);
  const headers = readHeaders(settings, `${path}.headers`, table['headers']);
  const batch = readBatch(settings, `${path}.batch`, table['batch']);
  const { discover = false } = table;
  if (typeof discover !== 'boolean') settings.fault(`${path}.discover`, 'must be true or false');
  const thin = readThin(settings, path, table);
  const pseudonyms = readPseudonyms(settings, path, table);
  if (name === null || url === null || auth === null || sign === null) return null;
  // No request carries a fragment, so no signature may name one.
  if (url !== undefined) url.hash = '';
  const destination = { name, url: toldUrl(auth) ?? url?.href ?? '', caliper, sources, auth, sign, headers, batch };
  return {
    ...destination,
    ...(match !== undefined && { match }),
    ...(discover === true && { discover }),
    ...(thin !== undefined && { thin }),
    ...(pseudonyms && { pseudonyms }),
  };
}

function readSourceNames(settings: Settings, path: string, value: unknown, known: readonly string[]): string[] {
  if (value === undefined) return [...known];
  if (!Array.isArray(value) || value.length === 0) {
    settings.fault(path, 'must be a list of names of SOURCES; leave it out for all');
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    if (typeof item === 'string' && known.includes(item)) return [item];
    const hint = typeof item === 'string' ? didYouMean(item, known) : undefined;
    settings.fault(`${path}[${index}]`, `is not the name of a source${hint === undefined ? '' : `; ${hint}`}`);
    return [];
  });
}

function readHeaders(settings: Settings, path: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const table = readTable(settings, path, value, '{ "X-Tenant" = "edx" }');
  const headers = Object.entries(table ?? {}).filter((entry): entry is [string, string] => {
    const [name, text] = entry;
    // RFC 9110, sections 5.1 and 5.5; the value is not repeated, since it may be a key.
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) settings.fault(path, 'has a name that no header can have');
    else if (ownHeaders.includes(name.toLowerCase())) settings.fault(`${path}.${name}`, 'is set by the adapter itself');
    else if (typeof text !== 'string' || !/^[\x20-\x7e]*$/.test(text)) {
      settings.fault(`${path}.${name}`, 'must be text of printable ASCII characters');
    } else return true;
    return false;
  });
  return Object.fromEntries(headers);
}

function readBatch(settings: Settings, path: string, value: unknown): DestinationConfig['batch'] {
  if (value === undefined) return { ...defaultBatch };
  const table = readTable(settings, path, value, '{ events = 100, bytes = 524288, seconds = 1 }') ?? {};
  settings.onlyKeys(path, table, Object.keys(defaultBatch));
  return {
    events: settings.integer(`${path}.events`, table['events'], { least: 1, most: 10_000, otherwise: 100 }),
    bytes: settings.integer(`${path}.bytes`, table['bytes'], { least: 1024, most: 16_777_216, otherwise: 524_288 }),
    seconds: settings.integer(`${path}.seconds`, table['seconds'], { least: 0, most: 3600, otherwise: 1 }),
  };
}
