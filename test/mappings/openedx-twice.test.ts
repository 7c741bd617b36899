import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { isObject } from '../../src/ingest/json.ts';
import { readRecords } from '../../src/ingest/read-records.ts';
import { readStatement } from '../../src/ingest/xapi/statement.ts';
import type { RecordOutcome } from '../../src/pipeline/outcome.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { loadShipped } from './shipped.ts';

const secret = new TextEncoder().encode('a secret that is only for this test');
const lms = 'http://localhost:18000';
const translator = createTranslators(loadShipped().table, { secret, freeText: false })(lms);
const received = '2026-03-02T12:00:00.000Z';

/** What an event says that does not depend on how its source names the learner. */
interface Act {
  type: unknown;
  action: unknown;
  object: unknown;
  time: unknown;
}

const PSEUDONYM = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

function actsOf(outcome: RecordOutcome, actor: boolean): (Act & { actor?: unknown })[] {
  if (outcome.kind !== 'emitted') return [];
  return outcome.events.map(({ value }) => ({
    type: value['type'],
    action: value['action'],
    object: actor ? idOf(value['object']) : idOf(value['object'])?.replaceAll(PSEUDONYM, '<pseudonym>'),
    time: value['eventTime'],
    ...(actor && { actor: idOf(value['actor']) }),
  }));
}

function idOf(entity: unknown): string | undefined {
  return isObject(entity) && typeof entity['id'] === 'string' ? entity['id'] : undefined;
}

function fromTrackingLog(text: string): RecordOutcome[] {
  return readRecords(text, 1000).flatMap((entry) => (entry.ok ? [translator.translate(entry.record)] : []));
}

function fromStatement(statement: unknown): RecordOutcome[] {
  const reading = readStatement(statement, { source: 'twice', lms, received, compat: ['openedx-erb'] });
  return reading.ok ? [translator.translate(reading.record)] : [];
}

const course = 'course-v1:edX+DemoX+Demo';
const problem = `block-v1:edX+DemoX+Demo+type@problem+block@3fc5`;
const sequence = `block-v1:edX+DemoX+Demo+type@sequential+block@19a3`;
const time = '2026-03-02T09:30:15.123456+00:00';

const tracking = (name: string, event: object, source = 'server'): string =>
  JSON.stringify({
    name,
    event_type: name,
    event_source: source,
    time,
    event,
    context: { course_id: course, user_id: 31 },
  });

const statement = (
  verb: string,
  object: object,
  rest: { result?: object; extensions?: object; grouping?: object } = {},
) => ({
  id: '0a1b2c3d-0000-4000-8000-000000000001',
  version: '1.0.3',
  actor: { objectType: 'Agent', account: { homePage: lms, name: '31' } },
  verb: { id: verb },
  object: { objectType: 'Activity', ...object },
  timestamp: time,
  ...(rest.result && { result: rest.result }),
  context: {
    contextActivities: {
      parent: [{ id: `${lms}/course/${course}`, definition: { type: 'http://adlnet.gov/expapi/activities/course' } }],
      ...(rest.grouping && { grouping: [rest.grouping] }),
    },
    extensions: { 'https://w3id.org/xapi/openedx/extension/transformer-version': 'erb@1', ...rest.extensions },
  },
});

