import type { Location, Locations } from '../diagnostic.ts';
import type { SourceKind, ValueNode } from '../table.ts';
import type { Faults } from './faults.ts';
import type { Fragments } from './fragments.ts';
import type { SourceNode } from './source-node.ts';

/** The fields that a normalised record can have, by source (docs/04-mapping-language.md, docs/03-sources.md). */
export const recordFields: Readonly<Record<SourceKind, readonly string[]>> = {
  openedx: [
    'name',
    'event',
    'time',
    'context',
    'event_source',
    'username',
    'session',
    'ip',
    'agent',
    'host',
    'referer',
    'accept_language',
    'page',
    'client_id',
    'event_type',
    'synthesized',
  ],
  xapi: [
    'name',
    'id',
    'actor',
    'verb',
    'object',
    'result',
    'context',
    'timestamp',
    'stored',
    'authority',
    'version',
    'attachments',
  ],
};

/** What everything below one folder shares while it is read. */
export interface Folder {
  source: SourceKind;
  prefixes: ReadonlyMap<string, string>;
  faults: Faults;
  locations: Locations;
  /** The `let`s that `site/_shared.yaml` adds to the shipped ones, with the places of their names. */
  added?: ReadonlyMap<string, Location>;
}

/** A named value that expressions may read. A broken one has had its fault reported. */
export interface LetEntry {
  slot: number;
  value: ValueNode;
  broken: boolean;
}

/** One row of a rule: the columns that any row has, and the cells of this one. */
export interface Row {
  columns: ReadonlySet<string>;
  cells: ReadonlyMap<string, SourceNode>;
  /** Filled while the rule is read: the columns that something reads. */
  read: Set<string>;
}

/** What the names in an expression mean at the place where it stands. */
export interface Scope {
  folder: Folder;
  fragments: Fragments;
  lets: ReadonlyMap<string, LetEntry>;
  row?: Row;
  loop?: { name: string; slot: number };
  /** Names of `let`s that stand further down, for hints. */
  below?: ReadonlySet<string>;
  /** The rule for which a fragment or a shared slot is being read, for hints. */
  rule?: string;
  /** In a fragment that nobody uses any name may be read. */
  loose?: boolean;
}

/** Notes where a node stands. */
export function placed<T extends object>(folder: Folder, node: T, place: Location): T {
  folder.locations.set(node, place);
  return node;
}

/** A value that is missing for every record. */
export function missingValue(): ValueNode {
  return { k: 'const', v: null };
}

export function isMissing(node: ValueNode): boolean {
  return node.k === 'const' && (node.v === null || node.v === '');
}

/** `video:time` with its prefix written out; undefined when the text begins with no declared prefix. */
export function expandPrefix(text: string, prefixes: ReadonlyMap<string, string>): string | undefined {
  const colon = text.indexOf(':');
  if (colon < 0 || text.startsWith('//', colon + 1)) return undefined;
  const iri = prefixes.get(text.slice(0, colon));
  return iri === undefined ? undefined : iri + text.slice(colon + 1);
}
