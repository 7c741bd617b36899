/**
 * The lowered form of the mapping tables: what the build writes and what the Worker compiles to steps (src/mapping/step.ts).
 * It is plain JSON. `rows` are expanded, `$use` is merged, names are resolved; nothing of YAML is left.
 */

/** Where records come from; also the name of the folder below `mappings/`. */
export type SourceKind = 'openedx' | 'xapi';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A value that an expression computes. A missing value (absent, null or "") is `undefined` at run time. */
export type ValueNode =
  /** The same value for every record. */
  | { k: 'const'; v: Json }
  /**
   * Text around values: one missing part makes the whole missing. With `iri`, every part that is not at the very start
   * is percent-encoded, since it stands inside an IRI.
   */
  | { k: 'text'; parts: ValueNode[]; iri: boolean }
  /** A field of the normalised record, by exact path. */
  | { k: 'field'; path: string[] }
  /** A named value, by its slot (see {@link LetNode}), and a path inside it. */
  | { k: 'var'; slot: number; name: string; path: string[] }
  /** What the configuration says of the source: `lms`, the root of its IRIs (no trailing slash). */
  | { k: 'setting'; name: 'lms' }
  /** The first that is present (`??`). */
  | { k: 'first'; of: ValueNode[] }
  /** Present, or the event fails and names `label` (`!`). */
  | { k: 'demand'; of: ValueNode; label: string }
  /** A function of src/mapping/functions. A missing input gives a missing output, and the function is not called. */
  | { k: 'call'; fn: string; input: ValueNode; args: ValueNode[] }
  /** The first branch whose conditions hold. */
  | { k: 'case'; branches: { when: ConditionNode[]; then: ValueNode }[]; otherwise?: ValueNode }
  /** An object. Missing fields are left out; with none left, or as an entity without its `id`, it is missing. */
  | { k: 'map'; entity: boolean; fields: [string, ValueNode][] }
  /** A list. Missing items are left out; with none left it is missing. */
  | { k: 'list'; items: ValueNode[] };

export type TestNode =
  /** Equality; a number equals the same number written as text. */
  | { t: 'is'; v: string | number | boolean }
  | { t: 'any'; of: TestNode[] }
  | { t: 'all'; of: TestNode[] }
  | { t: 'not'; test: TestNode }
  | { t: 'exists'; v: boolean }
  | { t: 'below'; v: number }
  | { t: 'above'; v: number }
  /** `*` stands for any run of characters, none included. */
  | { t: 'like'; glob: string };

/** `label` is the text of the left side, for `explain`. */
export interface ConditionNode {
  label: string;
  value: ValueNode;
  test: TestNode;
}

/** A named value. Slots are numbered through the shared ones (0 …), then those of the rule, then its loop variable. */
export interface LetNode {
  name: string;
  slot: number;
  value: ValueNode;
}

export interface EventNode {
  /** Caliper event type, e.g. `MediaEvent`. */
  event: string;
  line: number;
  if: ConditionNode[];
  /**
   * One event for each item of a list or each property of an object. The loop variable is a map of `key` (the property's
   * name, or the position from 0), `index` (position from 0) and `value`.
   */
  forEach?: { name: string; slot: number; over: ValueNode };
  /** Slots of the event, shared ones merged in, without `@context`, `id` and `type`, which the engine adds. */
  fields: [string, ValueNode][];
  /** The slots among them that the rule itself sets (also to `null`), against those it takes over from `_shared.yaml`. */
  own: string[];
}

export interface RuleNode {
  /** Unique within the source; stable, since it stands in dead letters and metrics. All rows of a rule share it. */
  rule: string;
  /** Path of the file below the project, with `/`. */
  file: string;
  line: number;
  /** Names matched exactly. */
  names: string[];
  /** Names matched with `*`; tried after all exact names of all rules. */
  globs: string[];
  when: ConditionNode[];
  lets: LetNode[];
  then: { kind: 'emit'; events: EventNode[] } | { kind: 'skip'; reason: string };
  /** How many slots the rule needs in all (shared, own, loop). */
  slots: number;
}

export interface SkipNode {
  reason: string;
  when: ConditionNode[];
  /** Rules whose every event overrides this slot are not subject to it. */
  unless?: string;
}

export interface SourceTable {
  source: SourceKind;
  lets: LetNode[];
  skipWhen: SkipNode[];
  /** In the order in which they are tried. */
  rules: RuleNode[];
}

export interface MappingTable {
  version: 1;
  sources: SourceTable[];
}
