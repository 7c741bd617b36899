import { anyKey, parsePattern, relate, writePath } from './checks/field-pattern.ts';
import { originsOf, scopeOf } from './checks/provenance.ts';
import type { Scope as Slots } from './checks/provenance.ts';
import type { ClosedField } from './closed-fields.ts';
import { allHold, compileConditions, compileGlob } from './compile-conditions.ts';
import { compileLets, compileOutput, compileValue } from './compile-values.ts';
import type { Lets } from './compile-values.ts';
import { evaluate } from './evaluate.ts';
import { explainMissing } from './explain-missing.ts';
import { functions } from './functions/index.ts';
import type { MappingEnvironment, RuleReference } from './outcome.ts';
import { Demanded, UNSET } from './scope.ts';
import type { Scope } from './scope.ts';
import type { ConditionNode, EventNode, JsonObject, RuleNode, SkipNode, SourceTable, ValueNode } from './table.ts';
import { testText } from './test-text.ts';

/** A value that was computed for a record. */
export interface ExplainedValue {
  name: string;
  /** Missing when there is none. */
  value?: unknown;
  /** Why it is missing: names fields, never a value of them. */
  missing?: string;
  /** The first closed field, if any, whose content may stand in the value as it came. */
  closed?: string;
}

/** A condition that was looked at. */
export interface ExplainedCondition extends ExplainedValue {
  /** E.g. `is "browser"`. */
  test: string;
  holds: boolean;
}

/** A rule that has the record's name. */
export interface ExplainedRule extends RuleReference {
  /** `not-reached`: an earlier rule fired. */
  state: 'fired' | 'did-not-fire' | 'not-reached';
  /** Those that were looked at: up to the first that does not hold. */
  conditions: ExplainedCondition[];
  /** Why the rule skips what it matches. */
  skip?: string;
}

/** One event that an `emit` item makes, or does not make, of the record. */
export interface ExplainedEvent {
  event: string;
  line: number;
  /** Key of the item of a loop. */
  item?: string | number;
  conditions: ExplainedCondition[];
  /** Empty when the conditions do not hold. */
  slots: ExplainedValue[];
}

/** How a table came to its outcome for a record. */
export interface Explained {
  /** The reasons to skip that were looked at, with their conditions; the last one may hold. */
  skips: { reason: string; holds: boolean; conditions: ExplainedCondition[] }[];
  rules: ExplainedRule[];
  /** The named values that the fired rule can read, in the order of their slots. */
  lets: ExplainedValue[];
  events: ExplainedEvent[];
}

/** Items of a loop that are explained one by one. */
const mostItems = 20;

/**
 * Follows a record through a table, step by step, as the engine does at once. Slow, for people only. Pure.
 *
 * @param closed the fields whose content must not be shown to others
 */
export function explain(
  table: SourceTable,
  closed: readonly ClosedField[],
  name: string,
  fields: JsonObject,
  environment: MappingEnvironment,
): Explained {
  const own = closed.filter(({ names }) => names?.includes(name) ?? true);
  const explained: Explained = { skips: [], rules: [], lets: [], events: [] };
  const shared = new Explainer(table, undefined, own, fields, environment);
  for (const skip of table.skipWhen.filter(({ unless }) => unless === undefined)) {
    if (addSkip(explained, skip, shared)) return explained;
  }
  let fired: { rule: RuleNode; explainer: Explainer } | undefined;
  for (const rule of considered(table, name)) {
    const reference = { rule: rule.rule, file: rule.file, line: rule.line };
    if (fired !== undefined) {
      explained.rules.push({ ...reference, state: 'not-reached', conditions: [] });
      continue;
    }
    const explainer = new Explainer(table, rule, own, fields, environment);
    const { conditions, holds } = explainer.conditions(rule.when);
    const skip = rule.then.kind === 'skip' && holds ? { skip: rule.then.reason } : {};
    explained.rules.push({ ...reference, state: holds ? 'fired' : 'did-not-fire', conditions, ...skip });
    if (holds) fired = { rule, explainer };
  }
  if (fired?.rule.then.kind !== 'emit') return explained;
  const { rule, explainer } = fired;
  const { events } = fired.rule.then;
  for (const skip of table.skipWhen) {
    const { unless } = skip;
    if (unless === undefined || events.every((event) => event.own.includes(unless))) continue;
    if (addSkip(explained, skip, explainer)) return explained;
  }
  explained.lets = [...table.lets, ...rule.lets].map((node) => explainer.value(node.name, node.value, false));
  explained.events = events.flatMap((event) => explainer.event(event));
  return explained;
}

function addSkip({ skips }: Explained, { reason, when }: SkipNode, explainer: Explainer): boolean {
  const { conditions, holds } = explainer.conditions(when);
  skips.push({ reason, holds, conditions });
  return holds;
}

