/** A place in a mapping file; line and column from 1, length in characters. */
export interface Location {
  file: string;
  line: number;
  column: number;
  length: number;
}

/**
 * Where the nodes of a lowered table stand in their files: keyed by ValueNode, ConditionNode, LetNode, EventNode, RuleNode,
 * SkipNode, and by the `[name, value]` pairs of maps and events (the place of the name).
 */
export type Locations = WeakMap<object, Location>;

/** A fault of a mapping table. */
export interface Diagnostic extends Location {
  /** Stable, e.g. `UNKNOWN_FUNCTION`. */
  code: string;
  /** One sentence: what is wrong. */
  message: string;
  /** What to do, e.g. `did you mean isoDuration?` */
  hint?: string;
}
