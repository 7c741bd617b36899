import { checkConformance } from '../../../mapping/check-conformance.ts';
import { checkPrivacy } from '../../../mapping/check-privacy.ts';
import type { Diagnostic, Location, Locations } from '../../../mapping/diagnostic.ts';
import { readDocument } from '../../../mapping/language/document.ts';
import { Faults, sortDiagnostics } from '../../../mapping/language/faults.ts';
import type { Fragments } from '../../../mapping/language/fragments.ts';
import { didYouMean } from '../../../mapping/language/nearest.ts';
import { orderRules, reportShadowed } from '../../../mapping/language/order.ts';
import { readExamples } from '../../../mapping/language/read-examples.ts';
import { readRuleFile } from '../../../mapping/language/rule-source.ts';
import type { RuleSource } from '../../../mapping/language/rule-source.ts';
import { lowerRule } from '../../../mapping/language/rules.ts';
import type { Folder } from '../../../mapping/language/scope.ts';
import { textOf } from '../../../mapping/language/shape.ts';
import { readPrefixes, readShared } from '../../../mapping/language/shared.ts';
import type { Shared } from '../../../mapping/language/shared.ts';
import { mergeSiteShared } from '../../../mapping/language/site-shared.ts';
import { SourceText } from '../../../mapping/language/source-text.ts';
import type { MappingFile } from '../../../mapping/language/source-text.ts';
import { lowerValue } from '../../../mapping/language/values.ts';
import type { JsonObject, SourceKind, SourceTable } from '../../../mapping/table.ts';
import { closedFields } from '../../../privacy/person-fields.ts';
import { unwrapped } from './wrapping.ts';

/** The rules of a text, lowered, and what is wrong with them. */
export interface Compiled {
  /** The shared values with these rules alone; rules in which something is wrong are left out. */
  table: SourceTable;
  /** Names of shipped rules that they say they replace. */
  replaced: string[];
  /** Sorted by place; lines and columns are those of the text. The rules may be run when there are none. */
  diagnostics: Diagnostic[];
  /** What the build demands and the playground does not: examples. */
  notes: Diagnostic[];
  /** What every example of the source starts from. */
  given: JsonObject;
}

/** Where the text would stand: one's own rules live in `site/`. */
export function ownFile(source: SourceKind): string {
  return `mappings/${source}/site/playground.yaml`;
}

/** A rule without examples can be tried: that is how it gets one. */
class PlaygroundFaults extends Faults {
  readonly notes: Diagnostic[] = [];

  override add(place: Location, code: string, message: string, hint?: string): void {
    if (code === 'NO_EXAMPLES') this.notes.push({ ...place, code, message, ...(hint !== undefined && { hint }) });
    else super.add(place, code, message, hint);
  }
}

/**
 * Reads rules as the build does and checks them as the build does: the language, conformance to Caliper, privacy. Their examples are read,
 * not run. Pure; never throws for whatever the text holds.
 *
 * @param text a mapping file, or one rule, or several as a list
 * @param shared `_shared.yaml` of the source, and that of the site if there is one
 * @param shipped names of the rules that are there already
 */
export function compileRules(
  text: string,
  source: SourceKind,
  shared: readonly MappingFile[],
  shipped: readonly string[],
): Compiled {
  const faults = new PlaygroundFaults();
  const locations: Locations = new WeakMap();
  const folder: Folder = { source, prefixes: new Map(), faults, locations };
  const base = sharedOf(shared, folder);
  const table: SourceTable = { source, lets: base?.lets ?? [], skipWhen: base?.skipWhen ?? [], rules: [] };
  const file = unwrapped(text);
  const own = new SourceText({ path: ownFile(source), text: file.text });
  const document = base === undefined ? undefined : readDocument(own, faults);
  const replaced: string[] = [];
  if (base !== undefined && document !== undefined) {
    const { rules, fragments } = readRuleFile(document, true, base.scope.fragments, faults);
    replaced.push(...replacedBy(rules, shipped, folder));
    table.rules = lower(rules, fragments, base, folder);
  }
  const found = [
    ...faults.diagnostics,
    ...checkConformance(table, locations),
    ...checkPrivacy(table, closedFields[source], locations),
  ];
  const placed = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
    sortDiagnostics(diagnostics).map((each) => (each.file === own.path ? file.place(each) : each));
  for (const rule of table.rules) rule.line = file.place({ line: rule.line, column: 1 }).line;
  return { table, replaced, diagnostics: placed(found), notes: placed(faults.notes), given: base?.given ?? {} };
}

function sharedOf(files: readonly MappingFile[], folder: Folder): Shared | undefined {
  const [shipped, site] = files.map((file) => readDocument(new SourceText(file), folder.faults));
  if (shipped?.kind !== 'map') return undefined;
  const merged = site?.kind === 'map' ? mergeSiteShared(shipped, site, folder) : undefined;
  const map = merged?.map ?? shipped;
  folder.prefixes = readPrefixes(map, folder);
  if (merged !== undefined) folder.added = merged.added.lets;
  return readShared(map, folder);
}

function lower(
  rules: readonly RuleSource[],
  fragments: Fragments,
  shared: Shared,
  folder: Folder,
): SourceTable['rules'] {
  const lowered = orderRules(rules, false, folder).flatMap((rule) => {
    const nodes = lowerRule(rule, shared);
    return nodes === undefined ? [] : [{ source: rule, nodes }];
  });
  reportShadowed(lowered, folder);
  for (const rule of rules) readExamples(rule, folder.source, shared.given, new WeakMap(), folder.faults);
  if (fragments !== shared.scope.fragments) {
    for (const unused of fragments.unused()) lowerValue(unused, { ...shared.scope, fragments, loose: true });
  }
  return lowered.flatMap(({ nodes }) => nodes);
}

function replacedBy(rules: readonly RuleSource[], shipped: readonly string[], { faults }: Folder): string[] {
  return rules.flatMap((rule) => {
    const entry = rule.keys.get('replaces');
    const name = entry === undefined ? undefined : textOf(entry, faults);
    if (name === undefined) return [];
    if (!shipped.includes(name.value)) {
      const message = `there is no shipped rule "${name.value}" to replace`;
      faults.add(name.place, 'UNKNOWN_RULE', message, didYouMean(name.value, shipped));
    }
    return [name.value];
  });
}
