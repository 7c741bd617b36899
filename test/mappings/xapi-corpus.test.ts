import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import { isObject } from '../../src/ingest/json.ts';
import { readStatement, readStatements, type StatementReading } from '../../src/ingest/xapi/statement.ts';
import type { TranslatedEvent } from '../../src/pipeline/outcome.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { loadShipped } from './shipped.ts';

const secret = new TextEncoder().encode('a secret that is only for this test');
const translators = createTranslators(loadShipped().table, { secret, freeText: true });

const outcomeOf = (reading: StatementReading, lms: string) =>
  reading.ok ? translators(lms).translate(reading.record) : ({ kind: 'rejected', message: reading.message } as const);

const faultsOf = ({ value }: TranslatedEvent): string[] => [
  ...validateEvent(value, 'v1p2').map(({ path, code }) => `${path} ${code}`),
  ...(officialSchemaFaults(value, 'v1p2') ?? (corpusPresent ? ['no official schema for this type'] : [])),
];

describe('the statements of the demo', () => {
  const lms = 'https://learn.demo-u.example';
  const text = readFileSync(join(import.meta.dirname, '../../examples/statements.json'), 'utf8');
  // Parsed JSON, and the file is a list.
  const statements = JSON.parse(text) as unknown[];
  const readings = readStatements(statements, { source: 'demo', lms, received: '2026-03-02T12:00:00.000Z' });
  const outcomes = readings.map((reading) => outcomeOf(reading, lms));
  const events = outcomes.flatMap((outcome) => (outcome.kind === 'emitted' ? outcome.events : []));

  it('become these events', () => {
    const shown = events.map(({ value }) => {
      const target = isObject(value['target']) ? value['target']['currentTime'] : undefined;
      return [value['type'], value['action'], target, value['eventTime']];
    });
    expect(shown).toEqual([
      ['ResourceManagementEvent', 'Retrieved', undefined, '2026-03-02T10:00:00.120Z'],
      ['MediaEvent', 'Started', 'PT0S', '2026-03-02T10:00:04.500Z'],
      ['MediaEvent', 'Paused', 'PT1M', '2026-03-02T10:01:04.500Z'],
      ['MediaEvent', 'JumpedTo', 'PT1M', '2026-03-02T10:01:10.000Z'],
      ['MediaEvent', 'Resumed', 'PT30.5S', '2026-03-02T10:01:12.250Z'],
      ['MediaEvent', 'ChangedSpeed', 'PT38.25S', '2026-03-02T10:01:20.000Z'],
      ['MediaEvent', 'EnteredFullScreen', 'PT38.25S', '2026-03-02T10:01:20.000Z'],
      ['MediaEvent', 'Ended', 'PT3M50S', '2026-03-02T10:03:30.000Z'],
      ['MediaEvent', 'Ended', 'PT4M', '2026-03-02T10:03:37.000Z'],
      ['MediaEvent', 'Started', 'PT0.033S', '2026-03-02T09:00:05.039Z'],
      ['MediaEvent', 'EnabledClosedCaptioning', 'PT21.134S', '2026-03-02T11:12:01.963Z'],
      ['MediaEvent', 'ChangedSpeed', 'PT29.2S', '2026-03-02T11:12:09.100Z'],
      ['MediaEvent', 'Ended', 'PT3M14S', '2026-03-02T11:14:41.543Z'],
    ]);
  });

  it('are all translated, and all checkers accept what comes out', () => {
    expect(outcomes.map(({ kind }) => kind)).toEqual(statements.map(() => 'emitted'));
    expect(events.flatMap(faultsOf)).toEqual([]);
  });

  it('name nobody', () => {
    const out = events.map((event) => event.text).join('\n');
    const persons = ['teo', 'Invented', '@example.edu', '/5001', 'a1a1a1a1', '5e1f0d3c', '7d1c0f52', 'ExampleBrowser'];
    expect(persons.filter((value) => out.includes(value))).toEqual([]);
  });

  it('speak of the same learner, session and video as the tracking log of the same act', () => {
    const log = readFileSync(join(import.meta.dirname, '../../examples/tracking.log'), 'utf8');
    const played = readRecords(log, 1000).flatMap((entry) => {
      const outcome =
        entry.ok && entry.record.name === 'play_video' ? translators(lms).translate(entry.record) : undefined;
      return outcome?.kind === 'emitted' ? outcome.events : [];
    });
    const twin = events[9]?.value ?? {};
    const [same] = played.filter(({ value }) => value['eventTime'] === twin['eventTime']).map(({ value }) => value);
    // The id is that of the record, and each source knows the position to another fraction.
    const act = (event: Record<string, unknown>) => ({
      ...event,
      id: undefined,
      target: undefined,
      object: isObject(event['object']) ? event['object']['id'] : undefined,
    });
    expect(same).toBeDefined();
    expect(act(twin)).toEqual(act(same ?? {}));
  });
});

describe.skipIf(!corpusPresent)('statements of other projects', () => {
  const lms = 'http://localhost:18000';
  const options = { source: 'corpus', lms, received: '2026-03-02T12:00:00.000Z' };
  const files = corpusFiles('xapi')
    .filter(({ name }) => name.endsWith('.json'))
    .map(({ name, text }) => [name, statementsIn(JSON.parse(text))] as const);

  it('about videos, as routers of Open edX write them, are all translated', () => {
    const videos = files.flatMap(([, statements]) => statements.filter(isAboutVideo));
    expect(videos.length).toBeGreaterThanOrEqual(7);
    const outcomes = videos.map((statement) => outcomeOf(readStatement(statement, options), lms));
    expect(outcomes.map(({ kind }) => kind)).toEqual(videos.map(() => 'emitted'));
  });

  it.each(files)('%s fails in no rule, and what comes out is Caliper and names nobody', (_name, statements) => {
    for (const statement of statements) {
      const outcome = outcomeOf(readStatement(statement, options), lms);
      expect(outcome.kind === 'failed' ? outcome : undefined).toBeUndefined();
      const events = outcome.kind === 'emitted' ? outcome.events : [];
      expect(events.flatMap(faultsOf)).toEqual([]);
      const identifiers = isObject(statement) ? agentValues(statement['actor']) : [];
      expect(identifiers.filter((value) => events.some(({ text }) => text.includes(value)))).toEqual([]);
    }
  });
});

/** Statements, also within documents of other kinds. */
function statementsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isObject(value)) return [];
  return isObject(value['verb']) ? [value] : Object.values(value).flatMap(statementsIn);
}

function isAboutVideo(statement: unknown): boolean {
  const object = isObject(statement) && isObject(statement['object']) ? statement['object'] : {};
  return (
    isObject(object['definition']) && object['definition']['type'] === 'https://w3id.org/xapi/video/activity-type/video'
  );
}

/** What identifies or names an agent; home pages are the site's own address in some of them. */
function agentValues(agent: unknown): string[] {
  if (!isObject(agent)) return [];
  const account = isObject(agent['account']) ? agent['account']['name'] : undefined;
  return [agent['name'], agent['mbox'], agent['mbox_sha1sum'], agent['openid'], account].filter(
    (value): value is string => typeof value === 'string' && value.length > 3,
  );
}
