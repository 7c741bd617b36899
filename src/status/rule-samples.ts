import type { Sample } from './exposition.ts';

/** Pairs of rule and outcome that are told apart; a site has a few hundred rules, but may have renamed many. */
export const MOST_PAIRS = 2_000;

const OTHER = '(other)';

/** The counters `rule.<rule>.<outcome>` as samples; those beyond the limit, in the order of the names, are one rule `(other)`. */
export function ruleSamples(counts: Readonly<Record<string, number>>): Sample[] {
  const samples: Sample[] = [];
  const others = new Map<string, number>();
  for (const [name, value] of Object.entries(counts)) {
    if (!name.startsWith('rule.')) continue;
    const dot = name.lastIndexOf('.');
    const [rule, outcome] = [name.slice('rule.'.length, dot), name.slice(dot + 1)];
    if (samples.length < MOST_PAIRS) samples.push({ labels: { rule, outcome }, value });
    else others.set(outcome, (others.get(outcome) ?? 0) + value);
  }
  return [...samples, ...Array.from(others, ([outcome, value]) => ({ labels: { rule: OTHER, outcome }, value }))];
}
