import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ConfigFault, LogLevel } from '../src/config/config.ts';
import { readConfig } from '../src/config/read.ts';
import { readWranglerConfig } from './wrangler-config.ts';
import { devVarsText, freshSecrets, readDevVars } from '../src/cli/secrets.ts';

/** What a local run needs to know of its settings. */
export interface LocalSettings {
  /** What `wrangler dev` gets beside the configuration and `.dev.vars`. */
  vars: Record<string, string>;
  /** The sources and the keys that they send; for the person who started the adapter, and for nobody else. */
  sources: { name: string; lms: string; key: string }[];
  destinations: { name: string; url: string }[];
  log: LogLevel;
  /** As the keys: for the person who started the adapter. */
  adminToken: string;
  /** True when `.dev.vars` was made by this start. */
  firstStart: boolean;
  /** True when the configuration names no source, and an example took its place. */
  exampleSource: boolean;
}

/** The source of a local run where none is configured: that of the examples in wrangler.toml. */
const exampleSource = { name: 'lms', lms: 'https://lms.example.edu', key: 'SOURCE_LMS_KEY' };

/**
 * Reads and checks the settings of a local run. What has no default gets one that is good on one machine: SENSOR_ID, a
 * source, and the built-in inbox as destination. Where `.dev.vars` is missing and nothing is wrong it is made, with fresh
 * secrets, for its owner alone.
 *
 * @param config path of wrangler's configuration
 * @returns the settings, or all their faults
 */
export async function readLocalSettings(
  config: string,
  port: number,
): Promise<{ ok: true; settings: LocalSettings } | { ok: false; faults: ConfigFault[] }> {
  const given = readWranglerConfig(config).vars ?? {};
  const sources = Array.isArray(given['SOURCES']) ? (given['SOURCES'] as unknown[]) : undefined;
  const devVars = join(dirname(config), '.dev.vars');
  const firstStart = !existsSync(devVars);
  const secrets = firstStart ? await freshFor(sources ?? [exampleSource]) : await readDevVars(devVars);
  const known: Record<string, unknown> = { ...given, ...secrets };

  const origin = `http://127.0.0.1:${port}`;
  const absent = (name: string): boolean => known[name] === undefined || known[name] === '';
  const vars = {
    INBOX: 'on',
    INBOX_URL: `${origin}/inbox`,
    ...(absent('SENSOR_ID') && { SENSOR_ID: `${origin}/sensors/1` }),
    ...(absent('SOURCES') && { SOURCES: JSON.stringify([exampleSource]) }),
  };
  const read = readConfig({ ...known, ...vars });
  if (!read.ok) return read;
  // `wx`: what is there is never written over.
  if (firstStart) await writeFile(devVars, devVarsText(secrets), { flag: 'wx', mode: 0o600 });
  const settings = {
    vars,
    sources: read.config.sources.map(({ name, lms, keys }) => ({ name, lms, key: keys[0] ?? '' })),
    destinations: read.config.destinations.map(({ name, url }) => ({ name, url })),
    log: read.config.log,
    adminToken: read.config.adminToken,
    firstStart,
    exampleSource: absent('SOURCES'),
  };
  return { ok: true, settings };
}

/** Fresh secrets, with a key for each source. */
async function freshFor(sources: readonly unknown[]): Promise<Record<string, string>> {
  const names = sources.flatMap((source) =>
    [...secretNames(source, 'key'), ...secretNames(source, 'keys')].filter((name) => /^[A-Za-z_]\w*$/.test(name)),
  );
  return freshSecrets(names);
}

function secretNames(source: unknown, setting: string): string[] {
  if (typeof source !== 'object' || source === null) return [];
  const value: unknown = new Map<string, unknown>(Object.entries(source)).get(setting) ?? [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
