import type { FunctionContext } from './functions/function.ts';
import type { JsonObject } from './table.ts';

/** What steps read while one record is translated. */
export interface Scope {
  fields: JsonObject;
  /** Values of the `let`s that were needed so far, by slot; `UNSET` for the others. */
  vars: unknown[];
  /** Objects in the record that were looked for so far, by slot; `null` for what is none. */
  held: (object | null | undefined)[];
  /** A number that no other record has: what was made under it is this record's. Absent where nothing is kept. */
  turn?: number | undefined;
  lms: string;
  context: FunctionContext;
}

/** Marks a `let` that has not been computed for this record yet. */
export const UNSET: unique symbol = Symbol('unset');

/** Absent, null and "" are missing; zero and false are values. */
export function present(value: unknown): unknown {
  return value === null || value === '' ? undefined : value;
}

/**
 * Whether no prototype has the key, so that reading it needs no question whose it is: records come from strangers, and `constructor`
 * is not a field.
 */
export function isPlainKey(key: string): boolean {
  return !(key in Object.prototype || key in Array.prototype);
}

/** Follows keys that the values have themselves. */
export function readPath(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (let i = 0; i < path.length; i++) {
    const key = path[i] ?? '';
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return present(at);
}

/** Thrown by a value marked with `!`; the engine turns it into a failure. */
export class Demanded extends Error {
  readonly label: string;
  constructor(label: string) {
    super(`${label} is missing`);
    this.label = label;
  }
}
