import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformingText } from '../../src/caliper/conforming-text.ts';
import { createEngine, type Engine } from '../../src/mapping/engine.ts';
import type { MappingEnvironment } from '../../src/mapping/outcome.ts';
import type { JsonObject, SourceKind } from '../../src/mapping/table.ts';
import { uuidOf } from '../../src/privacy/uuid.ts';
import { oddValues, pathsOf, replaced } from './mutations.ts';
import { loadShipped } from './shipped.ts';

const { table, examples: shippedExamples } = loadShipped();
const engines = new Map<SourceKind, Engine>(table.sources.map((source) => [source.source, createEngine(source)]));

const environment = (lms: string, freeText: boolean): MappingEnvironment => ({
  lms,
  freeText,
  pseudonym: (scope, value) => uuidOf(new TextEncoder().encode(`${scope}${value}0123456789abcdef`).slice(-16), 8),
  eventId: (rule, index) =>
    `urn:uuid:${uuidOf(new TextEncoder().encode(`${index}${rule}0123456789abcdef`).slice(0, 16), 5)}`,
});

/** By objects, each checked and serialised: the outcome, with the text or the fault of each event. */
function byObjects(engine: Engine, name: string, fields: JsonObject, given: MappingEnvironment): unknown {
  const outcome = engine.translate(name, fields, given);
  return outcome.kind === 'emitted' ? { ...outcome, events: outcome.events.map(conformingText) } : outcome;
}

/** By text, where that is sure; and how many events were. */
function byText(engine: Engine, name: string, fields: JsonObject, given: MappingEnvironment): [unknown, number] {
  const outcome = engine.write(name, fields, given);
  if (outcome.kind !== 'emitted') return [outcome, 0];
  const events = outcome.events.map(({ text, value }) =>
    text === undefined ? conformingText(value) : { ok: true, text },
  );
  return [{ ...outcome, events }, outcome.events.filter(({ text }) => text !== undefined).length];
}

describe('an event that is written as text', () => {
  it('is what its object gives, for all examples, and none of them needs the object', () => {
    for (const { source, recordName, given } of shippedExamples) {
      const engine = engines.get(source);
      if (engine === undefined) throw new Error(`there is no table of ${source}`);
      const of = environment('https://lms.example.edu', false);
      const [outcome, texts] = byText(engine, recordName, given, of);
      expect(outcome).toEqual(byObjects(engine, recordName, given, of));
      const made = engine.write(recordName, given, of);
      expect(texts).toBe(made.kind === 'emitted' ? made.events.length : 0);
    }
  });

  it('is what its object gives, or left to the object, whatever stands in the record', { timeout: 60_000 }, () => {
    const change = fc.record({ at: fc.nat(), value: fc.constantFrom(...oddValues) });
    const property = fc.property(
      fc.constantFrom(...shippedExamples),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('https://lms.example.edu', 'http://localhost:8000/é', 'no iri', 'urn:"'),
      fc.boolean(),
      ({ source, recordName, given }, changes, lms, freeText) => {
        const engine = engines.get(source);
        if (engine === undefined) throw new Error(`there is no table of ${source}`);
        const fields = changes.reduce((record, { at, value }) => {
          const paths = pathsOf(record);
          return replaced(record, paths[at % paths.length] ?? [], value);
        }, given);
        const of = environment(lms, freeText);
        expect(byText(engine, recordName, fields, of)[0]).toEqual(byObjects(engine, recordName, fields, of));
      },
    );
    fc.assert(property, { numRuns: 4000 });
  });
});
