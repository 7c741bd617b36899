import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { toV1p1 } from '../../src/caliper/versions.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import type { Example } from '../../src/mapping/language/read-examples.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { oddValues, pathsOf, replaced } from './mutations.ts';
import { recordOf, shippedExamples, translate } from './shipped-events.ts';

/** Fields without which nothing can be said; where they are destroyed, a record may fail. */
const essential = [
  'time',
  'timestamp',
  'actor',
  'object.id',
  'context.course_id',
  'context.contextActivities',
  'context.module.usage_key',
  'event.id',
  'event.block_id',
  'event.bumper_id',
  'event.hint_index',
  'event.host_component_id',
  'event.module_id',
  'event.problem_id',
  'event.problem_part_id',
];

const isEssential = (path: string): boolean =>
  essential.some((each) => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`));

/** The changed record as the adapter would have it; undefined where it is turned away before any rule sees it. */
function recordWith(example: Example, given: JsonObject): SourceRecord | undefined {
  if (example.source === 'xapi') return recordOf(example, given);
  const entry = normaliseTrackingLog(given);
  return entry.ok ? entry.record : undefined;
}

const told = (outcome: RecordOutcome): string =>
  outcome.kind === 'failed' ? `${outcome.rule.rule} ${outcome.code} ${outcome.message}` : outcome.kind;

describe('an odd value in place of a field', { timeout: 60_000 }, () => {
  const files = [...Map.groupBy(shippedExamples, ({ file }) => file)];

  it.each(files)('breaks no rule of %s', (_file, examples) => {
    const broken = new Set<string>();
    for (const example of examples) {
      if (translate(recordOf(example)).kind === 'failed') continue;
      // The reader gives each statement an id.
      const paths = pathsOf(example.given).filter(([field]) => example.source === 'openedx' || field !== 'id');
      for (const path of paths) {
        for (const value of oddValues) {
          const record = recordWith(example, replaced(example.given, path, value));
          const outcome = record === undefined ? undefined : translate(record);
          if (outcome?.kind !== 'failed') continue;
          if (outcome.code === 'MISSING_REQUIRED' && isEssential(path.join('.'))) continue;
          broken.add(`${path.join('.')} ${value === undefined ? 'absent' : JSON.stringify(value)}: ${told(outcome)}`);
        }
      }
    }
    expect([...broken]).toEqual([]);
  });
});

// The official schemas are compiled at their first use.
describe('several odd values', { timeout: 60_000 }, () => {
  const change = fc.record({ at: fc.nat(), value: fc.constantFrom(...oddValues) });
  // One value in the place of a person and in another is what the last guard is for.
  const selector = ({ value }: { value: unknown }): unknown => JSON.stringify(value);
  const changes = fc.uniqueArray(change, { minLength: 1, maxLength: 4, selector });

  it('give events that all checkers accept, or none', () => {
    const property = fc.property(fc.constantFrom(...shippedExamples), changes, (example, chosen) => {
      const given = chosen.reduce((record, { at, value }) => {
        const paths = pathsOf(record);
        return replaced(record, paths[at % paths.length] ?? [], value);
      }, example.given);
      const record = recordWith(example, given);
      const outcome = record === undefined ? undefined : translate(record, true);
      if (outcome?.kind === 'failed') expect(told(outcome)).toContain(' MISSING_REQUIRED ');
      if (outcome?.kind === 'emitted') expect(outcome.events.flatMap(({ value }) => faultsOf(value))).toEqual([]);
    });
    fc.assert(property, { seed: 20260302, numRuns: 1000 });
  });
});

function faultsOf(event: JsonObject): string[] {
  const older = toV1p1(event);
  return [
    ...validateEvent(event, 'v1p2').map(({ path, code }) => `${path} ${code}`),
    ...(officialSchemaFaults(event, 'v1p2') ?? []),
    ...(older.ok ? validateEvent(older.event, 'v1p1').map(({ path, code }) => `1.1: ${path} ${code}`) : []),
    ...((older.ok ? officialSchemaFaults(older.event, 'v1p1') : []) ?? []).map((fault) => `1.1: ${fault}`),
  ];
}
