import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { IngestEntry } from '../../src/ingest/record.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import type { JsonObject, MappingTable, ValueNode } from '../../src/mapping/table.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { asEmitted, asHybrid, asLogLine } from '../ingest/shapes.ts';
import { loadShipped } from '../mappings/shipped.ts';

const LMS = 'https://lms.example.edu';
const secret = new Uint8Array(32).fill(1);
const shipped = loadShipped().table;
const translator = createTranslators(shipped, { secret, freeText: false })(LMS);

function outcomeOf(entry: IngestEntry): RecordOutcome {
  if (!entry.ok) throw new Error(entry.rejection.code);
  return translator.translate(entry.record);
}

/** The bytes that would be stored. */
function texts(outcome: RecordOutcome): string[] {
  return outcome.kind === 'emitted' ? outcome.events.map(({ text }) => text) : [];
}

const payload = '{"id":"v1","code":"html5","currentTime":3.5,"duration":10}';

const pause: JsonObject = {
  username: 'river_tam',
  event_type: 'pause_video',
  name: 'pause_video',
  event_source: 'browser',
  session: '0123456789abcdef0123456789abcdef',
  ip: '192.0.2.7',
  agent: 'Mozilla/5.0',
  host: 'lms.example.edu',
  referer: 'https://lms.example.edu/courses/course-v1:DemoU+CE101+2026/',
  accept_language: 'en',
  page: 'https://lms.example.edu/courses/course-v1:DemoU+CE101+2026/courseware/a/b/?token=1',
  time: '2026-05-04T12:00:00.123456+00:00',
  event: payload,
  context: { course_id: 'course-v1:DemoU+CE101+2026', org_id: 'DemoU', path: '/event', user_id: 31 },
};

describe('the translator', () => {
  it('gives the same bytes for one act, whatever shape its record has', () => {
    const expected = texts(outcomeOf(normaliseTrackingLog(pause)));
    expect(expected).toHaveLength(1);
    const object = { ...pause, event: JSON.parse(payload) as JsonObject };
    for (const shape of [object, asEmitted(pause), asHybrid(asEmitted(pause)), asLogLine(asEmitted(pause))]) {
      expect(texts(outcomeOf(normaliseTrackingLog(shape)))).toEqual(expected);
    }
  });

  it('gives the same ids on a second run, and others under another secret', () => {
    const ids = (of: Uint8Array): unknown => {
      const entry = normaliseTrackingLog(pause);
      const outcome =
        entry.ok && createTranslators(shipped, { secret: of, freeText: false })(LMS).translate(entry.record);
      return outcome && outcome.kind === 'emitted'
        ? outcome.events.map(({ id, value }) => [id, value['actor']])
        : undefined;
    };
    expect(ids(secret)).toEqual(ids(new Uint8Array(32).fill(1)));
    expect(ids(secret)).not.toEqual(ids(new Uint8Array(32).fill(2)));
  });

  const text = (v: string): ValueNode => ({ k: 'const', v });
  const page = (name: ValueNode): ValueNode => {
    return {
      k: 'map',
      entity: true,
      fields: [
        ['id', text('urn:x')],
        ['type', text('WebPage')],
        ['name', name],
      ],
    };
  };

  function table(object: ValueNode): MappingTable {
    const actor: ValueNode = {
      k: 'map',
      entity: true,
      fields: [
        ['id', text('urn:y')],
        ['type', text('Person')],
      ],
    };
    const eventTime: ValueNode = { k: 'call', fn: 'isoInstant', input: { k: 'field', path: ['time'] }, args: [] };
    const fields: [string, ValueNode][] = [
      ['actor', actor],
      ['action', text('Viewed')],
      ['object', object],
      ['eventTime', eventTime],
    ];
    const events = [{ event: 'ViewEvent', line: 2, if: [], own: [], fields }];
    const then = { kind: 'emit', events } as const;
    const rule = {
      rule: 'view',
      file: 'mappings/openedx/a.yaml',
      line: 1,
      names: ['pause_video'],
      globs: [],
      when: [],
      lets: [],
      slots: 0,
    };
    return {
      version: 1,
      sources: [
        {
          source: 'openedx',
          lets: [],
          skipWhen: [],
          rules: [{ ...rule, then: { kind: then.kind, events: [...then.events] } }],
        },
      ],
    };
  }

  function judged(object: ValueNode): RecordOutcome {
    const entry = normaliseTrackingLog(pause);
    if (!entry.ok) throw new Error(entry.rejection.code);
    return createTranslators(table(object), { secret, freeText: false })(LMS).translate(entry.record);
  }

  it('fails an event that would name the person, and names the field but not the value', () => {
    expect(judged(page({ k: 'field', path: ['username'] }))).toEqual({
      kind: 'failed',
      rule: { rule: 'view', file: 'mappings/openedx/a.yaml', line: 1 },
      code: 'PERSON_LEAK',
      message: 'ViewEvent would hold the value of username: mend the rule so that it does not read it',
    });
  });

  it('fails an event that is not Caliper, and names the place but not the value', () => {
    expect(
      judged({
        k: 'map',
        entity: true,
        fields: [
          ['id', text('urn:x')],
          ['type', text('Webpage')],
        ],
      }),
    ).toMatchObject({
      kind: 'failed',
      code: 'NOT_CALIPER',
      message: 'ViewEvent $.object.type is not Caliper: UNKNOWN_ENTITY_TYPE',
    });
  });

  it('fails a record whose events no call to the outbox could carry', () => {
    const bytes = 8 * 1024 * 1024;
    expect(judged(page(text('x'.repeat(bytes / 2)))).kind).toBe('emitted');
    expect(judged(page(text('x'.repeat(bytes))))).toMatchObject({
      kind: 'failed',
      code: 'TOO_LARGE',
      message: `the events of the record have more than ${bytes} characters: see which of its fields is so long`,
    });
  });

  it('fails a record that names more people than any event does', () => {
    const named = (people: number): RecordOutcome => {
      const users = Array.from({ length: people }, (_, index) => ({ email: `jane${index}@example.org` }));
      const entry = normaliseTrackingLog({ name: 'pause_video', time: pause['time'], event: { users } });
      if (!entry.ok) throw new Error(entry.rejection.code);
      return createTranslators(table(page(text('A page'))), { secret, freeText: false })(LMS).translate(entry.record);
    };
    expect(named(1000).kind).toBe('emitted');
    expect(named(1001)).toMatchObject({
      kind: 'failed',
      code: 'TOO_MANY_PEOPLE',
      message: 'the record names more than 1000 people, more than can be looked for in its events',
    });
  });

  it('lets the same event through without the fault', () => {
    expect(judged(page(text('A page'))).kind).toBe('emitted');
  });
});

