import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkConformance } from '../../../src/mapping/check-conformance.ts';
import { checkPrivacy } from '../../../src/mapping/check-privacy.ts';
import { renderDiagnostics } from '../../../src/mapping/diagnostics.ts';
import { sortDiagnostics } from '../../../src/mapping/language/faults.ts';
import { loadMappings } from '../../../src/mapping/language/load.ts';
import { closedFields } from '../../../src/privacy/person-fields.ts';

const root = join(import.meta.dirname, 'faulty');
const files = ['mappings/openedx/_shared.yaml', 'mappings/openedx/video.yaml'].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

it('both checks point at the words at fault in the files, and say what to do', () => {
  const { table, locations, diagnostics } = loadMappings(files);
  expect(diagnostics).toEqual([]);
  const found = table.sources.flatMap((source) => [
    ...checkConformance(source, locations),
    ...checkPrivacy(source, closedFields[source.source], locations),
  ]);
  const expected = readFileSync(join(root, 'expected.txt'), 'utf8');
  expect(`${renderDiagnostics(sortDiagnostics(found), files)}\n`).toBe(expected);
});
