import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { summarise } from '../src/cli/check.ts';
import { checkFiles, projectRoot, readMappingFiles } from '../src/cli/mapping-project.ts';
import { renderDiagnostics } from '../src/mapping/diagnostics.ts';
import { renderTableModule } from '../src/mapping/language/table-module.ts';

// What `npm run build` and wrangler's [build] do: mappings/**/*.yaml → build/mappings.ts and build/examples.json.

const files = await readMappingFiles(projectRoot);
const { table, examples, diagnostics } = checkFiles(files);
if (diagnostics.length > 0) {
  console.error(renderDiagnostics(diagnostics, files));
  console.error(`\nThe mappings are not built: ${diagnostics.length} faults.`);
  process.exitCode = 1;
} else {
  await writeChanged('build/mappings.ts', renderTableModule(table));
  await writeChanged('build/examples.json', `${JSON.stringify(examples)}\n`);
  const rules = new Set(table.sources.flatMap(({ source, rules }) => rules.map(({ rule }) => `${source}/${rule}`)))
    .size;
  console.log(`Mappings: ${summarise({ files: files.length, rules, examples: examples.length })}.`);
}

/** Leaves a file that is up to date alone: a watcher would otherwise build without end. */
async function writeChanged(path: string, text: string): Promise<void> {
  const target = join(projectRoot, path);
  const before = await readFile(target, 'utf8').catch(() => undefined);
  if (before === text) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}
