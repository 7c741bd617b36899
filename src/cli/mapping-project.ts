import { serialise } from '../caliper/serialise.ts';
import { validateEvent } from '../caliper/validate.ts';
import { checkMappings } from '../mapping/language/check.ts';
import type { Checked } from '../mapping/language/check.ts';
import type { ExampleEnvironment } from '../mapping/language/run-examples.ts';
import { EXAMPLE_LMS } from '../mapping/language/run-examples.ts';
import type { MappingFile } from '../mapping/language/source-text.ts';
import type { MappingTable } from '../mapping/table.ts';
import { constantWords, findLeak, personValues } from '../privacy/guard.ts';
import { closedFields } from '../privacy/person-fields.ts';
import { createPseudonyms } from '../privacy/pseudonym.ts';

export { projectRoot, readMappingFiles } from './mapping-files.ts';

/** The secret of pseudonyms in examples: public, so that examples can name them. */
const EXAMPLE_SECRET = 'the secret of all examples, 32 bytes or more';

/** Checks mapping files as the build does: with the real validator, the last guard and the closed fields. */
export function checkFiles(files: readonly MappingFile[]): Checked {
  return checkMappings(files, closedFields, exampleEnvironment);
}

/** What examples run with: real pseudonyms, Caliper's validator, and the guard that no person value goes out. */
export function exampleEnvironment(table: MappingTable): ExampleEnvironment {
  const harmless = new Map(table.sources.map((source) => [source.source, constantWords(source)]));
  return {
    pseudonym: createPseudonyms(new TextEncoder().encode(EXAMPLE_SECRET)),
    inspect(event, { source, recordName, given }) {
      const faults = validateEvent(event, 'v1p2').map(({ path, code, message }) => `${path} ${code} ${message}`);
      const record = { source, name: recordName, fields: given, seed: '' };
      const leak = findLeak(personValues(record), serialise(event), harmless.get(source) ?? new Set(), EXAMPLE_LMS);
      return leak === undefined ? faults : [...faults, `the event holds the value of ${leak.field}`];
    },
  };
}
