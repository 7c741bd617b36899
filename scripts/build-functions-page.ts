import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionsPage } from './functions-page.ts';

/** Writes docs/05-functions.md from the registry of functions. `--check` only says whether it is up to date (exit 1). */
const path = join(import.meta.dirname, '../docs/05-functions.md');
const page = functionsPage();
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== page) {
    console.error('docs/05-functions.md is out of date: run npm run docs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, page);
}
