import { mappings } from '../build/mappings.ts';
import type { Config, ConfigFault, SourceConfig } from './config/config.ts';
import { readConfig } from './config/read.ts';
import type { ExternalIds } from './external-ids/store.ts';
import type { Inbox } from './inbox/inbox.ts';
import { settingLine } from './log/fault.ts';
import { createLog } from './log/log.ts';
import type { Outbox } from './outbox/outbox.ts';
import { translatorSettings } from './pipeline/settings.ts';
import { createTranslators, type Translator } from './pipeline/translator.ts';
import { createKeep, quarantineSeal, type Keep } from './quarantine/keep.ts';
import type { Seal } from './privacy/seal.ts';

/** What wrangler.toml binds, beside the settings, which src/config/read.ts knows. */
export interface Bindings {
  OUTBOX: DurableObjectNamespace<Outbox>;
  INBOX_STORE: DurableObjectNamespace<Inbox>;
  EXTERNAL_ID_STORE: DurableObjectNamespace<ExternalIds>;
  /** The files of build/console: styles, scripts and examples of the console. */
  ASSETS: Fetcher;
  /** A setting, here for the names of the secrets in it. */
  SOURCES?: unknown;
}

/** What an isolate makes of its environment, once. */
export interface Runtime {
  config: Config;
  translator: (source: SourceConfig) => Translator;
  /** Seals records for the quarantine; undefined when it is off. */
  keep: Keep | undefined;
  seal: Seal;
}

export type Started = { ok: true; runtime: Runtime } | { ok: false; faults: ConfigFault[] };

const started = new WeakMap<object, Started>();

/** Reads the settings and compiles the tables, the first time that an environment is seen. */
export function start(env: object): Started {
  const known = started.get(env);
  if (known !== undefined) return known;
  const read = readConfig({ ...env });
  const result: Started = read.ok ? { ok: true, runtime: createRuntime(read.config) } : read;
  if (!result.ok) {
    // The level is one of the settings that may be wrong.
    const log = createLog('errors');
    for (const { setting, message } of result.faults) log(settingLine(setting, message, Date.now()));
  }
  started.set(env, result);
  return result;
}

/**
 * The runtime of an environment whose settings are known to be right.
 *
 * @throws Error where they are not; the Worker does not get here, since it answers every request with the faults
 */
export function runtimeOf(env: object): Runtime {
  const result = start(env);
  if (!result.ok) throw new Error(`settings are wrong: ${result.faults.map(({ setting }) => setting).join(', ')}`);
  return result.runtime;
}

function createRuntime(config: Config): Runtime {
  const translators = createTranslators(mappings, translatorSettings(config));
  const bySource = new Map(config.sources.map((source) => [source.name, translators(source.lms)]));
  return {
    config,
    keep: createKeep(config),
    seal: quarantineSeal(config),
    translator: (source) => {
      const translator = bySource.get(source.name);
      if (translator === undefined) throw new Error(`source ${source.name} is not configured`);
      return translator;
    },
  };
}
