import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { namesOfPeer, rowOfPeer } from '../../src/coverage/peers.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import { checkConformance } from '../../src/mapping/check-conformance.ts';
import { checkPrivacy } from '../../src/mapping/check-privacy.ts';
import type { Example } from '../../src/mapping/language/read-examples.ts';
import { loadMappings } from '../../src/mapping/language/load.ts';
import { runExamples } from '../../src/mapping/language/run-examples.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { closedFields } from '../../src/privacy/person-fields.ts';
import { createPseudonyms } from '../../src/privacy/pseudonym.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { shippedFiles } from '../mappings/shipped.ts';

const path = 'mappings/openedx/site/erb.yaml';
const text = readFileSync(join(import.meta.dirname, '../../presets/erb.yaml'), 'utf8');
const loaded = loadMappings([...shippedFiles(), { path, text }]);
const source = loaded.table.sources.find((each) => each.source === 'openedx');
const secret = new TextEncoder().encode('a secret that is only for this test');
const translator = createTranslators(loaded.table, { secret, freeText: true })('https://lms.example.edu');

describe('the preset of event-routing-backends, beside the shipped rules', () => {
  const own = new Set(source?.rules.filter(({ file }) => file === path).flatMap(({ names }) => names));

  it('has no faults', () => {
    const told = loaded.diagnostics.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`);
    expect(told).toEqual([]);
  });

  it('can emit nothing but Caliper, and nothing of a person', () => {
    const rules = (source?.rules ?? []).filter(({ file }) => file === path);
    const table = { lets: [], skipWhen: [], ...source, source: 'openedx' as const, rules };
    expect(checkConformance(table, loaded.locations)).toEqual([]);
    expect(checkPrivacy(table, closedFields.openedx, loaded.locations)).toEqual([]);
  });

  it('holds its examples, and leaves those of the shipped rules with its names alone', () => {
    const examples = loaded.examples.filter((example) => example.file === path || takesName(example));
    const faults = runExamples(loaded.table, examples, loaded.places, {
      pseudonym: createPseudonyms(secret),
      inspect: (event) => validateEvent(event, 'v1p2').map(({ path, code }) => `${path} ${code}`),
    });
    expect(examples.length).toBeGreaterThan(50);
    expect(faults.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  });

  function takesName({ given }: Example): boolean {
    return typeof given['name'] === 'string' && own.has(given['name']);
  }
});

describe('a site with the preset', () => {
  const rows = coverageOf(loaded.table, {}).openedx;
  const legal: Record<string, string[]> = {
    // Webpage is no type of Caliper.
    'edx.ui.lms.link_clicked': ['NavigationEvent/NavigatedTo WebPage'],
  };

  it.each(namesOfPeer('event-routing-backends'))('makes of %s what event-routing-backends makes of it', (name) => {
    const forms = rows.find((row) => row.name === name)?.events ?? [];
    const theirs = rowOfPeer('event-routing-backends', name).events.map(({ event, object }) => `${event} ${object}`);
    expect(forms.map(({ type, action, object }) => `${type}/${action} ${object}`).sort()).toEqual(
      legal[name] ?? theirs.sort(),
    );
  });

  const record = {
    name: 'problem_check',
    timestamp: '2026-03-02T09:30:15.123456+00:00',
    data: {
      problem_id: 'block-v1:DemoU+CE101+2026+type@problem+block@p1',
      attempts: 10,
      grade: 0,
      max_grade: 1,
      success: 'incorrect',
      answers: { p1_2_1: 'my own words' },
    },
    context: { course_id: 'course-v1:DemoU+CE101+2026', user_id: 42, event_source: 'server', session: 'abc' },
  };
  const course = { id: 'https://lms.example.edu/course/course-v1:DemoU+CE101+2026', type: 'CourseOffering' };
  const problem = 'https://lms.example.edu/xblock/block-v1:DemoU+CE101+2026+type@problem+block@p1';

  it('has one GradeEvent for an answered problem, with the facts in Caliper’s places and where dashboards look for them', () => {
    const user = createPseudonyms(secret)('learner', '42');
    const learner = `https://lms.example.edu/user/${user}`;
    const attempt = `${problem}/user/${user}/attempt/10`;
    expect(translate(record)).toEqual([
      {
        '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
        id: expect.stringMatching(/^urn:uuid:/) as unknown,
        type: 'GradeEvent',
        profile: 'GradingProfile',
        actor: { id: 'https://lms.example.edu/grader', type: 'SoftwareApplication' },
        action: 'Graded',
        object: {
          id: attempt,
          type: 'Attempt',
          assignee: { id: learner, type: 'Person' },
          assignable: { id: problem, type: 'Assessment', isPartOf: course },
          count: 10,
          extensions: {
            isPartOf: course,
            assignee: { id: learner, type: 'Person' },
            assignable: { id: problem, type: 'Assessment' },
            count: 10,
          },
        },
        generated: {
          id: `${attempt}/score`,
          type: 'Score',
          attempt,
          maxScore: 1,
          scoreGiven: 0,
          scoredBy: 'https://lms.example.edu/grader',
          extensions: { attempts: 10, success: 'False' },
        },
        eventTime: '2026-03-02T09:30:15.123Z',
        edApp: { id: 'https://lms.example.edu', type: 'SoftwareApplication' },
        group: course,
        session: {
          id: `https://lms.example.edu/sessions/${createPseudonyms(secret)('session', 'abc')}`,
          type: 'Session',
        },
      },
    ]);
  });

  it('counts the form of the browser too, as event-routing-backends does, and skips one without inputs', () => {
    const context = { ...record.context, event_source: 'browser' };
    expect(translate({ ...record, context, data: 'input_p1_2_1=my+own+words' })).toMatchObject([
      { type: 'AssessmentEvent', action: 'Submitted', object: { id: problem, extensions: { isPartOf: course } } },
    ]);
    expect(outcomesOf(JSON.stringify({ ...record, context, data: 'my+own+words=1' }))).toMatchObject([
      { kind: 'skipped', reason: 'the form does not say which problem' },
    ]);
  });
});

