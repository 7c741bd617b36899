import type { Location } from '../diagnostic.ts';
import type { Json, JsonObject } from '../table.ts';

/** What stands in a mapping file, with its places; YAML's own matters (styles, comments) are gone. */
export type SourceNode = SourceScalar | SourceMap | SourceList | SourceBroken;

export interface SourceScalar {
  kind: 'scalar';
  value: string | number | boolean | null;
  place: Location;
  /** The place of a part of the value, by offsets in it. */
  within(start: number, end: number): Location;
}

export interface SourceEntry {
  key: SourceScalar & { value: string };
  value: SourceNode;
}

export interface SourceMap {
  kind: 'map';
  entries: SourceEntry[];
  place: Location;
}

export interface SourceList {
  kind: 'list';
  items: SourceNode[];
  place: Location;
}

/** Something of which a fault has been reported; whoever meets it says nothing more. */
export interface SourceBroken {
  kind: 'broken';
  place: Location;
}

/** The value under a key. */
export function valueOf(map: SourceMap, key: string): SourceNode | undefined {
  return map.entries.find((entry) => entry.key.value === key)?.value;
}

/** The node as plain JSON. Of a key that stands twice the last one counts, as in YAML. */
export function toJson(node: SourceNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return mapToJson(node);
    case 'broken':
      return null;
  }
}

/** A map as plain JSON. */
export function mapToJson(map: SourceMap): JsonObject {
  return Object.fromEntries(map.entries.map((entry) => [entry.key.value, toJson(entry.value)]));
}

/** What a node is, for messages. */
export function describe(node: SourceNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'broken' || node.value === null) return 'nothing';
  return { string: 'text', number: 'a number', boolean: 'true or false' }[typeof node.value as 'string'];
}
