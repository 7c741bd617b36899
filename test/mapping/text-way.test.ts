import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformingText } from '../../src/caliper/conforming-text.ts';
import { createEngine, type Engine } from '../../src/mapping/engine.ts';
import type { CaliperObject, MappingEnvironment, MappingOutcome } from '../../src/mapping/outcome.ts';
import type { JsonObject, SourceTable } from '../../src/mapping/table.ts';
import { scalars, tables } from './random-tables.ts';

/** Roots of IRIs; settings are checked, but the engine must not rely on it. */
const roots = ['https://lms.example.edu', 'https://other.example.org:8443/sub', 'http:', 'no iri', 'https://a"b', ''];

const value = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...scalars) }, fc.array(fc.constantFrom(...scalars)));
const inner = fc.dictionary(fc.constantFrom('x', 'id', 'constructor'), value);

const records = fc.record(
  {
    t: fc.constantFrom('2026-03-02T09:30:15.123456+00:00', '2026-03-02T23:30:15Z', 'no time'),
    a: fc.constantFrom('c1', 'c2', 'é', '\ud800', 3),
    b: value,
    o: fc.oneof(value, fc.record({ x: value, o: fc.oneof(value, inner) }, { requiredKeys: [] })),
    l: fc.oneof(value, fc.array(fc.oneof(value, inner), { maxLength: 3 })),
  },
  { requiredKeys: ['t', 'a'] },
);

function environment(lms: string): MappingEnvironment {
  return {
    lms,
    freeText: false,
    pseudonym: (scope, value) => `00000000-0000-8000-8000-${`${scope.length}${value.length}`.padStart(12, '0')}`,
    eventId: (rule, index) => `urn:uuid:00000000-0000-5000-8000-${`${rule.length}${index}`.padStart(12, '0')}`,
  };
}

/** What is stored of an event, or the code of why it is not. */
function stored(event: CaliperObject): string {
  const written = conformingText(event);
  return written.ok ? written.text : `${written.fault.code} ${written.fault.path}`;
}

function textsOf<Event>(outcome: MappingOutcome<Event>, text: (event: Event) => string): unknown {
  return outcome.kind === 'emitted' ? outcome.events.map(text) : outcome;
}

/** By text where that is sure, as the pipeline does. */
function short(engine: Engine, name: string, fields: JsonObject, lms: string): unknown {
  return textsOf(engine.write(name, fields, environment(lms)), (event) => event.text ?? stored(event.value));
}

/** By an object, the validator and the serialiser, in an engine that has seen no other record. */
function long(table: SourceTable, name: string, fields: JsonObject, lms: string): unknown {
  return textsOf(createEngine(table).translate(name, fields, environment(lms)), stored);
}

describe('an event that is written as text', () => {
  it('is what the object gives, checked and serialised, whatever table, record and root of IRIs, and whatever came before', () => {
    let asText = 0;
    const inputs = fc.array(fc.tuple(fc.constantFrom('n', 'm'), records, fc.constantFrom(...roots)), {
      minLength: 6,
      maxLength: 12,
    });
    fc.assert(
      fc.property(tables, inputs, (table, given) => {
        const engine = createEngine(table);
        for (const [name, fields, lms] of given) {
          const before = JSON.stringify(fields);
          expect(short(engine, name, fields, lms)).toEqual(long(table, name, fields, lms));
          expect(JSON.stringify(fields)).toBe(before);
          const outcome = engine.write(name, fields, environment(lms));
          if (outcome.kind === 'emitted') asText += outcome.events.filter(({ text }) => text !== undefined).length;
        }
      }),
      { numRuns: 400 },
    );
    expect(asText).toBeGreaterThan(100);
  });
});
