import { allHold, compileConditions, compileGlob } from './compile-conditions.ts';
import { compileEvent, emitEvents, type CompiledEvent } from './compile-event.ts';
import { compileLets, compileValue, type Lets } from './compile-values.ts';
import type { MadeEvent, MappingEnvironment, MappingOutcome, RuleReference } from './outcome.ts';
import { Demanded, UNSET, type Scope } from './scope.ts';
import type { Condition } from './step.ts';
import type { JsonObject, RuleNode, SkipNode, SourceTable } from './table.ts';

/** The tables of one source, compiled. */
export interface Engine {
  /** Makes Caliper events of one normalised record. Pure; never throws for whatever the record holds. */
  translate(name: string, fields: JsonObject, environment: MappingEnvironment): MappingOutcome;
  /** The same events, as text where they plainly conform to Caliper; ids are taken to be UUIDs as URNs, as Caliper wants them. */
  write(name: string, fields: JsonObject, environment: MappingEnvironment): MappingOutcome<MadeEvent>;
  /** The rules that may handle a name, in the order in which they are tried. */
  rulesFor(name: string): readonly RuleReference[];
}

/** A rule is compiled when the first record has its name: of a table with hundreds of rules a site uses some tens. */
interface Candidate {
  node: RuleNode;
  reference: RuleReference;
  compiled: CompiledRule | undefined;
}

interface CompiledRule {
  reference: RuleReference;
  slots: number;
  when: readonly Condition[];
  skip: string | undefined;
  events: readonly CompiledEvent[];
  /** Slots that all events of the rule set themselves, against the shared ones. */
  overrides: (slot: string) => boolean;
}

interface CompiledSkip {
  reason: string;
  unless: string | undefined;
  when: readonly Condition[];
}

const NOTHING_APPLIES = 'no event of the rule applies to this record';

/** Compiles a table, each rule when it is first needed. No code is made from strings: Workers forbid it. */
export function createEngine(table: SourceTable): Engine {
  const shared = compileLets(table.lets);
  const sharedSlots = shared.nodes.length;
  // One array for all records, since one is done before the next begins.
  const vars: unknown[] = [];
  const held: Scope['held'] = [];
  const skips = table.skipWhen.map((node) => compileSkip(node, shared));
  const exact = new Map<string, Candidate[]>();
  const globs: { fits: (name: string) => boolean; rule: Candidate }[] = [];
  for (const node of table.rules) {
    const rule: Candidate = {
      node,
      reference: { rule: node.rule, file: node.file, line: node.line },
      compiled: undefined,
    };
    for (const name of new Set(node.names)) {
      const known = exact.get(name);
      if (known === undefined) exact.set(name, [rule]);
      else known.push(rule);
    }
    for (const glob of node.globs) globs.push({ fits: compileGlob(glob), rule });
  }

  const fired = (candidate: Candidate, scope: Scope): CompiledRule | undefined => {
    const rule = (candidate.compiled ??= compileRule(candidate, shared));
    // What the shared ones hold is the same for all rules; the slots behind them are this rule's now.
    for (let slot = sharedSlots; slot < rule.slots; slot++) scope.vars[slot] = UNSET;
    return allHold(rule.when, scope) ? rule : undefined;
  };

  const find = (name: string, scope: Scope): CompiledRule | undefined => {
    for (const candidate of exact.get(name) ?? []) {
      const rule = fired(candidate, scope);
      if (rule !== undefined) return rule;
    }
    for (const { fits, rule: candidate } of globs) {
      const rule = fits(name) ? fired(candidate, scope) : undefined;
      if (rule !== undefined) return rule;
    }
    return undefined;
  };

  let turn = 0;
  const make = (
    name: string,
    fields: JsonObject,
    environment: MappingEnvironment,
    text: boolean,
  ): MappingOutcome<MadeEvent> => {
    turn += 1;
    // Written over, not emptied: an empty array would grow anew for each record.
    for (let slot = 0; slot < sharedSlots; slot++) vars[slot] = UNSET;
    for (let slot = shared.shared.holders.size - 1; slot >= 0; slot--) held[slot] = undefined;
    const scope: Scope = { fields, vars, held, turn, lms: environment.lms, context: environment };
    let rule: CompiledRule | undefined;
    try {
      for (const skip of skips) {
        if (skip.unless === undefined && allHold(skip.when, scope)) return { kind: 'skipped', reason: skip.reason };
      }
      rule = find(name, scope);
      if (rule === undefined) return { kind: 'unmapped' };
      if (rule.skip !== undefined) return { kind: 'skipped', rule: rule.reference, reason: rule.skip };
      for (const skip of skips) {
        if (skip.unless !== undefined && !rule.overrides(skip.unless) && allHold(skip.when, scope)) {
          return { kind: 'skipped', rule: rule.reference, reason: skip.reason };
        }
      }
      return emit(rule, scope, environment, text);
    } catch (error) {
      if (!(error instanceof Demanded)) throw error;
      const failure = { code: 'MISSING_DEMANDED', message: error.message } as const;
      return { kind: 'failed', rule: rule?.reference ?? { rule: 'skip-when', file: '', line: 0 }, failure };
    }
  };

  return {
    translate: (name, fields, environment) => {
      const outcome = make(name, fields, environment, false);
      if (outcome.kind !== 'emitted') return outcome;
      return { ...outcome, events: outcome.events.map(({ value }) => value ?? {}) };
    },
    write: (name, fields, environment) => make(name, fields, environment, true),
    rulesFor: (name) => [
      ...(exact.get(name) ?? []).map(({ reference }) => reference),
      ...globs.filter(({ fits }) => fits(name)).map(({ rule }) => rule.reference),
    ],
  };
}

function emit(
  rule: CompiledRule,
  scope: Scope,
  environment: MappingEnvironment,
  text: boolean,
): MappingOutcome<MadeEvent> {
  const events: MadeEvent[] = [];
  for (const event of rule.events) {
    const failure = emitEvents(event, scope, environment, rule.reference.rule, events, text);
    if (failure !== undefined) return { kind: 'failed', rule: rule.reference, failure };
  }
  if (events.length === 0) return { kind: 'skipped', rule: rule.reference, reason: NOTHING_APPLIES };
  return { kind: 'emitted', rule: rule.reference, events };
}

function compileRule({ node, reference }: Candidate, shared: Lets): CompiledRule {
  const lets = compileLets(node.lets, shared);
  const events = node.then.kind === 'emit' ? node.then.events : [];
  return {
    reference,
    slots: node.slots,
    when: compileConditions(node.when, (value) => compileValue(value, lets)),
    skip: node.then.kind === 'skip' ? node.then.reason : undefined,
    events: events.map((event) => compileEvent(event, lets)),
    overrides: (slot) => events.every(({ own }) => own.includes(slot)),
  };
}

function compileSkip(node: SkipNode, shared: Lets): CompiledSkip {
  return {
    reason: node.reason,
    unless: node.unless,
    when: compileConditions(node.when, (value) => compileValue(value, shared)),
  };
}
