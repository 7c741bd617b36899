import type { Diagnostic } from '../diagnostic.ts';
import { createEngine } from '../engine.ts';
import type { MappingTable, SourceTable } from '../table.ts';
import { Faults } from './faults.ts';
import { loadMappings } from './load.ts';
import type { Loaded } from './load.ts';
import type { Example } from './read-examples.ts';
import { mappingEnvironment, runExamples } from './run-examples.ts';
import type { ExampleEnvironment } from './run-examples.ts';
import { inSite } from './source-text.ts';
import type { MappingFile } from './source-text.ts';

/**
 * Runs the examples of files of which some are an operator's own. The shipped examples test the shipped tables, so they run without the
 * site's files, and those of the site with all. What the shipped rules make of their examples with the site's `_shared.yaml` need not be
 * what they expect, but it must be valid, and there must be something.
 *
 * @param loaded what `files` say, without fault
 */
export function runExamplesWithSite(
  files: readonly MappingFile[],
  loaded: Loaded,
  environmentOf: (table: MappingTable) => ExampleEnvironment,
): Diagnostic[] {
  const shipped = loadMappings(files.filter(({ path }) => !inSite({ file: path })));
  if (shipped.diagnostics.length > 0) return shipped.diagnostics;
  const environment = environmentOf(loaded.table);
  const own = loaded.examples.filter(inSite);
  return [
    ...runExamples(shipped.table, shipped.examples, shipped.places, environmentOf(shipped.table)),
    ...runExamples(loaded.table, own, loaded.places, environment),
    ...loaded.table.sources.flatMap((source) => {
      const shared = files.find(({ path }) => new RegExp(`(^|/)${source.source}/site/_shared\\.ya?ml$`).test(path));
      const theirs = loaded.examples.filter((each) => each.source === source.source && !inSite(each));
      return shared === undefined ? [] : checkTogether(source, theirs, shared.path, environment);
    }),
  ];
}

/** The shipped rules with the shared values of the site. Faults belong to its file, since the shipped tables have none. */
function checkTogether(
  source: SourceTable,
  examples: readonly Example[],
  file: string,
  environment: ExampleEnvironment,
): Diagnostic[] {
  const engine = createEngine(source);
  const faults = new Faults();
  const place = { file, line: 1, column: 1, length: 1 };
  // Rules that name another actor than the shared one give events whatever the site says of learners.
  const sharing = new Set(
    source.rules.flatMap(({ rule, then }) =>
      then.kind === 'emit' && then.events.some(({ own }) => !own.includes('actor')) ? [rule] : [],
    ),
  );
  const expected = examples.filter(({ rule, expectation }) => sharing.has(rule) && expectation.kind === 'expect');
  let reason = '';
  let emitted = 0;
  for (const example of expected) {
    const outcome = engine.translate(example.recordName, example.given, mappingEnvironment(environment));
    if (outcome.kind === 'skipped') reason ||= `: ${outcome.reason}`;
    else if (outcome.kind === 'failed') reason ||= `: ${outcome.failure.message}`;
    if (outcome.kind !== 'emitted') continue;
    emitted += 1;
    for (const finding of outcome.events.flatMap((event) => environment.inspect(event, example))) {
      faults.add(
        place,
        'EXAMPLE_INVALID',
        `with this file rule ${example.rule} gives an event that is not valid: ${finding}`,
      );
    }
  }
  if (expected.length > 0 && emitted === 0) {
    const hint = 'put the fields that your records have, and the examples lack, under given';
    faults.add(place, 'NO_EVENT_LEFT', `with this file no example of the shipped rules gives an event${reason}`, hint);
  }
  return faults.diagnostics;
}
