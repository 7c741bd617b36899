import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withScaleTable } from './bench/scale.ts';

// `npm run docs`: writes the table of docs/27-scale.md.

const path = join(import.meta.dirname, '../docs/27-scale.md');
await writeFile(path, withScaleTable(await readFile(path, 'utf8')));
