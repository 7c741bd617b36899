import type { FunctionContext } from './functions/function.ts';
import type { Json, JsonObject } from './table.ts';

/** What closures read while one record is translated. */
export interface Scope {
  fields: JsonObject;
  /** Values of the `let`s that were needed so far, by slot; `UNSET` for the others. */
  vars: unknown[];
  lms: string;
  context: FunctionContext;
}

/** A compiled value: `undefined` stands for missing. */
export type Evaluate = (scope: Scope) => unknown;

/** Marks a `let` that has not been computed for this record yet. */
export const UNSET: unique symbol = Symbol('unset');

/** Absent, null and "" are missing; zero and false are values. */
export function present(value: unknown): unknown {
  return value === null || value === '' ? undefined : value;
}

/** Follows keys that the values have themselves: records come from strangers, and `constructor` is not a field. */
export function follow(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, Json>)[key]; // an own property of an object of parsed JSON
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
