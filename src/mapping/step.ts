import type { EntityMemory, Memory, Settled } from './remember.ts';
import type { MappingFunction } from './functions/function.ts';
import type { Leaf } from './write-leaf.ts';

/** What a step does; numbers, since telling texts apart takes two more looks into memory. */
export const op = {
  const: 0,
  lms: 1,
  field: 2,
  inner: 3,
  path: 4,
  var: 5,
  within: 6,
  first: 7,
  demand: 8,
  call: 9,
  callWith: 10,
  ending: 11,
  text: 12,
  case: 13,
  map: 14,
  list: 15,
  scalars: 16,
  textOf: 17,
  textsOf: 18,
  remember: 19,
  settled: 20,
  unsure: 21,
  leaf: 22,
  json: 23,
  iri: 24,
  ended: 25,
  object: 26,
  ofAnyType: 27,
  once: 28,
  is: 29,
  equals: 30,
  oneOf: 31,
  among: 32,
  any: 33,
  all: 34,
  not: 35,
  exists: 36,
  below: 37,
  above: 38,
  like: 39,
} as const;

/**
 * Compiled nodes are objects of one shape, which few functions run (src/mapping/evaluate.ts, src/mapping/write.ts). Closures did the
 * same in twice the memory, with a call that no processor can foresee for each.
 */
interface Shape<K extends number, A = undefined, B = undefined, C = undefined> {
  readonly k: K;
  readonly a: A;
  /** What is found out when the step first runs may be written here. */
  b: B;
  readonly c: C;
}

/** A compiled value. What the letters hold stands behind each kind. */
export type Step =
  /** The value. */
  | Shape<typeof op.const, unknown>
  | Shape<typeof op.lms>
  /** A key of the record, or of what it holds, that no prototype has. */
  | Shape<typeof op.field, string>
  | Shape<typeof op.inner, Holder, string>
  /** Any path. */
  | Shape<typeof op.path, readonly string[]>
  /** Its slot; its value, once it has been looked up in the list of all. */
  | Shape<typeof op.var, number, Step | undefined, readonly (Step | undefined)[]>
  /** A value and a path in it. */
  | Shape<typeof op.within, Step, readonly string[]>
  | Shape<typeof op.first, readonly Step[]>
  /** A value, and its name in the message. */
  | Shape<typeof op.demand, Step, string>
  /** Input and arguments, which are constant or computed. */
  | Shape<typeof op.call, MappingFunction['apply'], Step, readonly unknown[]>
  | Shape<typeof op.callWith, MappingFunction['apply'], Step, readonly Step[]>
  /** What stands before the first value of the record, and the one value behind it, or all; `true`: encoded. */
  | Shape<typeof op.ending, Beginning, Step, boolean>
  | Shape<typeof op.text, Beginning, readonly Step[], readonly boolean[]>
  | Shape<typeof op.case, readonly Branch<Step>[], Step | undefined>
  /** Names, values, and the name without which all is missing. */
  | Shape<typeof op.map, readonly string[], readonly Step[], string | undefined>
  | Shape<typeof op.list, readonly Step[]>
  /** Only scalars of a raw value. */
  | Shape<typeof op.scalars, Step>
  | Shape<typeof op.textOf, Step>
  | Shape<typeof op.textsOf, Step>
  | Shape<typeof op.remember, Step, Memory<unknown>>
  | Shape<typeof op.settled, Step, Settled<unknown>>;

/** A compiled value as JSON text; see {@link write}. */
export type WriteStep =
  | Shape<typeof op.unsure>
  | Shape<typeof op.leaf, Step, Leaf>
  /** What JSON.stringify writes. */
  | Shape<typeof op.json, Step>
  /** An IRI of which all but the beginning is encoded. */
  | Shape<typeof op.iri, Step, PlainBeginning>
  | Shape<typeof op.case, readonly Branch<WriteStep>[], WriteStep | undefined>
  | Shape<typeof op.first, readonly WriteStep[]>
  | Shape<typeof op.demand, WriteStep, string>
  | Shape<typeof op.list, readonly WriteStep[]>
  /** What stands before the first property (empty for `{`). */
  | Shape<typeof op.object, readonly Piece[], string>
  /** An IRI, or an entity, of which all is fixed but the end of the IRI: that, `true` if it is encoded, and the text around it. */
  | Shape<typeof op.ended, Step, boolean, Around>
  /** The type, and the steps for each. */
  | Shape<typeof op.ofAnyType, Step, EntityMemory>
  /** Made once for a record. */
  | Shape<typeof op.once, WriteStep, { turn: number | undefined; text: string | undefined }>
  | Shape<typeof op.remember, WriteStep, Memory<string | undefined>>
  | Shape<typeof op.settled, WriteStep, Settled<string | undefined>>;

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
  | Shape<typeof op.is, unknown>
  /** A number, also as text. */
  | Shape<typeof op.equals, number>
  /** Many texts, and few, which are compared faster than looked up. */
  | Shape<typeof op.among, ReadonlySet<unknown>>
  | Shape<typeof op.oneOf, readonly string[]>
  | Shape<typeof op.any, readonly Test[]>
  | Shape<typeof op.all, readonly Test[]>
  | Shape<typeof op.not, Test>
  | Shape<typeof op.exists, boolean>
  | Shape<typeof op.below, number>
  | Shape<typeof op.above, number>
  | Shape<typeof op.like, (text: string) => boolean>;

/** An object in the record, found once for all that read its fields. */
export interface Holder {
  /** Its place in {@link Scope.held}. */
  readonly slot: number;
  readonly within: Holder | undefined;
  readonly key: string;
}

/** What a text begins with, as far as settings and constants tell. */
export interface Beginning {
  readonly parts: readonly Step[];
  readonly encoded: readonly boolean[];
  /** The root of IRIs for which `text` was made. */
  lms: string | undefined;
  text: string | undefined;
}

/** What is written around the end of an IRI. */
export interface Around {
  readonly before: string;
  readonly after: string;
  readonly beginning: Beginning;
  readonly plain: PlainBeginning;
  /** The same, where the beginning is not plain. */
  readonly otherwise: WriteStep;
  /** The root of IRIs for which `begin` was made. */
  lms: string | undefined;
  /** `before` and the beginning of the IRI. */
  begin: string | undefined;
}

/** Whether an IRI begins with what JSON writes as it is. */
export interface PlainBeginning {
  readonly begin: Step;
  lms: string | undefined;
  plain: boolean;
}

/** Makes a step; all have the same hidden class, whatever their kind. */
export function step<K extends number>(k: K): Shape<K>;
export function step<K extends number, A>(k: K, a: A): Shape<K, A>;
export function step<K extends number, A, B>(k: K, a: A, b: B): Shape<K, A, B>;
export function step<K extends number, A, B, C>(k: K, a: A, b: B, c: C): Shape<K, A, B, C>;
export function step(k: number, a?: unknown, b?: unknown, c?: unknown): Shape<number, unknown, unknown, unknown> {
  return { k, a, b, c };
}
