import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { toV1p1 } from '../../src/caliper/versions.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import type { CaliperObject } from '../../src/mapping/outcome.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { loadShipped } from './shipped.ts';

const { table } = loadShipped();
const secret = new TextEncoder().encode('a secret that is only for this test');
const closed = createTranslators(table, { secret, freeText: false })('https://lms.example.edu');
const open = createTranslators(table, { secret, freeText: true })('https://lms.example.edu');

// The official schemas are compiled at their first use.
describe.skipIf(!corpusPresent)('tracking events of other projects', { timeout: 60_000 }, () => {
  const files = corpusFiles('tracking').map(({ name, text }) => ({ name, records: recordsIn(text) }));

  it('are read', () => {
    expect(files.flatMap(({ records }) => records).length).toBeGreaterThan(200);
  });

  it.each(files.map(({ name, records }) => [name, records] as const))('%s fails in no rule', (_name, records) => {
    // Some files quote a record without its time, and nothing can be made of that.
    const whole = records.filter(({ fields }) => fields['time'] !== undefined);
    const outcomes = whole.flatMap((record) => [closed, open].map((each) => each.translate(record)));
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
  });

  it.each(files.map(({ name, records }) => [name, records] as const))(
    '%s becomes events that all checkers accept',
    (_name, records) => {
      const events = records.flatMap((record) => eventsOf(open.translate(record)));
      const faults = events.flatMap(({ value }) => [
        ...validateEvent(value, 'v1p2').map(({ path, code }) => `${path} ${code}`),
        ...(officialSchemaFaults(value, 'v1p2') ?? ['no official schema for this type']),
      ]);
      expect(faults).toEqual([]);
    },
  );

  it.each(files.map(({ name, records }) => [name, records] as const))(
    '%s becomes events that a destination of Caliper 1.1 accepts, or that it does not get',
    (_name, records) => {
      const events = records.flatMap((record) => eventsOf(open.translate(record)));
      expect(events.flatMap(({ value }) => faultsInV1p1(value))).toEqual([]);
    },
  );

  it('are all known to some rule', () => {
    const records = files.flatMap((file) => file.records);
    const unmapped = records.filter((record) => closed.translate(record).kind === 'unmapped');
    expect(unmapped.map(({ name }) => name)).toEqual([]);
  });

  it('have a form in Caliper 1.1, but for a few', () => {
    const events = files.flatMap(({ records }) => records.flatMap((record) => eventsOf(open.translate(record))));
    const lost = events.filter(({ value }) => !toV1p1(value).ok).length;
    expect(lost / events.length).toBeLessThan(0.02);
  });
});

function faultsInV1p1(event: CaliperObject): string[] {
  const outcome = toV1p1(event);
  if (!outcome.ok) return [];
  return [
    ...validateEvent(outcome.event, 'v1p1').map(({ path, code }) => `${path} ${code}`),
    ...(officialSchemaFaults(outcome.event, 'v1p1') ?? ['no official schema for this type']),
  ];
}

function eventsOf(outcome: RecordOutcome): { value: CaliperObject }[] {
  return outcome.kind === 'emitted' ? outcome.events : [];
}

/** Some files hold several records, or records within documents of other kinds. */
function recordsIn(text: string): SourceRecord[] {
  const whole = parse(text);
  const values = whole === undefined ? undefined : trackingEvents(whole).map((value) => JSON.stringify(value));
  const entries = (values ?? [text]).flatMap((each) => readRecords(each, 10_000));
  return entries.flatMap((entry) => (entry.ok ? [entry.record] : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function trackingEvents(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(trackingEvents);
  if (typeof value !== 'object' || value === null) return [];
  const named = 'name' in value || 'event_type' in value;
  return named && ('context' in value || 'event' in value || 'data' in value)
    ? [value]
    : Object.values(value).flatMap(trackingEvents);
}
