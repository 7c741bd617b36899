import { expect, test } from 'vitest';
import { readMappingFiles, projectRoot } from '../../src/cli/mapping-files.ts';
import { loadTables } from '../../src/cli/tables.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';

test('the tables that are kept are those of the mapping files', { timeout: 60_000 }, async () => {
  const { table } = loadMappings(await readMappingFiles(projectRoot));
  // As JSON: what is kept knows no properties that are undefined.
  expect(await loadTables()).toEqual(JSON.parse(JSON.stringify(table)));
});
