import type { EntityMemory, Memory, Settled } from './remember.ts';
import type { MappingFunction } from './functions/function.ts';
import type { Leaf } from './write-leaf.ts';

/**
 * Compiled nodes are objects of one shape, which few functions run (src/mapping/evaluate.ts, src/mapping/write.ts). Closures did the
 * same in twice the memory, with a call that no processor can foresee for each.
 */
interface Shape<K extends string, A = undefined, B = undefined, C = undefined> {
  readonly k: K;
  readonly a: A;
  /** What is found out when the step first runs may be written here. */
  b: B;
  readonly c: C;
}

/** A compiled value. What the letters hold stands behind each kind. */
export type Step =
  /** The value. */
  | Shape<'const', unknown>
  | Shape<'lms'>
  /** Keys of the record, of which no prototype has one. */
  | Shape<'field1', string>
  | Shape<'field2', string, string>
  | Shape<'field3', string, string, string>
  /** Any path. */
  | Shape<'path', readonly string[]>
  /** Its slot; its value, once it has been looked up in the list of all. */
  | Shape<'var', number, Step | undefined, readonly (Step | undefined)[]>
  /** A value and a path in it. */
  | Shape<'within', Step, readonly string[]>
  | Shape<'first', readonly Step[]>
  /** A value, and its name in the message. */
  | Shape<'demand', Step, string>
  /** Input and arguments, which are constant or computed. */
  | Shape<'call', MappingFunction['apply'], Step, readonly unknown[]>
  | Shape<'callWith', MappingFunction['apply'], Step, readonly Step[]>
  /** What stands before the first value of the record, and the one value behind it, or all; `true`: encoded. */
  | Shape<'ending', Beginning, Step, boolean>
  | Shape<'text', Beginning, readonly Step[], readonly boolean[]>
  | Shape<'case', readonly Branch<Step>[], Step | undefined>
  /** Names, values, and the name without which all is missing. */
  | Shape<'map', readonly string[], readonly Step[], string | undefined>
  | Shape<'list', readonly Step[]>
  /** Only scalars of a raw value. */
  | Shape<'scalars', Step>
  | Shape<'textOf', Step>
  | Shape<'textsOf', Step>
  | Shape<'remember', Step, Memory<unknown>>
  | Shape<'settled', Step, Settled<unknown>>;

/** A compiled value as JSON text; see {@link write}. */
export type WriteStep =
  | Shape<'unsure'>
  | Shape<'leaf', Step, Leaf>
  /** What JSON.stringify writes. */
  | Shape<'json', Step>
  /** An IRI of which all but the beginning is encoded. */
  | Shape<'iri', Step, PlainBeginning>
  | Shape<'case', readonly Branch<WriteStep>[], WriteStep | undefined>
  | Shape<'first', readonly WriteStep[]>
  | Shape<'demand', WriteStep, string>
  | Shape<'list', readonly WriteStep[]>
  /** What stands before the first property (empty for `{`). */
  | Shape<'object', readonly Piece[], string>
  /** The type, and the steps for each. */
  | Shape<'ofAnyType', Step, EntityMemory>
  /** Made once for a record. */
  | Shape<'once', WriteStep, { turn: number | undefined; text: string | undefined }>
  | Shape<'remember', WriteStep, Memory<string | undefined>>
  | Shape<'settled', WriteStep, Settled<string | undefined>>;

/** Properties in a row that are always the same, or one that a step writes. */
export interface Piece {
  /** What stands before the value, where it is the first of the object, and behind others. */
  readonly first: string;
  readonly next: string;
  readonly write: WriteStep | undefined;
  /** What a missing value means: the property is left out, the whole is missing, or only the long way can tell. */
  readonly missing: 'fine' | 'nothing' | 'unsure';
}

export interface Branch<S> {
  readonly when: readonly Condition[];
  readonly then: S;
}

export interface Condition {
  readonly value: Step;
  readonly test: Test;
}

/** A compiled test. */
export type Test =
  | Shape<'is', unknown>
  /** A number, also as text. */
  | Shape<'equals', number>
  | Shape<'among', ReadonlySet<unknown>>
  | Shape<'any', readonly Test[]>
  | Shape<'all', readonly Test[]>
  | Shape<'not', Test>
  | Shape<'exists', boolean>
  | Shape<'below', number>
  | Shape<'above', number>
  | Shape<'like', (text: string) => boolean>;

/** What a text begins with, as far as settings and constants tell. */
export interface Beginning {
  readonly parts: readonly Step[];
  readonly encoded: readonly boolean[];
  /** The root of IRIs for which `text` was made. */
  lms: string | undefined;
  text: string | undefined;
}

/** Whether an IRI begins with what JSON writes as it is. */
export interface PlainBeginning {
  readonly begin: Step;
  lms: string | undefined;
  plain: boolean;
}

/** Makes a step; all have the same hidden class, whatever their kind. */
export function step<K extends string>(k: K): Shape<K>;
export function step<K extends string, A>(k: K, a: A): Shape<K, A>;
export function step<K extends string, A, B>(k: K, a: A, b: B): Shape<K, A, B>;
export function step<K extends string, A, B, C>(k: K, a: A, b: B, c: C): Shape<K, A, B, C>;
export function step(k: string, a?: unknown, b?: unknown, c?: unknown): Shape<string, unknown, unknown, unknown> {
  return { k, a, b, c };
}