describe.skipIf(!corpusPresent)('the records of the tests of event-routing-backends, with the preset', () => {
  const files = corpusFiles('tracking/openedx-erb-current');

  it.each(files.map(({ name, text }) => [name, text] as const))(
    '%s becomes events that all checkers accept',
    (_, text) => {
      const outcomes = outcomesOf(text);
      expect(outcomes.filter(({ kind }) => kind === 'failed')).toEqual([]);
      const faults = eventsIn(outcomes).flatMap((event) => [
        ...validateEvent(event, 'v1p2').map(({ path, code }) => `${path} ${code}`),
        ...(officialSchemaFaults(event, 'v1p2') ?? ['no official schema for this type']),
      ]);
      expect(faults).toEqual([]);
    },
    // The first one compiles the schemas.
    60_000,
  );

  it('skip nothing but nobody, and nothing', () => {
    const skipped = files
      .flatMap(({ text }) => outcomesOf(text))
      .flatMap((outcome) => {
        return outcome.kind === 'skipped' ? [outcome.reason] : [];
      });
    expect([...new Set(skipped)]).toEqual([
      'nobody is named, and an actor made up for one event helps no one',
      'the form does not say which problem',
    ]);
  });
});

function outcomesOf(text: string): RecordOutcome[] {
  return readRecords(text, 10).flatMap((entry) => (entry.ok ? [translator.translate(entry.record)] : []));
}

function eventsIn(outcomes: readonly RecordOutcome[]): unknown[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'emitted' ? outcome.events.map(({ value }) => value) : []));
}

function translate(record: unknown): unknown[] {
  return eventsIn(outcomesOf(JSON.stringify(record)));
}
