import { checkConformance } from '../check-conformance.ts';
import { checkPrivacy } from '../check-privacy.ts';
import type { ClosedFields } from '../closed-fields.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { MappingTable } from '../table.ts';
import { sortDiagnostics } from './faults.ts';
import { loadMappings } from './load.ts';
import type { Example } from './read-examples.ts';
import { runExamples } from './run-examples.ts';
import type { ExampleEnvironment } from './run-examples.ts';
import { runExamplesWithSite } from './run-site-examples.ts';
import { inSite } from './source-text.ts';
import type { MappingFile } from './source-text.ts';

/** What a check of the mapping files found. The table may be used when there are no diagnostics. */
export interface Checked {
  table: MappingTable;
  examples: Example[];
  /** Sorted by place, each once. */
  diagnostics: Diagnostic[];
}

/**
 * Everything that is checked when the tables are built: the language, conformance to Caliper, privacy, and, when all these are
 * without fault, the examples.
 *
 * @param files all `*.yaml` below `mappings/`
 */
export function checkMappings(
  files: readonly MappingFile[],
  closed: ClosedFields,
  environment: ExampleEnvironment | ((table: MappingTable) => ExampleEnvironment),
): Checked {
  const loaded = loadMappings(files);
  const { table, locations, examples, places, diagnostics } = loaded;
  const found = [
    ...diagnostics,
    ...table.sources.flatMap((source) => checkConformance(source, locations)),
    ...table.sources.flatMap((source) => checkPrivacy(source, closed[source.source], locations)),
  ];
  if (found.length === 0) {
    const environmentOf = typeof environment === 'function' ? environment : (): ExampleEnvironment => environment;
    const own = files.some(({ path }) => inSite({ file: path }));
    if (own) found.push(...runExamplesWithSite(files, loaded, environmentOf));
    else found.push(...runExamples(table, examples, places, environmentOf(table)));
  }
  return { table, examples, diagnostics: sortDiagnostics(found) };
}