const tincan = 'http://id.tincanapi.com';
const evaluated = 'https://w3id.org/xapi/acrossx/verbs/evaluated';
const question = (key: string, attempts: number) => ({
  id: `${lms}/xblock/${key}`,
  definition: {
    type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
    interactionType: 'choice',
    extensions: { [`${tincan}/extension/attempt-id`]: attempts },
  },
});
const attemptCode = '438AD672-DE2C-4F0B-8876-35444E7DD746';
const pairs: [string, string, unknown][] = [
  [
    'edx.course.enrollment.activated',
    tracking('edx.course.enrollment.activated', { course_id: course, user_id: 31, mode: 'audit' }),
    statement('http://adlnet.gov/expapi/verbs/registered', {
      id: `${lms}/course/${course}`,
      definition: { type: 'http://adlnet.gov/expapi/activities/course' },
    }),
  ],
  [
    'showanswer',
    tracking('showanswer', { problem_id: problem }),
    statement('http://adlnet.gov/expapi/verbs/asked', {
      id: `${lms}/xblock/${problem}/answer`,
      definition: { type: `${tincan}/activitytype/solution` },
    }),
  ],
  [
    'edx.course.grade.now_passed',
    tracking('edx.course.grade.now_passed', { course_id: course, user_id: '31' }),
    statement('http://adlnet.gov/expapi/verbs/passed', {
      id: `${lms}/course/${course}`,
      definition: { type: 'http://adlnet.gov/expapi/activities/course' },
    }),
  ],
  [
    'edx.ui.lms.sequence.next_selected',
    tracking('edx.ui.lms.sequence.next_selected', { id: sequence, current_tab: 4, tab_count: 10 }, 'browser'),
    statement(
      'https://w3id.org/xapi/dod-isd/verbs/navigated',
      { id: `${lms}/xblock/${sequence}`, definition: { type: `${tincan}/activitytype/resource` } },
      {
        extensions: { [`${tincan}/extension/starting-position`]: 4, [`${tincan}/extension/ending-point`]: 'next unit' },
      },
    ),
  ],
  [
    'edx.special_exam.timed.attempt.submitted',
    tracking('edx.special_exam.timed.attempt.submitted', {
      exam_content_id: sequence,
      exam_name: 'Quiz',
      attempt_code: attemptCode,
      attempt_user_id: 31,
    }),
    statement(
      'http://adlnet.gov/expapi/verbs/terminated',
      { id: sequence, definition: { type: 'https://w3id.org/xapi/openedx/activity/timed-assessment' } },
      { grouping: { id: attemptCode, definition: { type: 'http://adlnet.gov/expapi/activities/attempt' } } },
    ),
  ],
  [
    'edx.special_exam.timed.attempt.created',
    tracking('edx.special_exam.timed.attempt.created', {
      exam_content_id: sequence,
      exam_name: 'Quiz',
      attempt_code: attemptCode,
      attempt_user_id: 31,
    }),
    statement(
      'http://adlnet.gov/expapi/verbs/initialized',
      { id: sequence, definition: { type: 'https://w3id.org/xapi/openedx/activity/timed-assessment' } },
      { grouping: { id: attemptCode, definition: { type: 'http://adlnet.gov/expapi/activities/attempt' } } },
    ),
  ],
];

describe('an event of Open edX, as a tracking log and as the xAPI statement of the same event', () => {
  it.each(pairs)('%s is the same act by the same learner', (_name, log, said) => {
    const fromLog = fromTrackingLog(log).flatMap((outcome) => actsOf(outcome, true));
    expect(fromLog).toHaveLength(1);
    expect(fromStatement(said).flatMap((outcome) => actsOf(outcome, true))).toEqual(fromLog);
  });

  it('problem_check of one question has the same item, submission and grade, of the same attempt', () => {
    const log = tracking('problem_check', {
      problem_id: problem,
      attempts: 2,
      grade: 1,
      max_grade: 1,
      success: 'correct',
      submission: { '3fc5_2_1': { answer: 'blue', correct: true, response_type: 'multiplechoiceresponse' } },
    });
    const said = statement(evaluated, question(problem, 2), {
      result: { success: true, response: 'blue', score: { min: 0, max: 1, raw: 1, scaled: 1 } },
    });
    const fromLog = fromTrackingLog(log).flatMap((outcome) => actsOf(outcome, true));
    expect(fromLog.map(({ action }) => action)).toEqual(['Completed', 'Submitted', 'Graded']);
    expect(fromLog[2]?.object).toMatch(/\/attempts\/2$/);
    expect(fromStatement(said).flatMap((outcome) => actsOf(outcome, true))).toEqual(fromLog);
  });

  it('problem_check of several questions has the same items, submission and grade, of the same attempt', () => {
    const part = (correct: boolean) => ({ answer: 'blue', correct, response_type: 'multiplechoiceresponse' });
    const log = tracking('problem_check', {
      problem_id: problem,
      attempts: 3,
      grade: 1,
      max_grade: 2,
      success: 'incorrect',
      submission: { '3fc5_2_1': part(true), '3fc5_3_1': part(false) },
    });
    const parent = { objectType: 'GroupActivity', ...question(problem, 3) };
    const whole = statement(evaluated, parent, {
      result: { success: false, score: { min: 0, max: 2, raw: 1, scaled: 0.5 } },
    });
    const parts = ['_2_1', '_3_1'].map((number) => {
      const said = statement(evaluated, question(`${problem}${number}`, 3), { result: { success: true } });
      return { ...said, context: { ...said.context, contextActivities: { parent: [parent] } } };
    });
    const fromLog = fromTrackingLog(log).flatMap((outcome) => actsOf(outcome, true));
    expect(fromLog).toHaveLength(4);
    const fromXapi = [...parts, whole].flatMap(fromStatement).flatMap((outcome) => actsOf(outcome, true));
    expect(fromXapi).toEqual(fromLog);
  });

  it('names nobody', () => {
    const texts = pairs.flatMap(([, , said]) =>
      fromStatement(said).flatMap((outcome) =>
        outcome.kind === 'emitted' ? outcome.events.map(({ text }) => text) : [],
      ),
    );
    expect(texts.filter((text) => text.includes('/31') || text.includes(attemptCode))).toEqual([]);
  });
});

