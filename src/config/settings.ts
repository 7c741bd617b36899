import { didYouMean } from '../mapping/language/nearest.ts';
import type { ConfigFault } from './config.ts';

/** The variables and secrets of the Worker, and the faults found in them so far. Readers give null after a fault. */
export class Settings {
  readonly faults: ConfigFault[] = [];
  /** Names of secrets that the settings mention. */
  readonly mentioned = new Set<string>();
  readonly #env: Readonly<Record<string, unknown>>;

  constructor(env: Readonly<Record<string, unknown>>) {
    this.#env = env;
  }

  /** Notes a fault; the message must never hold a secret's value. Gives null, so that a reader can return it. */
  fault(setting: string, message: string): null {
    this.faults.push({ setting, message });
    return null;
  }

  /** True when the setting, or something in it, is at fault. */
  isAtFault(setting: string): boolean {
    return this.faults.some((fault) => fault.setting === setting || fault.setting.startsWith(`${setting}[`));
  }

  /** A variable; `undefined` when it is absent or empty. */
  variable(name: string): unknown {
    const value = this.#env[name];
    return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
  }

  names(): string[] {
    return Object.keys(this.#env);
  }

  /** A secret by its own name, without the line end that `echo … | wrangler secret put` leaves. */
  secret(name: string, remedy: string): string | null {
    const value = this.variable(name);
    if (value === undefined) return this.fault(name, `is not set: ${remedy}`);
    if (typeof value !== 'string') return this.fault(name, 'must be text');
    return value.trim();
  }

  /** The secret whose name stands in a setting. */
  namedSecret(setting: string, name: unknown): string | null {
    if (name === undefined) return this.fault(setting, 'is missing: give the name of the secret');
    if (typeof name !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      // Somebody may have put the secret itself here, so it is not repeated.
      return this.fault(setting, 'must be the name of a secret (letters, digits, _), not the secret itself');
    }
    this.mentioned.add(name);
    const value = this.variable(name);
    if (typeof value === 'string') return value.trim();
    const remedy = `set it with: wrangler secret put ${name} (locally: in .dev.vars)`;
    return this.fault(setting, `names the secret ${name}, which is not set: ${remedy}`);
  }

  /** A list of tables, given as such or as JSON text; empty when it is absent. */
  tables(name: string): Record<string, unknown>[] {
    const value = this.json(name);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.fault(name, `must be a list of tables ([[vars.${name}]] in wrangler.toml), or the same as JSON text`);
      return [];
    }
    return value.flatMap((item: unknown, index) => {
      if (isTable(item)) return [item];
      this.fault(`${name}[${index}]`, 'must be a table');
      return [];
    });
  }

  /** A variable that may be JSON text, as `.dev.vars` and `--var` give lists. */
  json(name: string): unknown {
    const value = this.variable(name);
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      this.fault(name, 'is not valid JSON');
      return undefined;
    }
  }

  /** A whole number within bounds, as a number or as text. */
  integer(setting: string, value: unknown, bounds: { least: number; most: number; otherwise: number }): number {
    if (value === undefined) return bounds.otherwise;
    const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= bounds.least && number <= bounds.most) {
      return number;
    }
    this.fault(setting, `must be a whole number from ${bounds.least} to ${bounds.most}`);
    return bounds.otherwise;
  }

  /** `on` or `off`; `true` and `false` mean the same. */
  flag(setting: string, otherwise: boolean): boolean {
    const value = this.variable(setting);
    if (value === undefined) return otherwise;
    const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
    if (text === 'on' || text === 'true' || text === true) return true;
    if (text === 'off' || text === 'false' || text === false) return false;
    this.fault(setting, 'must be "on" or "off"');
    return otherwise;
  }

  /** One of a few words. */
  choice<Word extends string>(setting: string, value: unknown, words: readonly Word[], otherwise: Word): Word {
    if (value === undefined) return otherwise;
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const hint = typeof value === 'string' ? didYouMean(value, words) : undefined;
    this.fault(setting, `must be one of ${words.join(', ')}${hint === undefined ? '' : `; ${hint}`}`);
    return otherwise;
  }

  /** Notes each key that the table should not have. */
  onlyKeys(setting: string, table: Record<string, unknown>, keys: readonly string[]): void {
    for (const key of Object.keys(table)) {
      if (keys.includes(key)) continue;
      const hint = didYouMean(key, keys);
      const known = `the keys are ${keys.join(', ')}`;
      this.fault(`${setting}.${key}`, `is not a setting here: ${known}${hint === undefined ? '' : `; ${hint}`}`);
    }
  }
}

/** True for what TOML calls a table. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
