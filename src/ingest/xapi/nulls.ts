import { below, fault, type StatementFault } from './fault.ts';

/** Deeper nesting has no use in a statement, and would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 64;

/** Refuses `null` outside extensions (xAPI 1.0.3, Data 2.2) and nesting beyond 64 levels anywhere. */
export function checkNulls(value: unknown, path: string): StatementFault | undefined {
  return walk(value, path, false, 0);
}

function walk(value: unknown, path: string, extensions: boolean, depth: number): StatementFault | undefined {
  if (value === null && !extensions) return fault(path, 'NULL_VALUE', 'is null; leave the property out instead.');
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return fault(path, 'TOO_DEEP', `is nested more than ${MAX_DEPTH} levels deep.`);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = isLeaf(item) ? undefined : walk(item, below(path, index), extensions, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    if (isLeaf(item)) continue;
    const inside = extensions || (key === 'extensions' && item !== null);
    const found = walk(item, below(path, key), inside, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Text, numbers and booleans, of which there are most: no path is made for them. */
function isLeaf(value: unknown): boolean {
  return typeof value !== 'object';
}
