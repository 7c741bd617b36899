import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MappingFile } from '../mapping/language/source-text.ts';
import type { MappingTable } from '../mapping/table.ts';
import { UsageError } from './command.ts';
import { projectRoot, readMappingFiles } from './mapping-files.ts';

let loading: Promise<MappingTable> | undefined;

/**
 * The tables as they are in the mapping files, read once. Lowering them takes most of a second: the result is kept in `build/`
 * under a hash of all that it depends on.
 *
 * @throws UsageError when there are faults in the files
 */
export function loadTables(): Promise<MappingTable> {
  loading ??= readTables();
  return loading;
}

interface Kept {
  key: string;
  table: MappingTable;
}

async function readTables(): Promise<MappingTable> {
  const files = await readMappingFiles(projectRoot);
  const key = await keyOf(files);
  const path = join(projectRoot, 'build/cli-tables.json');
  const kept = await readKept(path);
  if (kept?.key === key) return kept.table;

  const { loadMappings } = await import('../mapping/language/load.ts');
  const { table, diagnostics } = loadMappings(files);
  if (diagnostics.length > 0) {
    throw new UsageError('there are faults in the mapping files: see them with caliper check');
  }
  await keep(path, { key, table });
  return table;
}

async function readKept(path: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Kept; // only keep() writes it
  } catch {
    return undefined;
  }
}

/** Whole or not at all, since other commands may run at the same time; where it cannot be kept it is lowered the next time. */
async function keep(path: string, kept: Kept): Promise<void> {
  const own = `${path}.${process.pid}`;
  try {
    await mkdir(join(projectRoot, 'build'), { recursive: true });
    await writeFile(own, JSON.stringify(kept));
    await rename(own, path);
  } catch {
    // A project that may only be read is no fault.
  }
}

/** A hash of the mapping files and of the code that lowers them. */
async function keyOf(files: readonly MappingFile[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  const code = join(projectRoot, 'src/mapping');
  const entries = await readdir(code, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.sort().map((path) => readFile(path)));
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}
