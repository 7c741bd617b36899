import { below, fault, type StatementFault } from './fault.ts';

/** Deeper nesting has no use in a statement, and would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 64;

/** Refuses `null` outside extensions (xAPI 1.0.3, Data 2.2) and nesting beyond 64 levels anywhere. */
export function checkNulls(value: unknown, path: string): StatementFault | undefined {
  const found = walk(value, false, 0);
  if (found === undefined) return undefined;
  const at = found.keys.reduceRight<string>(below, path);
  return found.deep
    ? fault(at, 'TOO_DEEP', `is nested more than ${MAX_DEPTH} levels deep.`)
    : fault(at, 'NULL_VALUE', 'is null; leave the property out instead.');
}

/** Where something is wrong: the keys from there up to the root. They are gathered only then, since nearly all is sound. */
interface Found {
  deep: boolean;
  keys: (string | number)[];
}

function walk(value: unknown, extensions: boolean, depth: number): Found | undefined {
  if (typeof value !== 'object') return undefined;
  if (value === null) return extensions ? undefined : { deep: false, keys: [] };
  if (depth > MAX_DEPTH) return { deep: true, keys: [] };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const found = walk(value[index], extensions, depth + 1);
      if (found !== undefined) return within(found, index);
    }
    return undefined;
  }
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key]; // an own key of parsed JSON
    const found = walk(item, extensions || (key === 'extensions' && item !== null), depth + 1);
    if (found !== undefined) return within(found, key);
  }
  return undefined;
}

function within(found: Found, key: string | number): Found {
  found.keys.push(key);
  return found;
}
