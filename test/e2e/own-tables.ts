import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFiles, readMappingFiles } from '../../src/cli/mapping-project.ts';
import { renderTableModule } from '../../src/mapping/language/table-module.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Makes the adapter whose `wrangler.json` is in `folder` run with more mapping files, from its next start on: a copy of the Worker is
 * put there, with tables that are built of the shipped files and these.
 *
 * @param files mapping files by path, e.g. `mappings/openedx/site/acme.yaml`
 */
export async function useTables(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const own = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { table, diagnostics } = checkFiles([...(await readMappingFiles(root)), ...own]);
  if (diagnostics.length > 0) throw new Error(`the mapping files are wrong: ${diagnostics[0]?.message ?? ''}`);
  const copy = join(folder, 'adapter');
  await cp(join(root, 'src'), join(copy, 'src'), { recursive: true });
  await mkdir(join(copy, 'build'));
  await writeFile(join(copy, 'build/mappings.ts'), renderTableModule(table));
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const path = join(folder, 'wrangler.json');
  // What writeLocalConfig wrote.
  const config = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...config, main: join(copy, 'src/worker.ts') }));
}
