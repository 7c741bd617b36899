import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import type { Example } from '../../src/mapping/language/read-examples.ts';
import { runExamples } from '../../src/mapping/language/run-examples.ts';
import type { MappingTable } from '../../src/mapping/table.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { loadShipped } from './shipped.ts';

const loaded = loadShipped();
const pseudonym = createPseudonyms(new TextEncoder().encode('the secret of the examples, which is none'));

describe('the shipped mapping tables', () => {
  it('have no faults', () => {
    expect(loaded.diagnostics.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`)).toEqual([]);
  });
});

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
  const name = String(example.given['name']);
  return {
    ...loaded.table,
    sources: loaded.table.sources.map((source) => ({
      ...source,
      rules: source.rules.filter((rule) => rule.names.includes(name) || rule.globs.length > 0),
    })),
  };
}
