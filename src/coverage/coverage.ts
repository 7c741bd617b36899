import { compileGlob, compileTest, passes } from '../mapping/compile-conditions.ts';
import type { ConditionNode, MappingTable, RuleNode, SourceKind, SourceTable } from '../mapping/table.ts';
import { emittedEvents } from './emitted-events.ts';
import type { EmittedEvent } from './emitted-events.ts';

/** What the tables do with one name of records. */
export interface CoverageRow {
  /** The name, or the pattern with `*` of a rule that takes names by pattern. */
  name: string;
  /** `mapped` when any rule of the name emits: for some of its records another rule may still skip. */
  status: 'mapped' | 'skipped' | 'unmapped';
  /** All that can come out, each form once, in the order of the rules. */
  events: EmittedEvent[];
  /** Why its records, or some of them, are skipped: the reasons of its rules, joined by `; `. */
  reason: string | null;
  /** The first rule that emits, or else the first. */
  rule: string | null;
  file: string | null;
  line: number | null;
}

/** For each source, sorted by name. */
export type Coverage = Record<SourceKind, CoverageRow[]>;

/**
 * What the tables do with every name that they or `known` know of. Pure.
 *
 * @param known names that records are known to have, whether or not a rule takes them
 */
export function coverageOf(table: MappingTable, known: Partial<Record<SourceKind, readonly string[]>>): Coverage {
  const rows = (source: SourceKind): CoverageRow[] => {
    const found = table.sources.find((each) => each.source === source);
    return found === undefined ? unmappedRows(known[source] ?? []) : rowsOf(found, known[source] ?? []);
  };
  return { openedx: rows('openedx'), xapi: rows('xapi') };
}

function rowsOf(source: SourceTable, known: readonly string[]): CoverageRow[] {
  const globs = source.rules.flatMap((rule) => rule.globs.map((glob) => ({ glob, rule, fits: compileGlob(glob) })));
  const names = new Set([...known, ...source.rules.flatMap((rule) => rule.names)]);
  const rows = [...names].map((name) => {
    const exact = source.rules.filter((rule) => rule.names.includes(name));
    const byPattern = globs.filter(({ fits, rule }) => fits(name) && takesName(rule, name)).map(({ rule }) => rule);
    return rowOf(name, [...exact, ...byPattern], source);
  });
  const patterns = Map.groupBy(globs, ({ glob }) => glob);
  for (const [glob, found] of patterns) {
    const rules = found.map(({ rule }) => rule);
    rows.push(rowOf(glob, rules, source));
  }
  return rows.sort(byName);
}

function rowOf(name: string, all: readonly RuleNode[], source: SourceTable): CoverageRow {
  const rules = all.slice(0, reachable(all));
  const emitting = rules.filter(({ then }) => then.kind === 'emit');
  const events = emitting.flatMap((rule) => emittedEvents(rule, source));
  const reasons = rules.flatMap(({ then }) => (then.kind === 'skip' ? [then.reason] : []));
  const [first] = [...emitting, ...rules];
  const status = first === undefined ? 'unmapped' : emitting.length > 0 ? 'mapped' : 'skipped';
  return {
    name,
    status,
    events: [...new Map(events.map((event) => [JSON.stringify(event), event])).values()],
    reason: reasons.length === 0 ? null : [...new Set(reasons)].join('; '),
    rule: first?.rule ?? null,
    file: first?.file ?? null,
    line: first?.line ?? null,
  };
}

/** Behind a rule that takes all records of the name no other gets its turn. */
function reachable(rules: readonly RuleNode[]): number {
  const last = rules.findIndex(({ when }) => when.every(testsName));
  return last === -1 ? rules.length : last + 1;
}

/** Rules by pattern may leave names out. */
function takesName(rule: RuleNode, name: string): boolean {
  return rule.when.filter(testsName).every(({ test }) => passes(name, compileTest(test)));
}

function testsName({ value }: ConditionNode): boolean {
  return value.k === 'field' && value.path.length === 1 && value.path[0] === 'name';
}

function unmappedRows(names: readonly string[]): CoverageRow[] {
  return [...new Set(names)]
    .map((name): CoverageRow => {
      return { name, status: 'unmapped', events: [], reason: null, rule: null, file: null, line: null };
    })
    .sort(byName);
}

function byName(a: CoverageRow, b: CoverageRow): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