// docs/15-openedx-twice.md lists these, with the cause of each.
const DIFFERENT = [
  /^edx\.course\.enrollment\.mode_changed/,
  /^edx\.course\.grade\.passed\.first_time/,
  // Made of lines of a log, in which event-routing-backends finds no number of the attempt.
  /^problem_check_?\(?_?server.*(multiple_questions|list_answers)/,
  /anonymous_user/,
];

/** Acts in an order of their own: several statements come in another one than the events of one line. */
const sorted = (acts: readonly object[]): string[] => acts.map((act) => JSON.stringify(act)).sort();

describe.skipIf(!corpusPresent)('the fixtures of event-routing-backends', { timeout: 60_000 }, () => {
  const logs = byName('tracking/openedx-erb-current', /_fixtures_current_(.*?)\.json\.\d+\.json$/);
  const statements = byName('xapi/openedx-erb-expected', /_fixtures_expected_(.*?)\.json\.\d+\.json$/);
  const common = [...logs.keys()].filter((name) => statements.has(name));

  it('come in both forms', () => {
    expect(common.length).toBeGreaterThanOrEqual(18);
  });

  it.each(common)('%s is the same act, or a difference that the documentation explains', (name) => {
    const fromLog = (logs.get(name) ?? []).flatMap(fromTrackingLog).flatMap((each) => actsOf(each, false));
    const outcomes = (statements.get(name) ?? []).flatMap((text) =>
      statementsIn(JSON.parse(text)).flatMap(fromStatement),
    );
    const fromXapi = outcomes.flatMap((each) => actsOf(each, false));
    expect(outcomes.filter(({ kind }) => kind === 'failed' || kind === 'unmapped')).toEqual([]);
    if (!DIFFERENT.some((pattern) => pattern.test(name))) expect(sorted(fromXapi)).toEqual(sorted(fromLog));
    // What differs is the place of the object or how many statements are there; never a kind of event that logs do not have.
    else if (fromLog.length > 0) {
      const kinds = new Set(fromLog.map(({ type }) => type));
      expect(fromXapi.filter(({ type }) => !kinds.has(type))).toEqual([]);
    }
    const faults = outcomes
      .flatMap((each) => (each.kind === 'emitted' ? each.events : []))
      .flatMap(({ value }) => [
        ...validateEvent(value, 'v1p2').map(({ path, code }) => `${path} ${code}`),
        ...(officialSchemaFaults(value, 'v1p2') ?? ['no official schema for this type']),
      ]);
    expect(faults).toEqual([]);
  });
});

describe('docs/15-openedx-twice.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/15-openedx-twice.md'), 'utf8');

  it.each(pairs)('says that %s is the same', (name) => {
    expect(page).toMatch(new RegExp(`\`${name.replaceAll('.', '\\.')}\`.*\\| same`));
  });
});

function byName(folder: string, pattern: RegExp): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, text } of corpusFiles(folder)) {
    const key = pattern.exec(name)?.[1];
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), text]);
  }
  return found;
}

function statementsIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
