import type { Location } from '../diagnostic.ts';
import type { RuleNode } from '../table.ts';
import { didYouMean } from './nearest.ts';
import type { Folder } from './scope.ts';
import { textOf } from './shape.ts';
import type { RuleSource } from './rule-source.ts';

/**
 * The rules in the order in which they are tried: an operator's own first, without the shipped ones that they replace.
 * Reports names that stand twice and replacements of rules that do not exist.
 *
 * @param rules in the order of the files
 * @param complete false when some file could not be read: then a rule that is not there may stand in it
 */
export function orderRules(rules: readonly RuleSource[], complete: boolean, folder: Folder): RuleSource[] {
  const { faults } = folder;
  const site = rules.filter((rule) => rule.site);
  const shipped = rules.filter((rule) => !rule.site);
  const replaced = new Set<string>();
  for (const rule of site) {
    const entry = rule.keys.get('replaces');
    const name = entry === undefined ? undefined : textOf(entry, faults);
    if (name === undefined) continue;
    if (shipped.some((each) => each.name === name.value)) replaced.add(name.value);
    else if (complete) {
      const hint = didYouMean(
        name.value,
        shipped.map((each) => each.name),
      );
      faults.add(name.place, 'UNKNOWN_RULE', `there is no shipped rule "${name.value}" to replace`, hint);
    }
  }
  const kept = [...site, ...shipped.filter((rule) => !replaced.has(rule.name))];
  const first = new Map<string, RuleSource>();
  for (const rule of [...kept].sort((a, b) => Number(a.site) - Number(b.site))) {
    const earlier = first.get(rule.name);
    if (earlier === undefined) {
      first.set(rule.name, rule);
      continue;
    }
    const where = at(earlier.place);
    if (rule.site && !earlier.site) {
      const hint = `write replaces: ${rule.name} to take its place, or choose another name`;
      faults.add(rule.place, 'RULE_TWICE', `a shipped rule has this name: ${where}`, hint);
    } else faults.add(rule.place, 'RULE_TWICE', `another rule has this name: ${where}`, 'choose another name');
  }
  return kept;
}

/** A rule that takes every record with one of its names. */
interface Taker {
  node: RuleNode;
  site: boolean;
}

/**
 * Reports rules that never get their turn: an earlier rule without conditions takes each of their names. A single row that is
 * taken by an operator's own rule is no fault: that is how one row of a shipped rule is replaced.
 */
export function reportShadowed(
  rules: readonly { source: RuleSource; nodes: readonly RuleNode[] }[],
  folder: Folder,
): void {
  const exact = new Map<string, Taker>();
  const globs = new Map<string, Taker>();
  for (const { source, nodes } of rules) {
    const takers = nodes.map((node) => takerOf(node, exact, globs));
    const wholly = takers.every((taker) => taker !== undefined);
    nodes.forEach((node, index) => {
      const taker = takers[index];
      if (taker === undefined || (!wholly && taker.site && !source.site)) return;
      const place = wholly ? source.place : (folder.locations.get(node) ?? source.place);
      const earlier = folder.locations.get(taker.node) ?? { file: taker.node.file, line: taker.node.line };
      const what = wholly ? 'this rule' : 'this row';
      const hint =
        taker.site && !source.site
          ? `write replaces: ${source.name} in rule ${taker.node.rule}`
          : 'give the earlier rule further conditions, or put this one before it';
      const message = `${what} never gets its turn: rule ${taker.node.rule} takes its names (${at(earlier)})`;
      folder.faults.add(place, 'SHADOWED_RULE', message, hint);
    });
    for (const node of nodes) {
      if (node.when.length > 0) continue;
      for (const name of node.names) if (!exact.has(name)) exact.set(name, { node, site: source.site });
      for (const glob of node.globs) if (!globs.has(glob)) globs.set(glob, { node, site: source.site });
    }
  }
}

/** The rule that takes the first name of a node, if all its names are taken. */
function takerOf(
  node: RuleNode,
  exact: ReadonlyMap<string, Taker>,
  globs: ReadonlyMap<string, Taker>,
): Taker | undefined {
  const takers = [...node.names.map((name) => exact.get(name)), ...node.globs.map((glob) => globs.get(glob))];
  return takers.every((taker) => taker !== undefined) ? takers[0] : undefined;
}

function at(place: Pick<Location, 'file' | 'line'>): string {
  return `${place.file}:${place.line}`;
}
