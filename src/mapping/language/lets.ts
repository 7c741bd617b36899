import type { LetNode } from '../table.ts';
import { mapOf } from './shape.ts';
import type { Faults } from './faults.ts';
import { placed } from './scope.ts';
import type { LetEntry, Scope } from './scope.ts';
import type { SourceEntry, SourceScalar } from './source-node.ts';
import { inSite } from './source-text.ts';
import { lowerValue } from './values.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * Reads `let`: each value may use those above it. Slots go on from `firstSlot`.
 *
 * @returns the nodes, and the scope with the names added
 */
export function readLets(
  entry: SourceEntry | undefined,
  scope: Scope,
  firstSlot: number,
): { lets: LetNode[]; scope: Scope } {
  const lets: LetNode[] = [];
  const { folder } = scope;
  const map = entry === undefined ? undefined : mapOf(entry, folder.faults);
  if (map === undefined) return { lets, scope };
  const names = new Map<string, LetEntry>(scope.lets);
  const below = new Set(map.entries.map(({ key }) => key.value));
  for (const { key, value } of map.entries) {
    const usable = isUsableName(key, folder.faults);
    reportHidesAdded(key, scope);
    const before = folder.faults.reported;
    const node = lowerValue(value, { ...scope, lets: names, below });
    below.delete(key.value);
    const slot = firstSlot + lets.length;
    lets.push(placed(folder, { name: key.value, slot, value: node }, key.place));
    if (usable) names.set(key.value, { slot, value: node, broken: folder.faults.reported > before });
  }
  return { lets, scope: { ...scope, lets: names } };
}

/**
 * Reports a shared name of `site/_shared.yaml` that a shipped rule has for something else: what the site reads by it would be that.
 */
export function reportHidesAdded(key: SourceScalar & { value: string }, { folder, rule }: Scope): void {
  const place = folder.added?.get(key.value);
  if (place === undefined || rule === undefined || inSite(key.place)) return;
  const message = `shipped rules have a name "${key.value}" of their own (${key.place.file})`;
  folder.faults.add(place, 'NAME_TAKEN', message, 'choose another name');
}

/** A name for a `let` or a loop: it must not hide what the language has under it. */
export function isUsableName(key: SourceScalar & { value: string }, faults: Faults): boolean {
  const name = key.value;
  if (!NAME.test(name)) {
    faults.add(key.place, 'BAD_NAME', 'a name is letters, digits, _ and -, and begins with a letter');
    return false;
  }
  const taken = ['lms', 'row', 'true', 'false'].includes(name);
  if (taken) faults.add(key.place, 'NAME_TAKEN', `"${name}" already has a meaning: choose another name`);
  return !taken;
}
