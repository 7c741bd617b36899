import { at, flaw, type Flaw } from './fault.ts';

/** Deeper nesting has no use in a statement, and would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 64;

/** Refuses `null` outside extensions (Data 2.2) and nesting beyond 64 levels anywhere. */
export function checkNulls(value: unknown): Flaw | undefined {
  return walk(value, false, 0);
}

function walk(value: unknown, extensions: boolean, depth: number): Flaw | undefined {
  if (typeof value !== 'object') return undefined;
  if (value === null) return extensions ? undefined : isNull();
  if (depth > MAX_DEPTH) return tooDeep();
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const found = walk(value[index], extensions, depth + 1);
      if (found !== undefined) return at(index, found);
    }
    return undefined;
  }
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key]; // an own key of parsed JSON
    // Most hold nothing.
    if (typeof item !== 'object') continue;
    const found = walk(item, extensions || (key === 'extensions' && item !== null), depth + 1);
    if (found !== undefined) return at(key, found);
  }
  return undefined;
}

function isNull(): Flaw {
  return flaw('NULL_VALUE', 'is null; leave the property out instead.', 'format');
}

function tooDeep(): Flaw {
  return flaw('TOO_DEEP', `is nested more than ${MAX_DEPTH} levels deep.`, 'own');
}
