import type { SourceConfig, XapiRepair } from './config.ts';
import type { Settings } from './settings.ts';
import { readSourceTokens, shareTokens } from './source-tokens.ts';

const keys = ['name', 'lms', 'key', 'keys', 'jwt', 'compat', 'on-invalid'];
const repairs: readonly XapiRepair[] = ['openedx-erb', 'ralph', 'h5p'];

/** Shorter keys can be tried out. */
const leastKeyLength = 16;

/** Names stand in metrics, in paths and as user of Basic authentication, which allows no colon. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const nameRule = 'must be 1 to 63 letters, digits, "-", "_" or ".", and begin with a letter or digit';

/**
 * The sites and programs that may send records.
 *
 * @returns the sound ones, and the names of all, so that a destination may name one that has another fault
 */
export function readSources(settings: Settings): { sources: SourceConfig[]; names: string[] } {
  const tables = settings.tables('SOURCES');
  if (tables.length === 0 && !settings.isAtFault('SOURCES')) {
    settings.fault('SOURCES', 'is not set: add a [[vars.SOURCES]] table with name, lms and key to wrangler.toml');
  }
  const sources = tables.flatMap((table, index) => readSource(settings, `SOURCES[${index}]`, table) ?? []);
  noteTwins(settings, sources);
  const names = tables.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  return { sources: sources.map(({ source }) => source), names };
}

interface Read {
  path: string;
  source: SourceConfig;
}

function readSource(settings: Settings, path: string, table: Record<string, unknown>): Read | null {
  settings.onlyKeys(path, table, keys);
  const name = readName(settings, `${path}.name`, table['name']);
  const lms = readLms(settings, `${path}.lms`, table['lms']);
  const shown = readKeys(settings, path, table);
  const jwt = table['jwt'] === undefined ? undefined : readSourceTokens(settings, `${path}.jwt`, table['jwt']);
  const compat = readCompat(settings, `${path}.compat`, table['compat']);
  const onInvalid = settings.choice(`${path}.on-invalid`, table['on-invalid'], ['reject', 'quarantine'], 'reject');
  if (name === null || lms === null || shown === null || jwt === null) return null;
  return { path, source: { name, lms, keys: shown, ...(jwt !== undefined && { jwt }), compat, onInvalid } };
}

/** `key`, or `keys` while a source changes its key; neither is needed where it shows tokens. */
function readKeys(settings: Settings, path: string, table: Record<string, unknown>): string[] | null {
  const { key, keys: list, jwt } = table;
  if (list === undefined) {
    if (key === undefined && jwt !== undefined) return [];
    const text = readKey(settings, `${path}.key`, key);
    return text === null ? null : [text];
  }
  if (key !== undefined)
    return settings.fault(`${path}.keys`, 'must be left out where there is a key: put that into the list');
  if (!Array.isArray(list) || list.length === 0) {
    return settings.fault(`${path}.keys`, 'must be a list of names of secrets, e.g. ["LMS_KEY_NEW", "LMS_KEY_OLD"]');
  }
  const texts = list.map((name: unknown, index) => readKey(settings, `${path}.keys[${index}]`, name));
  texts.forEach((text, index) => {
    const earlier = texts.indexOf(text);
    if (text !== null && earlier < index)
      settings.fault(`${path}.keys[${index}]`, `is the same key as keys[${earlier}]`);
  });
  const sound = texts.filter((text) => text !== null);
  return sound.length === texts.length ? sound : null;
}

function readKey(settings: Settings, path: string, name: unknown): string | null {
  const key = settings.namedSecret(path, name);
  if (key !== null && key.length < leastKeyLength) {
    settings.fault(path, `names a secret of less than ${leastKeyLength} characters: make a longer one`);
  }
  return key;
}

/** The name of a source or destination. */
export function readName(settings: Settings, path: string, value: unknown): string | null {
  if (value === undefined) return settings.fault(path, 'is missing: give a name');
  if (typeof value === 'string' && namePattern.test(value)) return value;
  return settings.fault(path, nameRule);
}

/** The root of IRIs is never called, so http is allowed: changing it would change the ids of everything. */
function readLms(settings: Settings, path: string, value: unknown): string | null {
  const example = 'e.g. https://lms.example.edu';
  if (value === undefined) return settings.fault(path, `is missing: give the address of the Open edX site, ${example}`);
  const url = typeof value === 'string' && URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return settings.fault(path, `must be the http or https address of the Open edX site, ${example}`);
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    return settings.fault(path, `must be an address without user, query and fragment, ${example}`);
  }
  return url.href.replace(/\/+$/, '');
}

function readCompat(settings: Settings, path: string, value: unknown): XapiRepair[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    settings.fault(path, `must be a list of ${repairs.join(', ')}`);
    return [];
  }
  return value.map((item: unknown, index) => settings.choice(`${path}[${index}]`, item, repairs, 'openedx-erb'));
}

function noteTwins(settings: Settings, sources: readonly Read[]): void {
  sources.forEach(({ path, source }, index) => {
    for (const earlier of sources.slice(0, index)) {
      if (earlier.source.name === source.name) settings.fault(`${path}.name`, `is the name of ${earlier.path} too`);
      if (earlier.source.keys.some((key) => source.keys.includes(key))) {
        settings.fault(`${path}.key`, `is the same key as that of ${earlier.path}: each source needs its own`);
      }
      if (source.jwt !== undefined && earlier.source.jwt !== undefined && shareTokens(source.jwt, earlier.source.jwt)) {
        settings.fault(`${path}.jwt`, `takes the same tokens as ${earlier.path}: each source needs its own audience`);
      }
    }
  });
}
