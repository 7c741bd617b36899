import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withPrivacyTable } from './privacy-table.ts';

/** Writes the closed fields into docs/06-privacy.md. `--check` only says whether it is up to date (exit 1). */
const path = join(import.meta.dirname, '../docs/06-privacy.md');
const page = readFileSync(path, 'utf8');
const fresh = withPrivacyTable(page);
if (process.argv.includes('--check')) {
  if (page !== fresh) {
    console.error('docs/06-privacy.md is out of date: run npm run docs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, fresh);
}
