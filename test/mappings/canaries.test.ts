import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/ingest/read-records.ts';
import type { SourceRecord } from '../../src/ingest/record.ts';
import { isObject } from '../../src/ingest/json.ts';
import type { JsonObject } from '../../src/mapping/table.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import { readStatement } from '../../src/ingest/xapi/statement.ts';
import { scrubUrl } from '../../src/mapping/functions/scrub-url.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { canaries, formsOf, personalPaths, planted, words } from './canaries.ts';
import { recordOf, shippedExamples, translate } from './shipped-events.ts';

const course = 'course-v1:DemoU+CE101+2026';

const examples = [...Map.groupBy(shippedExamples, ({ file }) => file)].map(
  ([file, list]) => [file, list.map((example) => recordOf(example))] as const,
);

/** Ids of activities in statements are content, and may have a query. */
const addressed = examples.flatMap(([, records]) => records.filter(({ source }) => source === 'openedx'));

/** All that anybody may see of what becomes of a record. */
function shown(record: SourceRecord, outcome = translate(record)): string[] {
  switch (outcome.kind) {
    case 'emitted':
      return outcome.events.map(({ value }) => JSON.stringify(withoutChoice(value, record)));
    case 'skipped':
      return [outcome.reason];
    case 'failed':
      return [`${outcome.code} ${outcome.message}`];
    case 'unmapped':
      return [];
  }
}

/** In statements the type of the question says that its answers are the author's (xAPI 1.0.3, part two, 2.4.4.1). */
const choices = ['true-false', 'choice', 'likert', 'matching', 'sequencing'];

/** What is chosen among the answers of the author is no words of the learner. */
function withoutChoice(event: JsonObject, { fields }: SourceRecord): JsonObject {
  const { generated } = event;
  if (!isObject(generated)) return event;
  const { object } = fields;
  const definition = isObject(object) && isObject(object['definition']) ? object['definition'] : {};
  const types = ['MultipleChoiceResponse', 'MultipleResponseResponse'];
  const isChosen =
    types.some((type) => type === generated['type']) || choices.some((type) => type === definition['interactionType']);
  if (!isChosen) return event;
  const rest = Object.entries(generated).filter(([key]) => key !== 'value' && key !== 'values');
  return { ...event, generated: Object.fromEntries(rest) };
}

/** What is seen of the canary, and the rules of which only the last guard stopped it. */
function leaksOf(records: readonly SourceRecord[]): string[] {
  const leaks = new Set<string>();
  for (const record of records) {
    canaries.forEach((canary, index) => {
      const personalPath = personalPaths[index % personalPaths.length];
      for (const each of leaksIn(planted(record, canary, personalPath), canary)) leaks.add(each);
    });
  }
  return [...leaks];
}

function leaksIn(record: SourceRecord, canary: string | number): string[] {
  const outcome = translate(record);
  const rule = 'rule' in outcome ? outcome.rule.rule : 'no rule';
  const forms = [...formsOf(canary), ...formsOf(words), 'qxzwords'];
  return shown(record, outcome).flatMap((text) => {
    if (text.startsWith('PERSON_LEAK')) return [`${rule}: ${text}`];
    const lower = text.toLowerCase();
    const form = forms.find((each) => lower.includes(each));
    return form === undefined ? [] : [`${rule}: ${around(lower, form)}`];
  });
}

const around = (text: string, form: string): string => {
  const found = text.indexOf(form);
  return text.slice(Math.max(0, found - 60), found + form.length + 10);
};

