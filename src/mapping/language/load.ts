import type { Diagnostic, Locations } from '../diagnostic.ts';
import type { MappingTable, RuleNode, SourceKind, SourceTable } from '../table.ts';
import { readDocument } from './document.ts';
import { compareText, Faults, sortDiagnostics } from './faults.ts';
import type { Fragments } from './fragments.ts';
import { orderRules, reportShadowed } from './order.ts';
import { readExamples } from './read-examples.ts';
import type { Example, ExpectationPlaces } from './read-examples.ts';
import { readRuleFile } from './rule-source.ts';
import type { RuleSource } from './rule-source.ts';
import { lowerRule } from './rules.ts';
import type { Folder } from './scope.ts';
import { readPrefixes, readShared } from './shared.ts';
import type { Shared } from './shared.ts';
import { sharedLetsReadBy } from './shared-lets.ts';
import { mergeSiteShared, reportUnread } from './site-shared.ts';
import type { MergedShared } from './site-shared.ts';
import type { SourceMap } from './source-node.ts';
import { SourceText } from './source-text.ts';
import type { MappingFile } from './source-text.ts';
import { lowerValue } from './values.ts';

/** What the mapping files say. Rules in which something is wrong are left out of the table. */
export interface Loaded {
  table: MappingTable;
  locations: Locations;
  examples: Example[];
  /** Where the expectations of the examples stand. */
  places: WeakMap<Example, ExpectationPlaces>;
  /** All faults, sorted by place. */
  diagnostics: Diagnostic[];
}

const SOURCES: readonly SourceKind[] = ['openedx', 'xapi'];
const PATH = /(?:^|\/)(openedx|xapi)\/(site\/)?([^/]+)\.ya?ml$/;

interface FileOfFolder {
  text: SourceText;
  site: boolean;
}

/**
 * Reads mapping files and lowers them to tables. Pure; never throws for whatever the files hold.
 *
 * @param files all `*.yaml` below `mappings/`, in any order
 */
export function loadMappings(files: readonly MappingFile[]): Loaded {
  const faults = new Faults();
  const locations: Locations = new WeakMap();
  const places = new WeakMap<Example, ExpectationPlaces>();
  const sources: SourceTable[] = [];
  const examples: Example[] = [];
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path)).map((file) => new SourceText(file));
  for (const text of sorted) {
    if (PATH.test(text.path)) continue;
    const hint = 'put it into mappings/openedx, mappings/xapi, or site/ below one of them';
    faults.add(text.locate(0, 1), 'UNKNOWN_FOLDER', 'this is not the place of a mapping file', hint);
  }
  for (const source of SOURCES) {
    const own = sorted.filter((text) => PATH.exec(text.path)?.[1] === source);
    if (own.length === 0) continue;
    const folder: Folder = { source, prefixes: new Map(), faults, locations };
    const loaded = loadFolder(own, folder, places);
    if (loaded === undefined) continue;
    sources.push(loaded.table);
    examples.push(...loaded.examples);
  }
  const diagnostics = sortDiagnostics(faults.diagnostics);
  return { table: { version: 1, sources }, locations, examples, places, diagnostics };
}

function loadFolder(
  texts: readonly SourceText[],
  folder: Folder,
  places: WeakMap<Example, ExpectationPlaces>,
): { table: SourceTable; examples: Example[] } | undefined {
  const { faults } = folder;
  const files = texts.map((text): FileOfFolder => ({ text, site: PATH.exec(text.path)?.[2] !== undefined }));
  const [sharedFile, siteSharedFile] = [false, true].map((ofSite) =>
    files.find(({ text, site }) => site === ofSite && /\/_shared\.ya?ml$/.test(text.path)),
  );
  const others = files.filter((file) => file !== sharedFile && file !== siteSharedFile);
  if (sharedFile === undefined) reportNoShared(files, folder);
  const before = faults.reported;
  const loaded = sharedFile === undefined ? undefined : loadShared(sharedFile.text, siteSharedFile?.text, folder);
  const shared = loaded?.shared;
  if (shared === undefined) {
    // Without what the rules share, only what YAML itself has to say is no consequence.
    for (const { text } of others) readDocument(text, faults);
    return undefined;
  }

  let complete = true;
  const rules: RuleSource[] = [];
  const fragments: Fragments[] = [shared.scope.fragments];
  for (const { text, site } of others) {
    const document = readDocument(text, faults);
    if (document === undefined) {
      complete = false;
      continue;
    }
    const file = readRuleFile(document, site, shared.scope.fragments, faults);
    rules.push(...file.rules);
    if (file.fragments !== shared.scope.fragments) fragments.push(file.fragments);
  }

  const ordered = orderRules(rules, complete, folder);
  const lowered = ordered.flatMap((source): { source: RuleSource; nodes: RuleNode[] }[] => {
    const nodes = lowerRule(source, shared);
    return nodes === undefined ? [] : [{ source, nodes }];
  });
  reportShadowed(lowered, folder);
  const examples = ordered.flatMap((rule) => readExamples(rule, folder.source, shared.given, places, faults));
  const used = new Set(fragments.flatMap((each) => each.used()));
  if (complete) for (const each of fragments) checkUnused(each, shared);
  const table: SourceTable = {
    source: folder.source,
    lets: shared.lets,
    skipWhen: shared.skipWhen,
    rules: lowered.flatMap(({ nodes }) => nodes),
  };
  if (complete && loaded?.merged !== undefined && faults.reported === before) {
    reportUnread('let', loaded.merged, sharedLetsReadBy(table), faults);
    reportUnread('fragment', loaded.merged, used, faults);
  }
  return { table, examples };
}

function loadShared(
  shippedText: SourceText,
  siteText: SourceText | undefined,
  folder: Folder,
): { shared: Shared; merged?: MergedShared } | undefined {
  const shipped = readMap(shippedText, folder);
  const site = siteText === undefined ? undefined : readMap(siteText, folder);
  if (shipped === undefined || (siteText !== undefined && site === undefined)) return undefined;
  const merged = site === undefined ? undefined : mergeSiteShared(shipped, site, folder);
  const map = merged?.map ?? shipped;
  folder.prefixes = readPrefixes(map, folder);
  if (merged === undefined) return { shared: readShared(map, folder) };
  folder.added = merged.added.lets;
  return { shared: readShared(map, folder), merged };
}

function readMap(text: SourceText, folder: Folder): SourceMap | undefined {
  const document = readDocument(text, folder.faults);
  if (document === undefined || document.kind === 'map') return document;
  const hint = `begin with source: ${folder.source}`;
  folder.faults.add(document.place, 'WRONG_SHAPE', '_shared.yaml is a map', hint);
  return undefined;
}

function reportNoShared(files: readonly FileOfFolder[], folder: Folder): void {
  const [first] = files;
  const place = first?.text.locate(0, 1);
  if (place === undefined) return;
  const hint = `write one that begins with source: ${folder.source}`;
  folder.faults.add(place, 'NO_SHARED_FILE', 'the folder of this file has no _shared.yaml', hint);
}

/** Fragments that nobody uses are read too, so that a fault in them does not wait for their first use. */
function checkUnused(fragments: Fragments, shared: Shared): void {
  for (const fragment of fragments.unused()) lowerValue(fragment, { ...shared.scope, fragments, loose: true });
}
