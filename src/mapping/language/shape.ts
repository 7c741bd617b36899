import type { Faults } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { describe } from './source-node.ts';
import type { SourceEntry, SourceList, SourceMap, SourceNode, SourceScalar } from './source-node.ts';
import { isText } from './templates.ts';

/**
 * Reports the keys of a map that nobody knows.
 *
 * @param what the map, e.g. `a rule`
 * @returns true when there was one: then a compulsory key may be the misspelt one
 */
export function reportUnknownKeys(map: SourceMap, known: readonly string[], what: string, faults: Faults): boolean {
  const unknown = map.entries.filter((entry) => !known.includes(entry.key.value));
  for (const { key } of unknown) {
    const hint = didYouMean(key.value, known) ?? `the keys of ${what} are ${known.join(', ')}`;
    faults.add(key.place, 'UNKNOWN_KEY', `${what} has no key "${key.value}"`, hint);
  }
  return unknown.length > 0;
}

/** The value of an entry as text that is not empty, else a fault. */
export function textOf(entry: SourceEntry, faults: Faults): (SourceScalar & { value: string }) | undefined {
  const { key, value } = entry;
  if (isText(value) && value.value.trim() !== '') return value;
  reportShape(entry, 'text', faults, isText(value) ? 'an empty one' : undefined);
  if (value.kind === 'scalar' && value.value !== null && typeof value.value !== 'string') {
    const last = faults.diagnostics.at(-1);
    if (last?.line === key.place.line && last.hint === undefined) last.hint = 'put it in quotes';
  }
  return undefined;
}

/** The value of an entry as a map, else a fault. */
export function mapOf(entry: SourceEntry, faults: Faults): SourceMap | undefined {
  if (entry.value.kind === 'map') return entry.value;
  reportShape(entry, 'a map', faults);
  return undefined;
}

/** The value of an entry as a list with something in it, else a fault. */
export function listOf(entry: SourceEntry, faults: Faults): SourceList | undefined {
  if (entry.value.kind === 'list' && entry.value.items.length > 0) return entry.value;
  reportShape(entry, 'a list', faults, entry.value.kind === 'list' ? 'an empty one' : undefined);
  return undefined;
}

/** The items of a list as maps; a fault for each that is none. */
export function mapsOf(list: SourceList, what: string, faults: Faults): SourceMap[] {
  return list.items.flatMap((item: SourceNode) => {
    if (item.kind === 'map') return [item];
    if (item.kind === 'broken') faults.again();
    else faults.add(item.place, 'WRONG_SHAPE', `${what} is a map, not ${describe(item)}`);
    return [];
  });
}

function reportShape({ key, value }: SourceEntry, wanted: string, faults: Faults, got = describe(value)): void {
  if (value.kind === 'broken') {
    faults.again();
    return;
  }
  const hint = wanted === 'a list' && value.kind === 'map' ? 'begin each item with -' : undefined;
  faults.add(key.place, 'WRONG_SHAPE', `${key.value} takes ${wanted}, not ${got}`, hint);
}

/** The entries of a map by key. */
export function byKey(map: SourceMap): Map<string, SourceEntry> {
  return new Map(map.entries.map((entry) => [entry.key.value, entry]));
}
