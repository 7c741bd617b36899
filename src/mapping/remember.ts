import { flatText } from './flat-text.ts';
import type { Reads } from './reads.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './scope.ts';
import { op, step, type Step, type WriteStep } from './step.ts';

/** Values of one node that are kept; then all are forgotten. A site has tens of courses. */
const mostValues = 500;
/** Longer texts are no ids, and would hold memory. */
const longestKey = 300;
/** Lookups that may fail before it is clear that the field is another one in each record. */
const trials = 100;

/** Values of a node by the field that it depends on. */
export interface Memory<T> {
  readonly key: Step;
  readonly values: Map<string, T>;
  lms: string;
  found: number;
  missed: number;
}

/** The value of what depends on the settings only. */
export interface Settled<T> {
  lms: string | undefined;
  value: T | undefined;
}

/** Steps of an entity for each type that it may have. */
export interface EntityMemory {
  readonly byType: Map<unknown, WriteStep>;
  /** `undefined` for a type that the place does not allow. */
  readonly compile: (type: unknown) => WriteStep | undefined;
}

/** Gives the step that reads a field. */
type FieldStep = (path: readonly string[]) => Step;

/**
 * The same value, remembered by the field that it depends on, since many records are of one course: an entity that is made once is
 * also one object and one flat text for all who read it later. Where values do not come again it stops by itself. (1.1 µs less for
 * an event.)
 */
export function remember(of: Step, reads: Reads, field: FieldStep): Step;
export function remember(of: WriteStep, reads: Reads, field: FieldStep): WriteStep;
export function remember(of: Step | WriteStep, { path, pure }: Reads, field: FieldStep): Step | WriteStep {
  if (!pure || path === undefined) return of;
  // What is remembered is what the step gives.
  if (path === 'none') return step(op.settled, of, { lms: undefined, value: undefined }) as Step | WriteStep;
  return step(op.remember, of, { key: field(path), values: new Map(), lms: '', found: 0, missed: 0 }) as
    Step | WriteStep;
}

/** What the step gives for the record, from memory where it can. */
export function recall<S, T>(memory: Memory<T>, of: S, scope: Scope, run: (of: S, scope: Scope) => T): T {
  const { values } = memory;
  if (memory.missed > trials + memory.found) return run(of, scope);
  const key = evaluate(memory.key, scope);
  if (typeof key !== 'string' || key.length > longestKey) return run(of, scope);
  if (scope.lms !== memory.lms) {
    values.clear();
    memory.lms = scope.lms;
  }
  const known = values.get(key);
  if (known !== undefined) {
    memory.found += 1;
    return known;
  }
  memory.missed += 1;
  const value = run(of, scope);
  if (values.size >= mostValues) values.clear();
  // A text that was cut out of a longer one holds that in memory.
  if (value !== undefined) values.set(flatText(key), flat(value));
  if (memory.missed > trials + memory.found) values.clear();
  return value;
}

/** The same for what depends on the settings only: an entity such as `edApp`. */
export function recallSettled<S, T>(memory: Settled<T>, of: S, scope: Scope, run: (of: S, scope: Scope) => T): T {
  if (scope.lms !== memory.lms) {
    memory.value = flat(run(of, scope));
    memory.lms = scope.lms;
  }
  return memory.value as T; // made for these settings
}

function flat<T>(value: T): T {
  return typeof value === 'string' ? (flatText(value) as T & string) : value; // the same text
}