/** The rules that have the name, in the order in which they are tried: exact names first. */
function considered({ rules }: SourceTable, name: string): RuleNode[] {
  const fits = ({ globs }: RuleNode): boolean => globs.some((glob) => compileGlob(glob)(name));
  return [...rules.filter(({ names }) => names.includes(name)), ...rules.filter(fits)];
}

interface Closed extends Pick<ClosedField, 'path' | 'opens'> {
  pattern: readonly string[];
}

/** Evaluates parts of a rule, or of what all rules share, one by one. */
class Explainer {
  readonly #lets: Lets;
  readonly #slots: Slots;
  readonly #scope: Scope;
  readonly #closed: readonly Closed[];

  constructor(
    table: SourceTable,
    rule: RuleNode | undefined,
    closed: readonly ClosedField[],
    fields: JsonObject,
    environment: MappingEnvironment,
  ) {
    const nodes = [...table.lets, ...(rule?.lets ?? [])];
    this.#lets = compileLets(nodes);
    this.#slots = scopeOf(nodes, undefined);
    this.#closed = closed.map(({ path, opens }) => ({ path, opens, pattern: parsePattern(path) }));
    const vars = new Array<unknown>(rule?.slots ?? table.lets.length).fill(UNSET);
    this.#scope = { fields, vars, held: [], lms: environment.lms, context: environment };
  }

  /** Up to the first that does not hold. */
  conditions(
    nodes: readonly ConditionNode[],
    slots = this.#slots,
  ): { conditions: ExplainedCondition[]; holds: boolean } {
    const conditions: ExplainedCondition[] = [];
    for (const node of nodes) {
      let holds = false;
      try {
        const compiled = compileConditions([node], (value) => compileValue(value, this.#lets));
        holds = allHold(compiled, this.#scope);
      } catch (error) {
        if (!(error instanceof Demanded)) throw error;
      }
      conditions.push({ ...this.value(node.label, node.value, false, slots), test: testText(node.test), holds });
      if (!holds) return { conditions, holds };
    }
    return { conditions, holds: true };
  }

  /** @param output as it stands in an event, where only what the tables built is an object */
  value(name: string, node: ValueNode, output: boolean, slots = this.#slots): ExplainedValue {
    const closed = this.#closedIn(node, slots);
    const base = { name, ...(closed !== undefined && { closed }) };
    try {
      const value = evaluate((output ? compileOutput : compileValue)(node, this.#lets), this.#scope);
      if (value !== undefined) return { ...base, value };
      return { ...base, missing: explainMissing(node, this.#lets, this.#scope) };
    } catch (error) {
      if (!(error instanceof Demanded)) throw error;
      return { ...base, missing: error.message };
    }
  }

  event(node: EventNode): ExplainedEvent[] {
    const { forEach } = node;
    if (forEach === undefined) return [this.#event(node, this.#slots)];
    const slots = new Map([...this.#slots, [forEach.slot, { kind: 'loop', over: forEach.over }] as const]);
    const over = evaluate(compileValue(forEach.over, this.#lets), this.#scope);
    const entries: [string | number, unknown][] = Array.isArray(over)
      ? [...over.entries()]
      : typeof over === 'object' && over !== null
        ? Object.entries(over)
        : [];
    return entries.slice(0, mostItems).map(([key, value], index) => {
      this.#scope.vars[forEach.slot] = { key, index, value };
      return { ...this.#event(node, slots), item: key };
    });
  }

  #event({ event, line, if: when, fields }: EventNode, slots: Slots): ExplainedEvent {
    const { conditions, holds } = this.conditions(when, slots);
    return {
      event,
      line,
      conditions,
      slots: holds ? fields.map(([name, value]) => this.value(name, value, true, slots)) : [],
    };
  }

  /** A container that holds closed fields counts as one of them. */
  #closedIn(node: ValueNode, slots: Slots): string | undefined {
    const closing = (path: readonly string[]): Closed | undefined =>
      this.#closed.find(({ pattern }) => relate(pattern, path) === 'is') ??
      this.#closed.find(({ pattern }) => relate(pattern, path) === 'holds');
    const opens = (fn: string, path: readonly string[]): boolean => {
      const what = functions.get(fn)?.opens;
      return what !== undefined && closing(path)?.opens.includes(what) === true;
    };
    for (const { path } of originsOf(node, slots, opens)) {
      // What an object of the record holds is its sender's choice.
      if (closing(path) !== undefined || reachesObject(this.#scope.fields, path)) return writePath(path);
    }
    return undefined;
  }
}

/** Whether an object or a list stands at a path, in which `*` is any key. */
function reachesObject(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (key === undefined) return true;
  if (key === anyKey) return Object.values(value).some((inner) => reachesObject(inner, rest));
  return Object.hasOwn(value, key) && reachesObject((value as JsonObject)[key], rest); // an own property of parsed JSON
}
