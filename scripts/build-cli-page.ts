import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPage } from './cli-page.ts';

/** Writes docs/07-command-line.md from the help of the commands. */
writeFileSync(join(import.meta.dirname, '../docs/07-command-line.md'), cliPage());
