import { nearest } from '../mapping/language/nearest.ts';
import type { Config, ConfigFault, DestinationConfig } from './config.ts';
import { readDestinations } from './destinations.ts';
import { inboxDestination, readInbox } from './inbox.ts';
import { readPseudonymRotation, readPseudonymSecret } from './pseudonym-secret.ts';
import { readQuarantine } from './quarantine.ts';
import { Settings } from './settings.ts';
import { readSigningKeys } from './signing-keys.ts';
import { readSources } from './sources.ts';

/** Every setting there is, secrets that settings name apart. */
const settingNames = [
  ...['SENSOR_ID', 'SOURCES', 'DESTINATIONS', 'MAX_BODY_BYTES', 'MAX_RECORDS', 'MAX_PROBLEMS'],
  ...[
    'OUTBOX_SHARDS',
    'OUTBOX_BYTES',
    'DEDUPE_DAYS',
    'QUARANTINE_DAYS',
    'QUARANTINE_BYTES',
    'FREE_TEXT',
    'LOG',
    'INBOX',
    'INBOX_URL',
  ],
  ...['PSEUDONYM_SECRET', 'PSEUDONYM_ROTATION', 'EXTERNAL_IDS'],
  ...['ADMIN_TOKEN', 'SIGNING_KEYS', 'QUARANTINE_KEYS', 'INBOX_TOKEN'],
];

/** Shorter tokens can be tried out. */
const leastTokenLength = 16;

/** Below what the platform takes at all, and what an isolate of 128 MB can hold. */
const bodyBytes = { least: 1024, most: 104_857_600, otherwise: 33_554_432 };
const outboxBytes = { least: 1_048_576, most: 9_000_000_000, otherwise: 1_073_741_824 };

/**
 * Reads the settings from the variables and secrets of the Worker. Lists may come as such or as JSON text. Synchronous, without
 * side effects.
 *
 * @returns the configuration, or all faults at once, each with the path of the setting and what to do; never a secret's value
 */
export function readConfig(
  env: Readonly<Record<string, unknown>>,
): { ok: true; config: Config } | { ok: false; faults: ConfigFault[] } {
  const settings = new Settings(env);
  const sensorId = readSensorId(settings);
  const { sources, names } = readSources(settings);
  const inbox = readInbox(settings);
  const destinations = readDestinations(settings, names) ?? standIn(settings, inbox, names);
  const outbox = settings.integer('OUTBOX_BYTES', settings.variable('OUTBOX_BYTES'), outboxBytes);
  const quarantine = readQuarantine(settings, outbox);
  const pseudonymSecret = readPseudonymSecret(settings);
  const pseudonymRotation = readPseudonymRotation(settings, pseudonymSecret);
  const config: Config = {
    sensorId,
    sources,
    destinations,
    limits: {
      bodyBytes: settings.integer('MAX_BODY_BYTES', settings.variable('MAX_BODY_BYTES'), bodyBytes),
      records: readInteger(settings, 'MAX_RECORDS', 1, 1_000_000, 50_000),
      problems: readInteger(settings, 'MAX_PROBLEMS', 0, 10_000, 100),
    },
    pseudonymSecret,
    ...(pseudonymRotation && { pseudonymRotation }),
    ...(settings.flag('EXTERNAL_IDS', false) && { externalIds: true }),
    adminToken: readAdminToken(settings),
    signingKeys: readSigningKeys(
      settings,
      destinations.map(({ sign }) => sign.method),
    ),
    shards: readInteger(settings, 'OUTBOX_SHARDS', 1, 64, 1),
    outboxBytes: outbox,
    ...(quarantine !== undefined && { quarantine }),
    dedupeDays: readInteger(settings, 'DEDUPE_DAYS', 1, 90, 7),
    freeText: settings.flag('FREE_TEXT', false),
    log: settings.choice('LOG', settings.variable('LOG'), ['off', 'errors', 'info'], 'info'),
    inbox,
  };
  noteMisspelt(settings);
  return settings.faults.length === 0 ? { ok: true, config } : { ok: false, faults: settings.faults };
}

function readSensorId(settings: Settings): string {
  const example = 'e.g. https://adapter.example.edu/sensors/1';
  const value = settings.variable('SENSOR_ID');
  if (value === undefined) settings.fault('SENSOR_ID', `is not set: give the IRI of this adapter, ${example}`);
  // RFC 3986, section 3.1: a scheme, a colon, and no white space.
  else if (typeof value === 'string' && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value.trim())) return value.trim();
  else settings.fault('SENSOR_ID', `must be an absolute IRI, ${example}`);
  return '';
}

function readAdminToken(settings: Settings): string {
  const token = settings.secret('ADMIN_TOKEN', 'make one with: npm run -s caliper -- keys');
  if (token !== null && token.length < leastTokenLength) {
    settings.fault('ADMIN_TOKEN', `has less than ${leastTokenLength} characters: make a longer one`);
  }
  return token ?? '';
}

function readInteger(settings: Settings, name: string, least: number, most: number, otherwise: number): number {
  return settings.integer(name, settings.variable(name), { least, most, otherwise });
}

/** What gets the events where no destination is configured. */
function standIn(settings: Settings, inbox: Config['inbox'], sources: readonly string[]): DestinationConfig[] {
  if (inbox.enabled) return [inboxDestination(inbox.url, inbox.token, sources)];
  settings.fault(
    'DESTINATIONS',
    'is not set: add a [[vars.DESTINATIONS]] table with name, url and auth to wrangler.toml',
  );
  return [];
}

/** Bindings and secrets have names of their own, so only what is close to a setting that is not set is a fault. */
function noteMisspelt(settings: Settings): void {
  const absent = settingNames.filter((name) => settings.variable(name) === undefined);
  for (const name of settings.names()) {
    if (settingNames.includes(name) || settings.mentioned.has(name) || name.length < 6) continue;
    const value = settings.variable(name);
    if (!['string', 'number', 'boolean'].includes(typeof value) && !Array.isArray(value)) continue;
    const meant = nearest(name, absent);
    if (meant !== undefined) settings.fault(name, `is not a setting; did you mean ${meant}?`);
  }
}
