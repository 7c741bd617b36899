import type { ConditionNode } from '../table.ts';
import { readConstant, readGlobs, readTest } from './conditions.ts';
import { placed } from './scope.ts';
import type { Scope } from './scope.ts';
import { describe } from './source-node.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';

/** What a rule is looked up by. */
export interface Names {
  names: string[];
  globs: string[];
  /** Further tests of the name, e.g. `not`. */
  when: ConditionNode[];
}

/** Reads `name` of `when` or of a row: names, `{ like: … }`, or a list of them. */
export function readNames({ key, value }: SourceEntry, scope: Scope): Names {
  const found: Names = { names: [], globs: [], when: [] };
  const items = value.kind === 'list' ? value.items : [value];
  if (items.length === 0) scope.folder.faults.add(key.place, 'NO_NAME', 'this list of names is empty');
  for (const item of items) readName(item, items.length === 1, key.value, found, scope);
  return found;
}

function readName(item: SourceNode, alone: boolean, label: string, found: Names, scope: Scope): void {
  const { faults } = scope.folder;
  if (item.kind === 'map') {
    readPattern(item, alone, label, found, scope);
    return;
  }
  if (item.kind === 'scalar') {
    const name = readConstant(item, scope);
    if (name === undefined) return;
    if (typeof name === 'string' && name !== '') {
      if (name.includes('*')) {
        faults.add(item.place, 'STAR_IN_NAME', 'a name with * must stand under like', `write { like: "${name}" }`);
      } else found.names.push(name);
      return;
    }
  }
  if (item.kind === 'broken') faults.again();
  else faults.add(item.place, 'NO_NAME', `name takes the name of an event, not ${describe(item)}`);
}

function readPattern(map: SourceMap, alone: boolean, label: string, found: Names, scope: Scope): void {
  const { faults } = scope.folder;
  const like = map.entries.find((entry) => entry.key.value === 'like');
  const others = map.entries.filter((entry) => entry !== like);
  if (like === undefined) {
    const hint = 'write a name, a list of names, or like: with a pattern; further tests may stand beside like';
    faults.add(map.place, 'NO_NAME', 'this says which names are not meant, but not which are', hint);
    return;
  }
  const globs = readGlobs(like.value, scope);
  if (globs === undefined) {
    if (like.value.kind === 'broken') faults.again();
    else faults.add(like.value.place, 'WRONG_SHAPE', 'like takes a pattern or a list of patterns');
  } else found.globs.push(...globs.map(({ glob }) => glob));
  const [first] = others;
  if (first === undefined) return;
  if (!alone) {
    const hint = 'write two rules, or one pattern that is not in a list';
    faults.add(first.key.place, 'TEST_IN_LIST', 'in a list of names only like can stand', hint);
    return;
  }
  const test = readTest({ kind: 'map', entries: others, place: first.key.place }, label, scope);
  if (test === undefined) return;
  found.when.push(placed(scope.folder, { label, value: { k: 'field', path: ['name'] }, test }, first.key.place));
}
