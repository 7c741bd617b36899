import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadMappings } from '../../src/mapping/language/load.ts';
import type { Loaded } from '../../src/mapping/language/load.ts';
import type { MappingFile } from '../../src/mapping/language/source-text.ts';

const root = join(import.meta.dirname, '../..');

/** What the mapping files of the project say, an operator's own in `site/` left out. */
export function loadShipped(): Loaded {
  return loadMappings(shippedFiles());
}

/** The mapping files of the project, an operator's own in `site/` left out. */
export function shippedFiles(): MappingFile[] {
  return readdirSync(join(root, 'mappings'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    .filter(({ path }) => !path.includes('/site/'));
}