describe('the demo log', () => {
  it('holds nobody in any event', () => {
    const log = readFileSync(join(import.meta.dirname, '../../examples/tracking.log'), 'utf8');
    const entries = readRecords(log, 1000);
    const all = entries.flatMap((entry) => (entry.ok ? texts(translator.translate(entry.record)) : [])).join('\n');
    expect(all.length).toBeGreaterThan(10_000);
    const people = [...log.matchAll(/"(?:username|email|ip|session)": ?"([^"]+)"/g)].map(([, value]) => value ?? '');
    expect(people.length).toBeGreaterThan(30);
    expect(people.filter((value) => all.includes(value))).toEqual([]);
  });
});

describe.skipIf(!corpusPresent)('over the corpus of tracking events', () => {
  const records = corpusFiles('tracking').flatMap(({ name, text: whole }) => {
    const values: unknown[] = [];
    readRecords(whole, 10_000, (value) => {
      values.push(value);
      return normaliseTrackingLog(value);
    });
    return values.map((value) => ({ name, value }));
  });

  it('the same bytes come out in every shape, and none fails', () => {
    let emitted = 0;
    for (const { name, value } of records) {
      const entry = normaliseTrackingLog(value);
      if (!entry.ok) continue;
      const outcome = outcomeOf(entry);
      // Snippets of documentation have no time; no event can be made of them.
      const timeless = outcome.kind === 'failed' && entry.record.fields['time'] === undefined;
      if (!timeless) expect(outcome.kind, name).not.toBe('failed');
      const expected = texts(outcome);
      const given = value as JsonObject; // it was read as a record
      for (const shape of [asEmitted(given), asHybrid(asEmitted(given)), asLogLine(asEmitted(given))]) {
        expect(texts(outcomeOf(normaliseTrackingLog(shape))), name).toEqual(expected);
      }
      emitted += expected.length;
    }
    expect(emitted).toBeGreaterThan(50);
  });
});
