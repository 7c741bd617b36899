import type { Location } from '../diagnostic.ts';
import type { Faults } from './faults.ts';
import { Fragments } from './fragments.ts';
import { byKey, listOf, mapOf, mapsOf, reportUnknownKeys, textOf } from './shape.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';
import { describe } from './source-node.ts';

/** The keys of a file of rules. */
export const fileKeys: readonly string[] = ['about', 'fragments', 'rules'];

/** The keys of a rule. */
export const ruleKeys: readonly string[] = [
  'rule',
  'about',
  'replaces',
  'when',
  'rows',
  'let',
  'emit',
  'skip',
  'examples',
];

/** A rule as it stands in its file. */
export interface RuleSource {
  name: string;
  /** The place of the name. */
  place: Location;
  /** True for an operator's own rule, below `site/`. */
  site: boolean;
  keys: ReadonlyMap<string, SourceEntry>;
  /** Those of the file and the shared ones. */
  fragments: Fragments;
  /** Something at its top level is wrong, and has been reported. */
  broken: boolean;
}

/** Reads the top level of a file of rules and of its rules; what stands in them is read later. */
export function readRuleFile(
  document: SourceNode,
  site: boolean,
  shared: Fragments,
  faults: Faults,
): { rules: RuleSource[]; fragments: Fragments } {
  if (document.kind !== 'map') {
    const hint = 'write rules: and below it the rules, each beginning with - rule:';
    faults.add(document.place, 'WRONG_SHAPE', `a mapping file is a map with rules, not ${describe(document)}`, hint);
    return { rules: [], fragments: shared };
  }
  const keys = byKey(document);
  const unknown = reportUnknownKeys(document, fileKeys, 'a mapping file', faults);
  const own = keys.get('fragments');
  const fragmentMap = own === undefined ? undefined : mapOf(own, faults);
  const fragments = new Fragments(faults, shared, fragmentMap?.entries);
  const about = keys.get('about');
  if (about !== undefined) textOf(about, faults);
  const entry = keys.get('rules');
  if (entry === undefined) {
    if (!unknown)
      faults.add(document.place, 'MISSING_KEY', 'this file has no rules', 'write rules: and below it the rules');
    return { rules: [], fragments };
  }
  const list = listOf(entry, faults);
  const maps = list === undefined ? [] : mapsOf(list, 'a rule', faults);
  return { rules: maps.flatMap((map) => readRule(map, site, fragments, faults) ?? []), fragments };
}

function readRule(map: SourceMap, site: boolean, fragments: Fragments, faults: Faults): RuleSource | undefined {
  const before = faults.reported;
  const keys = byKey(map);
  const unknown = reportUnknownKeys(map, ruleKeys, 'a rule', faults);
  const entry = keys.get('rule');
  if (entry === undefined) {
    if (!unknown) faults.add(map.place, 'MISSING_KEY', 'this rule has no name', 'begin it with - rule: its-name');
    return undefined;
  }
  const name = textOf(entry, faults);
  if (name === undefined) return undefined;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name.value)) {
    faults.add(name.place, 'BAD_NAME', 'the name of a rule is lower-case letters, digits and - between them');
  }
  const about = keys.get('about');
  if (about !== undefined) textOf(about, faults);
  checkKeys(keys, name.place, site, unknown, faults);
  return { name: name.value, place: name.place, site, keys, fragments, broken: faults.reported > before };
}

function checkKeys(
  keys: ReadonlyMap<string, SourceEntry>,
  place: Location,
  site: boolean,
  unknown: boolean,
  faults: Faults,
): void {
  const [emit, skip, replaces] = [keys.get('emit'), keys.get('skip'), keys.get('replaces')];
  if (emit !== undefined && skip !== undefined) {
    faults.add(skip.key.place, 'EMIT_AND_SKIP', 'a rule has emit or skip, not both');
  }
  if (replaces !== undefined && !site) {
    const hint = 'change the rule itself, or put yours into site/';
    faults.add(replaces.key.place, 'REPLACES_OUTSIDE_SITE', 'only a rule in site/ can replace another', hint);
  }
  if (unknown) return;
  if (emit === undefined && skip === undefined) {
    const hint = 'write emit: with the events, or skip: with the reason';
    faults.add(place, 'MISSING_KEY', 'this rule has neither emit nor skip', hint);
  }
  if (!keys.has('examples')) {
    const hint = 'write examples: with given, and expect, skipped or fails; they are its tests';
    faults.add(place, 'NO_EXAMPLES', 'this rule has no examples', hint);
  }
  if (!keys.has('when') && !keys.has('rows')) {
    faults.add(place, 'NO_NAME', 'this rule does not say which events it is for', 'write when: { name: … }');
  }
}
