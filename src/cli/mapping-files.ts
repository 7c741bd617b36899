import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { MappingFile } from '../mapping/language/source-text.ts';

/** The project in which this file stands. */
export const projectRoot = join(import.meta.dirname, '../..');

/**
 * The mapping files below a folder, sorted by path.
 *
 * @param root the folder that holds `mappings`
 */
export async function readMappingFiles(root: string): Promise<MappingFile[]> {
  const entries = await readdir(join(root, 'mappings'), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}
