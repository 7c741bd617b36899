import type { Location } from '../diagnostic.ts';
import type { Faults } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { reportUnknownFields } from './read-examples.ts';
import type { Folder } from './scope.ts';
import { byKey, listOf, mapOf, reportUnknownKeys, textOf } from './shape.ts';
import { checkSource, sharedKeys } from './shared.ts';
import { valueOf } from './source-node.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';

/** Caliper demands them of every event (1.2, section A.4 "Event"). */
const NEEDED_SLOTS = ['actor', 'eventTime'];

/** The shipped `_shared.yaml` with what a site puts in its place or adds. */
export interface MergedShared {
  map: SourceMap;
  /** What only the site has, by name, with the places of the names. */
  added: { lets: ReadonlyMap<string, Location>; fragments: ReadonlyMap<string, Location> };
  /** The names that it could have meant. */
  shipped: { lets: readonly string[]; fragments: readonly string[] };
}

/**
 * Merges `site/_shared.yaml` into the shipped one. What has a name there already takes its place, in its position; other `let`s
 * stand before the next one that does, or at the end. `skip-when` is added, `given` is merged key by key. Every part keeps its place in
 * its file.
 */
export function mergeSiteShared(shipped: SourceMap, site: SourceMap, folder: Folder): MergedShared {
  const { faults } = folder;
  const mine = byKey(site);
  reportUnknownKeys(site, sharedKeys, 'site/_shared.yaml', faults);
  const [source, about, given] = [mine.get('source'), mine.get('about'), mine.get('given')];
  if (source !== undefined) checkSource(source, folder);
  if (about !== undefined) textOf(about, faults);
  if (given !== undefined) reportUnknownFields(given, folder.source, faults);
  const merged = byKey(shipped);
  const before = { lets: namesOf(shipped, 'let'), fragments: namesOf(shipped, 'fragments') };
  for (const name of ['let', 'fragments', 'event', 'prefixes', 'given']) {
    const entry = mine.get(name);
    const own = entry === undefined ? undefined : mapOf(entry, faults);
    if (entry === undefined || own === undefined) continue;
    const base = merged.get(name);
    if (base !== undefined && base.value.kind !== 'map') continue;
    const under: SourceMap = base?.value.kind === 'map' ? base.value : { kind: 'map', entries: [], place: own.place };
    if (name === 'fragments') reportFragmentShapes(under, own, faults);
    const value =
      name === 'given' ? mergeDeep(under, own) : mergeNames(under, name === 'event' ? keepNeeded(own, faults) : own);
    merged.set(name, { key: base?.key ?? entry.key, value });
  }
  const skips = mine.get('skip-when');
  const list = skips === undefined ? undefined : listOf(skips, faults);
  const base = merged.get('skip-when');
  if (skips !== undefined && list !== undefined && (base === undefined || base.value.kind === 'list')) {
    const items = [...(base?.value.kind === 'list' ? base.value.items : []), ...list.items];
    merged.set('skip-when', { key: base?.key ?? skips.key, value: { kind: 'list', items, place: list.place } });
  }
  return {
    map: { kind: 'map', entries: [...merged.values()], place: shipped.place },
    added: { lets: addedNames(site, 'let', before.lets), fragments: addedNames(site, 'fragments', before.fragments) },
    shipped: before,
  };
}

/**
 * Reports names that the site adds and nothing reads: most likely they were to take the place of a shipped one.
 *
 * @param kind the word for one of them
 * @param used the names that something reads
 */
export function reportUnread(
  kind: 'let' | 'fragment',
  { added, shipped }: MergedShared,
  used: ReadonlySet<string>,
  faults: Faults,
): void {
  const [mine, theirs] = kind === 'let' ? [added.lets, shipped.lets] : [added.fragments, shipped.fragments];
  for (const [name, place] of mine) {
    if (used.has(name)) continue;
    const what = kind === 'let' ? 'the shipped _shared.yaml has no let' : 'the shipped _shared.yaml has no fragment';
    const hint = didYouMean(name, theirs) ?? 'use it in a rule or in event, or remove it';
    faults.add(place, 'UNREAD_NAME', `${what} "${name}", and nothing reads this one`, hint);
  }
}

/** The names in `base` with those of `own` in their place; new ones before the next that was there, else at the end. */
function mergeNames(base: SourceMap, own: SourceMap): SourceMap {
  const known = byKey(base);
  const replaced = new Map<string, SourceEntry>();
  const ahead = new Map<string, SourceEntry[]>();
  let waiting: SourceEntry[] = [];
  for (const entry of own.entries) {
    const name = entry.key.value;
    if (!known.has(name)) {
      waiting.push(entry);
      continue;
    }
    replaced.set(name, entry);
    ahead.set(name, waiting);
    waiting = [];
  }
  const entries = base.entries.flatMap((entry) => {
    const name = entry.key.value;
    return [...(ahead.get(name) ?? []), replaced.get(name) ?? entry];
  });
  return { kind: 'map', entries: [...entries, ...waiting], place: base.place };
}

/** As the `given` of an example is merged: maps within maps, everything else as a whole. */
function mergeDeep(base: SourceMap, own: SourceMap): SourceMap {
  const merged = byKey(base);
  for (const entry of own.entries) {
    const before = merged.get(entry.key.value)?.value;
    const value = before?.kind === 'map' && entry.value.kind === 'map' ? mergeDeep(before, entry.value) : entry.value;
    merged.set(entry.key.value, { key: entry.key, value });
  }
  return { kind: 'map', entries: [...merged.values()], place: base.place };
}

/** Without the entries that take away what every event must have, which are reported. */
function keepNeeded(event: SourceMap, faults: Faults): SourceMap {
  const entries = event.entries.filter(({ key, value }) => {
    if (!NEEDED_SLOTS.includes(key.value) || value.kind !== 'scalar' || value.value !== null) return true;
    faults.add(key.place, 'MISSING_SLOT', `every event must have ${key.value}`, 'give it another value');
    return false;
  });
  return { ...event, entries };
}

/** Rules override the keys of a fragment that is a map: it must stay one. */
function reportFragmentShapes(base: SourceMap, own: SourceMap, faults: Faults): void {
  for (const { key, value } of own.entries) {
    const before = valueOf(base, key.value);
    if (before === undefined || !hasKeys(before) || hasKeys(value)) continue;
    const message = `the shipped fragment ${key.value} is a map, and rules override its keys: this must be one too`;
    faults.add(key.place, 'FRAGMENT_NOT_A_MAP', message);
  }
}

function hasKeys(node: SourceNode): boolean {
  return node.kind === 'broken' || (node.kind === 'map' && valueOf(node, '$case') === undefined);
}

function namesOf(map: SourceMap, key: string): string[] {
  const value = valueOf(map, key);
  return value?.kind === 'map' ? value.entries.map((entry) => entry.key.value) : [];
}

function addedNames(site: SourceMap, key: string, shipped: readonly string[]): ReadonlyMap<string, Location> {
  const value = valueOf(site, key);
  const entries = value?.kind === 'map' ? value.entries : [];
  return new Map(
    entries.filter((entry) => !shipped.includes(entry.key.value)).map(({ key: name }) => [name.value, name.place]),
  );
}
