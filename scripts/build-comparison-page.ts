import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, readMappingFiles } from '../src/cli/mapping-project.ts';
import { comparisonPage } from '../src/coverage/comparison-page.ts';
import { coverageOf } from '../src/coverage/coverage.ts';
import { knownOpenedxNames } from '../src/coverage/known-openedx-names.ts';
import { loadMappings } from '../src/mapping/language/load.ts';

/** Writes docs/13-comparison.md from the shipped tables. `--check` only says whether it is up to date (exit 1). */
const path = join(projectRoot, 'docs/13-comparison.md');
const shipped = (await readMappingFiles(projectRoot)).filter((file) => !file.path.includes('/site/'));
const { table } = loadMappings(shipped);
const page = comparisonPage(coverageOf(table, { openedx: knownOpenedxNames }));
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== page) {
    console.error('docs/13-comparison.md is out of date: run npm run docs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, page);
}
