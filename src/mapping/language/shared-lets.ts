import type { SourceTable } from '../table.ts';

/** The names of the shared `let`s that something in the table reads: a rule, another shared `let`, `skip-when`. */
export function sharedLetsReadBy(table: SourceTable): Set<string> {
  const names = table.lets.map(({ name }) => name);
  const read = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('k' in node && node.k === 'const') return;
    if ('k' in node && node.k === 'var' && 'slot' in node && typeof node.slot === 'number') {
      const name = names[node.slot];
      if (name !== undefined) read.add(name);
    }
    for (const part of Object.values(node)) walk(part);
  };
  walk(table);
  return read;
}
