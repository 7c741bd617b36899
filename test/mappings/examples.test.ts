import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { checkConformance } from '../../src/mapping/check-conformance.ts';
import { checkPrivacy } from '../../src/mapping/check-privacy.ts';
import type { Diagnostic } from '../../src/mapping/diagnostic.ts';
import type { Example } from '../../src/mapping/language/read-examples.ts';
import { runExamples } from '../../src/mapping/language/run-examples.ts';
import type { MappingTable } from '../../src/mapping/table.ts';
import { closedFields } from '../../src/privacy/person-fields.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { loadShipped } from './shipped.ts';

const loaded = loadShipped();
const pseudonym = createPseudonyms(new TextEncoder().encode('the secret of the examples, which is none'));

describe('the shipped mapping tables', () => {
  it('have no faults', () => {
    expect(told(loaded.diagnostics)).toEqual([]);
  });

  it.each(loaded.table.sources.map((source) => [source.source, source] as const))(
    'of %s can emit nothing but Caliper, and nothing of a person',
    (_name, source) => {
      expect(told(checkConformance(source, loaded.locations))).toEqual([]);
      expect(told(checkPrivacy(source, closedFields[source.source], loaded.locations))).toEqual([]);
    },
  );
});

function told(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`);
}

for (const [file, examples] of Map.groupBy(loaded.examples, (example) => example.file)) {
  describe(file, () => {
    it.each(examples.map((example): [string, Example] => [`${example.rule}: ${example.name}`, example]))(
      '%s',
      (_name, example) => {
        const faults = runExamples(rulesThatMayTake(example), [example], loaded.places, {
          pseudonym,
          inspect: (event) =>
            validateEvent(event, 'v1p2').map(({ path, code, message }) => `${path} ${code} ${message}`),
        });
        expect(faults.map(({ line, message }) => `line ${line}: ${message}`)).toEqual([]);
      },
    );
  });
}

/** Compiling all the rules for each example would take most of the time. */
function rulesThatMayTake(example: Example): MappingTable {
  const { name } = example.given;
  return {
    ...loaded.table,
    sources: loaded.table.sources.map((source) => ({
      ...source,
      rules: source.rules.filter((rule) => rule.names.some((each) => each === name) || rule.globs.length > 0),
    })),
  };
}
