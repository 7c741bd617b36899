/** One segment of a path whose name the tables do not know. */
export const anyKey = '*';

/** How a path of the record relates to the pattern of a closed field. */
export type Relation =
  /** The path is such a field, or lies within one. */
  | 'is'
  /** The path is a container that is known to hold such a field. */
  | 'holds'
  | 'apart';

/** The segments of a pattern: names parted by dots, `*`, `**`; a name with dots stands in single quotes. */
export function parsePattern(pattern: string): string[] {
  return Array.from(pattern.matchAll(/'([^']*)'|[^.']+/g), ([whole, quoted]) => quoted ?? whole);
}

/**
 * Compares a pattern (`*` is one segment, `**` any number) with a path, in which `*` stands for an unknown key. A container
 * is known to hold a closed field only where the pattern names each segment: below `**` it is anybody's guess, and the guard at
 * run time looks there.
 */
export function relate(pattern: readonly string[], path: readonly string[]): Relation {
  return compare(pattern, 0, path, 0, true);
}

/** From these positions on; `named` as long as no `**` has been passed. */
function compare(
  pattern: readonly string[],
  inPattern: number,
  path: readonly string[],
  inPath: number,
  named: boolean,
): Relation {
  const expected = pattern[inPattern];
  const segment = path[inPath];
  if (expected === undefined) return 'is';
  if (expected === '**') {
    const here = compare(pattern, inPattern + 1, path, inPath, false);
    if (here === 'is' || segment === undefined) return here;
    return compare(pattern, inPattern, path, inPath + 1, false);
  }
  if (segment === undefined) return named ? 'holds' : 'apart';
  if (expected === '*' || expected === segment) return compare(pattern, inPattern + 1, path, inPath + 1, named);
  if (segment !== anyKey || !named) return 'apart';
  // Any key of this container may be meant: among them the closed one.
  return compare(pattern, inPattern + 1, path, inPath + 1, named) === 'apart' ? 'apart' : 'holds';
}

/** A path as it is written in `$(…)`. */
export function writePath(path: readonly string[]): string {
  return path.map((name) => (/^[\w-]+$|^\*$/.test(name) ? name : `'${name}'`)).join('.');
}