describe('what names a person', { timeout: 60_000 }, () => {
  it.each(examples)('is in nothing that comes of the examples of %s', (_file, records) => {
    expect(leaksOf(records)).toEqual([]);
  });

  it.each(personalPaths.map((path) => [path('NAME'), path] as const))('is left out of %s', (_shown, path) => {
    const canary = 'Qxzjwcanary';
    const leaks = addressed.flatMap((record) => leaksIn(planted(record, canary, path), canary));
    expect([...new Set(leaks)]).toEqual([]);
  });

  it.each(personalPaths.map((path) => [path('NAME'), path] as const))(
    'is left out of a request of %s',
    (_shown, path) => {
      const canary = 'Qxzjwcanary';
      const request = {
        name: path(canary),
        event_type: path(canary),
        event_source: 'server',
        time: '2026-03-02T09:30:15.123456+00:00',
        page: `https://lms.example.edu${path(canary)}`,
        referer: `https://lms.example.edu${path(canary)}`,
        context: { course_id: 'course-v1:DemoU+CE101+2026', user_id: 3, path: path(canary) },
        event: '{"POST": {}, "GET": {}}',
      };
      const entry = normaliseTrackingLog(request);
      expect(entry.ok ? leaksIn(entry.record, canary) : ['no record']).toEqual([]);
    },
  );

  it.each([
    [`/courses/${course}/progress/57/`, `/courses/${course}/progress/-/`],
    [`/courses/${course}/progress/`, `/courses/${course}/progress/`],
    [`/api/course_home/progress/${course}/57`, `/api/course_home/progress/${course}/-`],
    [`/api/enrollment/v1/enrollment/jane,${course}`, '/api/enrollment/v1/enrollment/-'],
    [`/api/enrollment/v1/course/${course}`, `/api/enrollment/v1/course/${course}`],
    [`/courses/${course}/bookmarks/`, `/courses/${course}/bookmarks/`],
    ['/api/profile_images/v1/jane/upload', '/api/profile_images/v1/-/upload'],
    [`/courses/${course}/submission_history/jane/b1`, `/courses/${course}/submission_history/-/b1`],
    [`/bulk_email/email/optout/t0ken/${course}`, '/bulk_email/email/optout/-/-'],
    ['/u//jane', '/u//-'],
  ])('is left out of %s, and nothing else', (path, scrubbed) => {
    expect(scrubUrl(`https://lms.example.edu${path}`)).toBe(`https://lms.example.edu${scrubbed}`);
  });

  it('is found by this test where it stands', () => {
    expect(formsOf('Žqxç Ünïq')).toContain('%c5%bdqx%c3%a7%20%c3%9cn%c3%afq');
    const [, records = []] = examples[0] ?? [];
    const planting = planted(
      { ...records[0], source: 'openedx', name: 'x', seed: '', fields: { session: 's', name: 'x' } },
      'C',
    );
    expect(planting.fields).toEqual({ session: 'C', name: 'x' });
  });
});

describe('the addresses of events', () => {
  it('have neither query nor user', () => {
    const events = addressed.flatMap((record) => shown(record));
    const addresses = events.flatMap((text) =>
      Array.from(text.matchAll(/"(https?:\/\/[^"]*)"/g), ([, url = '']) => url),
    );
    expect(addresses.length).toBeGreaterThan(1000);
    expect(addresses.filter((url) => url.includes('?') || /^https?:\/\/[^/]*@/.test(url))).toEqual([]);
  });
});

describe.skipIf(!corpusPresent)('what names a person in records of other projects', { timeout: 60_000 }, () => {
  const tracking = corpusFiles('tracking').map(({ name, text }) => [name, trackingRecords(text)] as const);
  const xapi = corpusFiles('xapi')
    .filter(({ name }) => name.endsWith('.json'))
    .map(({ name, text }) => [name, statementRecords(text)] as const);

  it('is looked for in many', () => {
    expect([tracking, xapi].map((files) => files.flatMap(([, records]) => records).length > 200)).toEqual([true, true]);
  });

  it.each([...tracking, ...xapi].filter(([, records]) => records.length > 0))(
    'is in nothing that comes of %s',
    (_name, records) => {
      expect(leaksOf(records)).toEqual([]);
    },
  );
});

function trackingRecords(text: string): SourceRecord[] {
  const whole = parse(text);
  const texts = whole === undefined ? [text] : within(whole, isTrackingEvent).map((value) => JSON.stringify(value));
  const entries = texts.flatMap((each) => readRecords(each, 10_000));
  return entries.flatMap((entry) => (entry.ok ? [entry.record] : []));
}

function statementRecords(text: string): SourceRecord[] {
  const options = { source: 'corpus', lms: 'https://lms.example.edu', received: '2026-03-02T12:00:00.000Z' };
  const statements = within(parse(text), (value) => isObject(value['verb']));
  const readings = statements.map((value) => readStatement(value, options));
  return readings.flatMap((reading) => (reading.ok ? [reading.record] : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isTrackingEvent = (value: Record<string, unknown>): boolean =>
  ('name' in value || 'event_type' in value) && ('context' in value || 'event' in value || 'data' in value);

/** The objects within a document that are such. */
function within(value: unknown, isOne: (value: Record<string, unknown>) => boolean): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => within(item, isOne));
  if (!isObject(value)) return [];
  return isOne(value) ? [value] : Object.values(value).flatMap((item) => within(item, isOne));
}
