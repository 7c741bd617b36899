import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names of logs and of exports, also after they were rotated and packed: `tracking.log`, `tracking.log.1`,
 * `tracking.log-20260504.gz`, `statements.ndjson`.
 */
const records = /\.(?:log|json|jsonl|ndjson)(?:[-.][\w-]+)*$/i;

/**
 * The files with records below a folder, sorted by path, numbers by their value. Files and folders whose names begin with a dot
 * are passed over.
 */
export async function folderFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const open = [folder];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const inner = join(path, entry.name);
      if (entry.isDirectory()) open.push(inner);
      else if (records.test(entry.name) && (await isFile(inner))) found.push(inner);
    }
  }
  const byPath = new Intl.Collator('en', { numeric: true });
  return found.sort((a, b) => byPath.compare(a, b));
}

/** Links to files count, links to nowhere do not. */
async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
