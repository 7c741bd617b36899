import { didYouMean } from '../mapping/language/nearest.ts';
import { readUrl } from './addresses.ts';
import type { DestinationConfig } from './config.ts';
import { isTable, type Settings } from './settings.ts';
import { readName } from './sources.ts';

const keys = ['name', 'url', 'caliper', 'sources', 'auth', 'sign', 'headers', 'batch'];

/** What the sender sets itself. */
const ownHeaders = ['authorization', 'content-type', 'content-length', 'host', 'connection', 'transfer-encoding'];

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
  const url = readUrl(settings, `${path}.url`, table['url'], 'https://caliper.example.org/events');
  const caliper = settings.choice(`${path}.caliper`, table['caliper'], ['v1p2', 'v1p1'], 'v1p2');
  const sources = readSourceNames(settings, `${path}.sources`, table['sources'], sourceNames);
  const auth = readAuth(settings, `${path}.auth`, table['auth']);
  const sign = readSign(settings, `${path}.sign`, table['sign']);
  const headers = readHeaders(settings, `${path}.headers`, table['headers']);
  const batch = readBatch(settings, `${path}.batch`, table['batch']);
  if (name === null || url === null || auth === null) return null;
  return { name, url: url.href, caliper, sources, auth, sign, headers, batch };
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

function readAuth(settings: Settings, path: string, value: unknown): DestinationConfig['auth'] | null {
  const table = readTable(settings, path, value, '{ scheme = "bearer", secret = "NAME_OF_THE_SECRET" }');
  if (table === null) return null;
  if (table['scheme'] === undefined) return settings.fault(`${path}.scheme`, 'is missing: give none or bearer');
  const faults = settings.faults.length;
  const scheme = settings.choice(`${path}.scheme`, table['scheme'], ['none', 'bearer'], 'none');
  if (settings.faults.length > faults) return null;
  switch (scheme) {
    case 'none':
      settings.onlyKeys(path, table, ['scheme']);
      return { scheme };
    case 'bearer': {
      settings.onlyKeys(path, table, ['scheme', 'secret']);
      const token = settings.namedSecret(`${path}.secret`, table['secret']);
      if (token === null) return null;
      // RFC 6750, section 2.1; anything else cannot stand in the header.
      if (/^[\x21-\x7e]+$/.test(token)) return { scheme, token };
      return settings.fault(`${path}.secret`, 'names a secret with characters that a bearer token cannot have');
    }
  }
}

function readSign(settings: Settings, path: string, value: unknown): DestinationConfig['sign'] {
  if (value === undefined) return { method: 'detached-jws' };
  const table = readTable(settings, path, value, '{ method = "detached-jws" }');
  if (table === null) return { method: 'none' };
  settings.onlyKeys(path, table, ['method']);
  return { method: settings.choice(`${path}.method`, table['method'], ['none', 'detached-jws'], 'detached-jws') };
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

function readTable(settings: Settings, path: string, value: unknown, example: string): Record<string, unknown> | null {
  if (isTable(value)) return value;
  return settings.fault(
    path,
    value === undefined ? `is missing: give e.g. ${example}` : `must be a table, e.g. ${example}`,
  );
}
