import type { Location } from '../diagnostic.ts';
import type { JsonObject, SourceKind } from '../table.ts';
import type { Faults } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { byKey, listOf, mapOf, mapsOf, reportUnknownKeys, textOf } from './shape.ts';
import { recordFields } from './scope.ts';
import type { RuleSource } from './rule-source.ts';
import { isText } from './templates.ts';
import { describe, mapToJson } from './source-node.ts';
import type { SourceEntry, SourceNode } from './source-node.ts';

/** What must become of an example's record. */
export type Expectation =
  { kind: 'expect'; events: JsonObject[] } | { kind: 'skipped'; reason: string } | { kind: 'fails'; message: string };

/** An example of a rule: one of its tests. */
export interface Example {
  source: SourceKind;
  rule: string;
  file: string;
  line: number;
  name: string;
  /** The `name` of the record, by which rules are looked up. */
  recordName: string;
  /** The whole record: the folder's `given` with the example's own merged in. */
  given: JsonObject;
  expectation: Expectation;
}

/** Where the parts of an expectation stand, by path (`[0].target.currentTime`); `''` is the expectation itself. */
export type ExpectationPlaces = ReadonlyMap<string, Location>;

/** The keys of an example. */
export const exampleKeys: readonly string[] = ['name', 'about', 'given', 'expect', 'skipped', 'fails'];

/** Reads the examples of a rule; `places` is filled with where their expectations stand. */
export function readExamples(
  rule: RuleSource,
  source: SourceKind,
  given: JsonObject,
  places: WeakMap<Example, ExpectationPlaces>,
  faults: Faults,
): Example[] {
  const entry = rule.keys.get('examples');
  const list = entry === undefined ? undefined : listOf(entry, faults);
  if (list === undefined) return [];
  return mapsOf(list, 'an example', faults).flatMap((map) => {
    const keys = byKey(map);
    const unknown = reportUnknownKeys(map, exampleKeys, 'an example', faults);
    const nameEntry = keys.get('name');
    const name = nameEntry === undefined ? undefined : textOf(nameEntry, faults);
    if (nameEntry === undefined && !unknown) {
      faults.add(map.place, 'MISSING_KEY', 'this example has no name', 'write name: and what it shows');
    }
    const about = keys.get('about');
    if (about !== undefined) textOf(about, faults);
    const record = readGiven(keys.get('given'), source, given, faults);
    const expectation = readExpectation(keys, unknown, name?.place ?? map.place, faults);
    if (name === undefined || record === undefined || expectation === undefined) return [];
    const recordName = record['name'];
    if (typeof recordName !== 'string' || recordName === '') {
      const hint = source === 'xapi' ? 'write given: { name: IRI of the verb, … }' : 'write given: { name: …, … }';
      faults.add(name.place, 'EXAMPLE_WITHOUT_NAME', 'the record of this example has no name', hint);
      return [];
    }
    const { file, line } = name.place;
    const example: Example = {
      source,
      rule: rule.name,
      file,
      line,
      name: name.value,
      recordName,
      given: record,
      expectation: expectation.value,
    };
    places.set(example, expectation.places);
    return [example];
  });
}

function readGiven(
  entry: SourceEntry | undefined,
  source: SourceKind,
  base: JsonObject,
  faults: Faults,
): JsonObject | undefined {
  if (entry === undefined) return base;
  const map = mapOf(entry, faults);
  if (map === undefined) return undefined;
  reportUnknownFields(entry, source, faults);
  return mergeGiven(base, mapToJson(map));
}

/** Reports top-level fields of `given` that no record of the source has. */
export function reportUnknownFields({ value }: SourceEntry, source: SourceKind, faults: Faults): void {
  if (value.kind !== 'map') return;
  const fields = recordFields[source];
  for (const { key } of value.entries) {
    if (fields.includes(key.value)) continue;
    const hint = didYouMean(key.value, fields) ?? `the record has ${fields.join(', ')}`;
    faults.add(key.place, 'UNKNOWN_FIELD', `a record has no field "${key.value}"`, hint);
  }
}

/** Maps within maps; everything else, lists included, takes the place of what was there. */
export function mergeGiven(base: JsonObject, own: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? mergeGiven(before, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Read {
  value: Expectation;
  places: ExpectationPlaces;
}

function readExpectation(
  keys: ReadonlyMap<string, SourceEntry>,
  unknown: boolean,
  place: Location,
  faults: Faults,
): Read | undefined {
  const found = ['expect', 'skipped', 'fails'].flatMap((key) => keys.get(key) ?? []);
  const [entry, second] = found;
  if (entry === undefined) {
    const hint = 'write expect, skipped or fails';
    if (!unknown) faults.add(place, 'MISSING_KEY', 'this example does not say what comes out', hint);
    return undefined;
  }
  if (second !== undefined) {
    const message = `an example has one of expect, skipped and fails, not ${entry.key.value} and ${second.key.value}`;
    faults.add(second.key.place, 'TWO_EXPECTATIONS', message);
    return undefined;
  }
  const places = new Map<string, Location>([['', entry.key.place]]);
  if (entry.key.value !== 'expect') {
    // An empty text is part of every reason: any will do.
    const text = isText(entry.value) ? entry.value : textOf(entry, faults);
    if (text === undefined) return undefined;
    places.set('', text.place);
    const value: Expectation =
      entry.key.value === 'fails' ? { kind: 'fails', message: text.value } : { kind: 'skipped', reason: text.value };
    return { value, places };
  }
  if (entry.value.kind === 'list' && entry.value.items.length === 0) {
    const hint = 'write skipped: with the reason when no event comes out';
    faults.add(entry.key.place, 'WRONG_SHAPE', 'expect takes at least one event', hint);
    return undefined;
  }
  const list = listOf(entry, faults);
  if (list === undefined) return undefined;
  list.items.forEach((item, index) => notePlaces(item, `[${index}]`, places));
  const events = list.items.flatMap((item) => {
    if (item.kind === 'map') return [mapToJson(item)];
    if (item.kind === 'broken') faults.again();
    else faults.add(item.place, 'WRONG_SHAPE', `an expected event is a map, not ${describe(item)}`);
    return [];
  });
  return events.length < list.items.length ? undefined : { value: { kind: 'expect', events }, places };
}

function notePlaces(node: SourceNode, path: string, places: Map<string, Location>): void {
  places.set(path, node.place);
  if (node.kind === 'list') node.items.forEach((item, index) => notePlaces(item, `${path}[${index}]`, places));
  if (node.kind === 'map') for (const { key, value } of node.entries) notePlaces(value, `${path}.${key.value}`, places);
}
