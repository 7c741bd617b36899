/**
 * What a value is, as far as the tables can know at build time. `any` is a raw field of a record. `instant` is a Caliper
 * date-time, `duration` an ISO 8601 duration, `iri` an absolute IRI.
 */
export type Kind = 'any' | 'text' | 'number' | 'integer' | 'boolean' | 'instant' | 'duration' | 'iri' | 'list' | 'map';

/** What a closed field may be read through: see `ClosedField` in src/mapping/closed-fields.ts. */
export type Opens = 'pseudonym' | 'url' | 'writing';

export interface Parameter {
  name: string;
  kind: Kind;
  optional?: boolean;
}

/** What a function may use beside its arguments. */
export interface FunctionContext {
  pseudonym(scope: string, value: string): string;
  freeText: boolean;
}

/** A function of the mapping language. Its documentation and its examples stand in src/mapping/function-docs. */
export interface MappingFunction {
  name: string;
  /** What it takes from the left of the pipe. */
  input: Kind;
  parameters: Parameter[];
  returns: Kind;
  /** Set on the few functions that make a closed field fit to leave the adapter. */
  opens?: Opens;
  /** `input` is never missing; an argument may be. Returns `undefined` for a missing value; never throws. */
  apply: (input: unknown, args: readonly unknown[], context: FunctionContext) => unknown;
}
