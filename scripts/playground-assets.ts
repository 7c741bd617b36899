import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readMappingFiles } from '../src/cli/mapping-project.ts';
import { nameRows } from '../src/console/coverage/rows.ts';
import type { ShippedExample, ShippedRule, SourceAsset } from '../src/console/playground/front/source-asset.ts';
import { coverageOf } from '../src/coverage/coverage.ts';
import { knownOpenedxNames } from '../src/coverage/known-openedx-names.ts';
import { isObject } from '../src/ingest/json.ts';
import { normaliseTrackingLog } from '../src/ingest/tracking-log/normalise.ts';
import { statementEntries } from '../src/ingest/xapi/entry.ts';
import { createEngine } from '../src/mapping/engine.ts';
import { loadMappings } from '../src/mapping/language/load.ts';
import type { Example } from '../src/mapping/language/read-examples.ts';
import { EXAMPLE_LMS, mappingEnvironment } from '../src/mapping/language/run-examples.ts';
import type { MappingFile } from '../src/mapping/language/source-text.ts';
import type { JsonObject, MappingTable, SourceKind } from '../src/mapping/table.ts';

/**
 * Writes what the playground and the coverage need in the browser: `playground.js`, which holds the front end of the mapping language,
 * `playground-<source>.json` and `coverage.json`.
 *
 * @param root of the project
 * @param target the folder of the assets, for everyone
 * @param data the folder of what holds a site's own rules, for those who are signed in
 */
export async function buildPlayground(root: string, target: string, data: string): Promise<void> {
  const files = await readMappingFiles(root);
  const { table, examples } = loadMappings(files);
  await mkdir(data, { recursive: true });
  const write = (name: string, value: unknown): Promise<void> => writeFile(join(data, name), JSON.stringify(value));
  for (const { source } of table.sources) {
    await write(`playground-${source}.json`, sourceAsset(source, files, table, examples));
  }
  await write('coverage.json', nameRows(coverageOf(table, { openedx: knownOpenedxNames })));
  await build({
    entryPoints: [join(root, 'src/console/browser/playground/playground.ts')],
    outdir: target,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    logLevel: 'warning',
  });
}

/** What the browser is told of a source. */
export function sourceAsset(
  source: SourceKind,
  files: readonly MappingFile[],
  table: MappingTable,
  examples: readonly Example[],
): SourceAsset {
  const own = files.filter(({ path }) => path.startsWith(`mappings/${source}/`));
  const shared = own.filter(({ path }) => /\/_shared\.ya?ml$/.test(path));
  // The shipped one first.
  shared.sort((a, b) => a.path.length - b.path.length);
  const rules = own.filter((file) => !shared.includes(file)).flatMap(rulesOf);
  return { shared, rules, examples: recordsOf(source, table, examples) };
}

