import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionsPage } from './functions-page.ts';

/** Writes docs/05-functions.md from the registry of functions. */
writeFileSync(join(import.meta.dirname, '../docs/05-functions.md'), functionsPage());
