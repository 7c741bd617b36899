import type { FunctionContext } from './functions/function.ts';
import type { JsonObject } from './table.ts';

/** What closures read while one record is translated. */
export interface Scope {
  fields: JsonObject;
  /** Values of the `let`s that were needed so far, by slot; `UNSET` for the others. */
  vars: unknown[];
  /** A number that no other record has: what was made under it is this record's. Absent where nothing is kept. */
  turn?: number;
  lms: string;
  context: FunctionContext;
}

/** A compiled value: `undefined` stands for missing. */
export type Evaluate = (scope: Scope) => unknown;

/**
 * A compiled value as JSON text that keeps the rules of Caliper at its place: empty where it is missing, `undefined` where only the
 * long way, by an object and the validator, can tell.
 */
export type Write = (scope: Scope) => string | undefined;

/** Marks a `let` that has not been computed for this record yet. */
export const UNSET: unique symbol = Symbol('unset');

/** Absent, null and "" are missing; zero and false are values. */
export function present(value: unknown): unknown {
  return value === null || value === '' ? undefined : value;
}

/**
 * A function that reads a key which the object itself has: records come from strangers, and `constructor` is not a field. Only where a
 * prototype has such a key does it matter whose it is, and asking costs as much as reading.
 */
export function keyReader(key: string): (map: object) => unknown {
  if (!isPlainKey(key)) {
    return (map) => (Object.hasOwn(map, key) ? (map as Record<string, unknown>)[key] : undefined);
  }
  return (map) => (map as Record<string, unknown>)[key];
}

/** Whether no prototype has the key, so that reading it needs no question whose it is. */
export function isPlainKey(key: string): boolean {
  return !(key in Object.prototype || key in Array.prototype);
}

/** A function that follows keys that the values have themselves. */
export function pathReader(path: readonly string[]): (value: unknown) => unknown {
  const readers = path.map(keyReader);
  return (value) => {
    let at = value;
    for (let i = 0; i < readers.length; i++) {
      if (typeof at !== 'object' || at === null) return undefined;
      at = readers[i]?.(at);
    }
    return present(at);
  };
}

/** Thrown by a value marked with `!`; the engine turns it into a failure. */
export class Demanded extends Error {
  readonly label: string;
  constructor(label: string) {
    super(`${label} is missing`);
    this.label = label;
  }
}
