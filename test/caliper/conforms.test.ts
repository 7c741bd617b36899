import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Walker } from '../../src/caliper/check.ts';
import { conformingText } from '../../src/caliper/conforming-text.ts';
import { conformity } from '../../src/caliper/conforms.ts';
import { serialise } from '../../src/caliper/serialise.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import type { Json } from '../../src/mapping/table.ts';
import { exampleEvents } from '../mappings/shipped-events.ts';

const events = exampleEvents(true).map(({ event }) => event.value);

/** What the walk of the validator has against an event, however the first look found it. */
function faultsOf(event: CaliperObject): unknown[] {
  const walker = new Walker('v1p2');
  walker.event(event);
  return walker.faults;
}

/** All places in a document, as functions that put something else there. */
function places(value: Json): ((put: (parent: Record<string, Json>, key: string) => void) => void)[] {
  if (typeof value !== 'object' || value === null) return [];
  // Arrays are written by their positions.
  const parent = value as Record<string, Json>;
  return Object.keys(parent).flatMap((key) => [
    (put) => put(parent, key),
    ...(parent[key] === undefined ? [] : places(parent[key])),
  ]);
}

const strange: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(
    '',
    'Person',
    'VideoObject',
    'urn:x',
    'not an iri',
    'PT1S',
    '2026-02-30T00:00:00.000Z',
    'Learner',
  ),
  fc.constantFrom<Json[]>(0, 1, 1.5, -1, true, null, [], {}, ['Learner', 'Learner#GuestLearner'], ['urn:x'], [1]),
  fc.constantFrom<Json[]>({ id: 'urn:x', type: 'Person' }, { type: 'Person' }, { id: 'x', type: 'Thing' }),
  fc.constantFrom<Json[]>({ maxScore: 3 }, { '@context': 'x', id: 'urn:x', type: 'Person' }),
);

describe('the first look at an event', () => {
  it('is sure of every event of the examples, and writes it as the serialiser does', () => {
    for (const event of events) {
      expect(conformity(event)).not.toBe('unsure');
      expect(faultsOf(event)).toEqual([]);
      expect(conformingText(event)).toEqual({ ok: true, text: serialise(event) });
    }
  });

  it('never takes an event that the walk refuses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.nat(),
        strange,
        fc.constantFrom('replace', 'delete', 'add'),
        fc.constantFrom('score', 'name', 'isPartOf', 'extensions', 'roles', 'duration', '@context', 'other'),
        (event, at, value, act, name) => {
          const changed = structuredClone(event);
          const all = places(changed);
          all[at % all.length]?.((parent, key) => {
            if (act === 'replace') parent[key] = value;
            // As a record with that field missing would give it.
            else if (act === 'delete') Reflect.deleteProperty(parent, key);
            else parent[name] = value;
          });
          const [fault] = faultsOf(changed);
          if (fault === undefined) expect(conformingText(changed)).toEqual({ ok: true, text: serialise(changed) });
          else expect(conformingText(changed)).toEqual({ ok: false, fault });
        },
      ),
      { numRuns: 5000 },
    );
  });
});
