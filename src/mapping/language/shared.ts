import type { JsonObject, LetNode, SkipNode } from '../table.ts';
import { readConditions } from './conditions.ts';
import { reportUnknownSlots, slotNames } from './events.ts';
import { Fragments } from './fragments.ts';
import { readLets } from './lets.ts';
import { didYouMean } from './nearest.ts';
import { byKey, listOf, mapOf, mapsOf, reportUnknownKeys, textOf } from './shape.ts';
import { placed } from './scope.ts';
import type { Folder, Scope } from './scope.ts';
import { mapToJson } from './source-node.ts';
import type { SourceEntry, SourceMap } from './source-node.ts';
import { isText } from './templates.ts';

/** The keys of `_shared.yaml`, the shipped one and that of a site. */
export const sharedKeys: readonly string[] = [
  'source',
  'about',
  'let',
  'fragments',
  'event',
  'prefixes',
  'skip-when',
  'given',
];

/** The keys of an item of `skip-when`. */
export const skipKeys: readonly string[] = ['reason', 'when', 'unless'];

/** What the rules of a folder share. */
export interface Shared {
  scope: Scope;
  lets: LetNode[];
  /** The slots that every event starts from. */
  event: readonly SourceEntry[];
  skipWhen: SkipNode[];
  given: JsonObject;
}

/** Reads `_shared.yaml`. `folder.prefixes` must have been read from the same map (see {@link readPrefixes}). */
export function readShared(map: SourceMap, folder: Folder): Shared {
  const { faults } = folder;
  const keys = byKey(map);
  const unknown = reportUnknownKeys(map, sharedKeys, '_shared.yaml', faults);
  const source = keys.get('source');
  if (source !== undefined) checkSource(source, folder);
  else if (!unknown) {
    faults.add(map.place, 'MISSING_KEY', '_shared.yaml has no source', `write source: ${folder.source}`);
  }
  const fragments = keys.get('fragments');
  const fragmentMap = fragments === undefined ? undefined : mapOf(fragments, faults);
  const empty: Scope = { folder, fragments: new Fragments(faults, undefined, fragmentMap?.entries), lets: new Map() };
  const { lets, scope } = readLets(keys.get('let'), empty, 0);
  const event = keys.get('event');
  const given = keys.get('given');
  const givenMap = given === undefined ? undefined : mapOf(given, faults);
  return {
    scope,
    lets,
    event: event === undefined ? [] : readEvent(event, scope),
    skipWhen: readSkips(keys.get('skip-when'), scope),
    given: givenMap === undefined ? {} : mapToJson(givenMap),
  };
}

/** Reads `prefixes`: each a short name and the IRI that it stands for. */
export function readPrefixes(map: SourceMap, folder: Folder): ReadonlyMap<string, string> {
  const entry = byKey(map).get('prefixes');
  const prefixes = new Map<string, string>();
  const declared = entry === undefined ? undefined : mapOf(entry, folder.faults);
  for (const each of declared?.entries ?? []) {
    const iri = textOf(each, folder.faults);
    if (iri === undefined) continue;
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(iri.value)) {
      folder.faults.add(iri.place, 'BAD_PREFIX', 'a prefix stands for the beginning of an IRI', 'write https://…');
    } else if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(each.key.value)) {
      folder.faults.add(each.key.place, 'BAD_NAME', 'a prefix is letters, digits, _ and -, and begins with a letter');
    } else prefixes.set(each.key.value, iri.value);
  }
  return prefixes;
}

/** Reports a `source` that is not that of the folder. */
export function checkSource({ key, value }: SourceEntry, folder: Folder): void {
  const known = ['openedx', 'xapi'];
  if (!isText(value) || !known.includes(value.value)) {
    const hint = isText(value) ? didYouMean(value.value, known) : undefined;
    folder.faults.add(key.place, 'UNKNOWN_SOURCE', 'source is openedx or xapi', hint);
  } else if (value.value !== folder.source) {
    const message = `this is the folder of ${folder.source}, but source says ${value.value}`;
    folder.faults.add(value.place, 'UNKNOWN_SOURCE', message);
  }
}

function readEvent(entry: SourceEntry, scope: Scope): SourceEntry[] {
  const map = mapOf(entry, scope.folder.faults);
  if (map === undefined) return [];
  reportUnknownSlots(map, scope, []);
  return map.entries.filter((each) => slotNames.includes(each.key.value));
}

function readSkips(entry: SourceEntry | undefined, scope: Scope): SkipNode[] {
  const { faults } = scope.folder;
  const list = entry === undefined ? undefined : listOf(entry, faults);
  if (list === undefined) return [];
  return mapsOf(list, 'an item of skip-when', faults).flatMap((map) => {
    const keys = byKey(map);
    const unknown = reportUnknownKeys(map, skipKeys, 'an item of skip-when', faults);
    const [reason, when, unless] = skipKeys.map((key) => keys.get(key));
    const text = reason === undefined ? undefined : textOf(reason, faults);
    const conditions = when === undefined ? undefined : readConditions(when, scope);
    if (!unknown && (reason === undefined || when === undefined)) {
      const missing = reason === undefined ? 'reason' : 'when';
      faults.add(map.place, 'MISSING_KEY', `this item of skip-when has no ${missing}`);
    }
    const slot = unless === undefined ? undefined : readUnless(unless, scope);
    if (text === undefined || conditions === undefined) return [];
    const node: SkipNode = { reason: text.value, when: conditions.conditions };
    return [placed(scope.folder, slot === undefined ? node : { ...node, unless: slot }, map.place)];
  });
}

function readUnless(entry: SourceEntry, scope: Scope): string | undefined {
  const { faults } = scope.folder;
  const slot = textOf(entry, faults);
  if (slot === undefined || slotNames.includes(slot.value)) return slot?.value;
  const hint = didYouMean(slot.value, slotNames) ?? `the slots are ${slotNames.join(', ')}`;
  faults.add(slot.place, 'UNKNOWN_SLOT', `an event has no slot "${slot.value}"`, hint);
  return undefined;
}
