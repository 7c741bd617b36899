import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../shared/corpus');

/** True where the corpora of other projects lie beside this one. They are never part of it. */
export const corpusPresent = existsSync(root);

if (!corpusPresent) console.warn(`SKIPPED: tests that read ${root}, which is not here`);

/** All files below a folder of the corpus, by path relative to it, sorted. Empty where the corpus is absent. */
export function corpusFiles(folder: string): { name: string; text: string }[] {
  if (!corpusPresent) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }));
}