/** The rules of a file, each as a file of its own. Their texts are those of the file, so that nothing of its layout is lost. */
export function rulesOf({ path, text }: MappingFile): ShippedRule[] {
  const lines = text.split('\n');
  const fragments = fragmentsOf(lines);
  const starts = lines.flatMap((line, index) => (/^ {2}- rule: /.test(line) ? [index] : []));
  return starts.map((start, index) => {
    const block = lines.slice(start, starts[index + 1] ?? lines.length);
    // What stands between two rules belongs to the next.
    while (/^\s*(#.*)?$/.test(block.at(-1) ?? 'x')) block.pop();
    const used = usedBy(block, fragments);
    const head = used.length === 0 ? [] : ['fragments:', ...used, ''];
    const rule = (lines[start] ?? '').replace(/^ {2}- rule: /, '').trim();
    return { rule, file: path, line: start + 1, text: [...head, 'rules:', ...block, ''].join('\n') };
  });
}

/** The lines of each fragment of a file, with the comments above it. */
function fragmentsOf(lines: readonly string[]): Map<string, string[]> {
  const fragments = new Map<string, string[]>();
  const start = lines.indexOf('fragments:');
  if (start < 0) return fragments;
  let comments: string[] = [];
  let current: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (/^\S/.test(line)) break;
    const name = /^ {2}([\w-]+):/.exec(line)?.[1];
    if (/^ {2}#/.test(line)) comments.push(line);
    else if (name !== undefined) {
      current = [...comments, line];
      comments = [];
      fragments.set(name, current);
    } else if (line.trim() !== '') current.push(line);
  }
  return fragments;
}

/** The lines of the fragments that a rule uses, directly or through others, in their order. */
function usedBy(block: readonly string[], fragments: ReadonlyMap<string, readonly string[]>): string[] {
  const used = new Set<string>();
  const look = (lines: readonly string[]): void => {
    for (const [, name = ''] of lines.join('\n').matchAll(/\$use: *['"]?([\w-]+)/g)) {
      const fragment = fragments.get(name);
      if (fragment === undefined || used.has(name)) continue;
      used.add(name);
      look(fragment);
    }
  };
  look(block);
  return [...fragments].flatMap(([name, lines]) => (used.has(name) ? lines : []));
}

/** The records of the examples, as far as a sender could write them: some show what only the normalised form can hold. */
function recordsOf(source: SourceKind, table: MappingTable, examples: readonly Example[]): ShippedExample[] {
  const found = table.sources.find((each) => each.source === source);
  if (found === undefined) return [];
  const engine = createEngine(found);
  const environment = mappingEnvironment({ pseudonym: () => '00000000-0000-8000-8000-000000000000' });
  const received = new Date('2026-03-02T10:00:00Z');
  const statement = statementEntries(() => received)({ name: 'lms', lms: EXAMPLE_LMS });
  const normalise = source === 'openedx' ? normaliseTrackingLog : statement;
  return examples.flatMap((example) => {
    if (example.source !== source) return [];
    const record = source === 'openedx' ? trackingEvent(example.given) : statementOf(example.given);
    const entry = normalise(record);
    if (!entry.ok) return [];
    const became = engine.translate(entry.record.name, entry.record.fields, environment);
    const meant = engine.translate(example.recordName, example.given, environment);
    const same = became.kind === meant.kind && (became.kind === 'unmapped' || became.rule?.rule === example.rule);
    return same ? [{ rule: example.rule, name: example.name, record }] : [];
  });
}

/** A tracking event with its name first. */
function trackingEvent(given: JsonObject): JsonObject {
  const { name, event, ...rest } = given;
  return { ...(name !== undefined && { name }), ...rest, ...(event !== undefined && { event }) };
}

/** A statement from its normalised form: the verb for the name, and the identifiers of agents where they belong. */
function statementOf({ name, ...given }: JsonObject): JsonObject {
  const { id, actor, ...rest } = withoutIdentifiers(given) as JsonObject; // an object gives an object
  const verb = { id: name ?? '' };
  return { ...(id !== undefined && { id }), ...(actor !== undefined && { actor }), verb, ...rest };
}

function withoutIdentifiers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIdentifiers);
  if (!isObject(value)) return value;
  const { ifi, ...rest } = value;
  const entries = Object.entries(rest).flatMap(([key, inner]) =>
    inner === null ? [] : [[key, withoutIdentifiers(inner)] as const],
  );
  const plain = Object.fromEntries(entries);
  if (typeof ifi !== 'string' || ['account', 'mbox', 'mbox_sha1sum', 'openid'].some((key) => key in plain))
    return plain;
  const [kind, identifier] = [ifi.slice(0, ifi.indexOf(':')), ifi.slice(ifi.indexOf(':') + 1)];
  if (kind === 'account') {
    const [homePage, accountName] = identifier.split('|');
    return { ...plain, account: { homePage, name: accountName } };
  }
  if (['mbox', 'mbox_sha1sum', 'openid'].includes(kind)) return { ...plain, [kind]: identifier };
  return { ...plain, account: { homePage: EXAMPLE_LMS, name: ifi } };
}
