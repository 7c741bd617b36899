import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { isObject } from '../../src/ingest/json.ts';
import { readStatement } from '../../src/ingest/xapi/statement.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { officialSchemaFaults } from '../caliper/official-schema.ts';
import { corpusFiles, corpusPresent } from '../corpus.ts';
import { loadShipped } from './shipped.ts';
import { testSecret } from './shipped-events.ts';

const lms = 'http://localhost:18000';
const translator = createTranslators(loadShipped().table, { secret: testSecret, freeText: false })(lms);
const options = { source: 'corpus', lms, received: '2026-03-02T12:00:00.000Z' };

/** Verb and type of what no table takes: verbs made up in tests and specifications. */
const leftOut: string[] = [
  'http://example.com/commented | StatementRef',
  'http://example.com/planned | SubStatement',
  'http://example.com/verbs/assess | no type',
  'http://example.com/verbs/attempted | no type',
  'http://example.com/verbs/created | Agent',
  'http://example.com/verbs/created | http://adlnet.gov/expapi/activities/cmi.interaction',
  'http://example.com/verbs/created | http://www.adlnet.gov/experienceapi/activity-types/http://adlnet.gov/expapi/activities/cmi.interaction',
  'http://example.com/verbs/created | no type',
  'http://example.com/verbs/experienced | no type',
  'http://example.com/verbs/failed | no type',
  'http://example.com/verbs/passed | no type',
  'http://example.com/verbs/talked | Agent',
  'http://example.com/xapi/verbs#sent-a-statement | no type',
  'http://example.org/verb/did | http://example.org/activity-type/generic-activity',
  'http://imaginarium.adlnet.org/xapi/verbs/sighted | Agent',
  'http://special.adlnet.gov/xapi/verb/created | Group',
  'http://special.adlnet.gov/xapi/verbs/started | no type',
  'http://special.adlnet.gov/xapi/verbs/stopped | Group',
  'http://special.adlnet.gov/xapi/verbs/stopped | SubStatement',
  'http://tom.com/tested | type:thing',
  'http://tom.com/verb/ate | no type',
  'http://tom.com/verb/butted | no type',
  'http://user.com/xapi/verbs/perused | no type',
  'https://example.com/completed | no type',
  'verb:verb/url | no type',
];

describe.skipIf(!corpusPresent)('the valid statements of other projects', () => {
  const valid = corpusFiles('xapi')
    .filter(({ name }) => name.endsWith('.json'))
    .flatMap(({ name, text }) => statementsIn(JSON.parse(text)).map((statement) => ({ name, statement })))
    .flatMap(({ name, statement }) => {
      const reading = readStatement(statement, options);
      return reading.ok ? [{ name, statement, outcome: translator.translate(reading.record) }] : [];
    });
  const events = valid.flatMap(({ statement, outcome }) =>
    outcome.kind === 'emitted' ? outcome.events.map((event) => ({ statement, event })) : [],
  );

  it('become events, but for verbs made up in tests, twins, and what takes another statement back', () => {
    const count = (kind: string) => valid.filter(({ outcome }) => outcome.kind === kind).length;
    expect(valid.length).toBeGreaterThanOrEqual(250);
    expect(count('emitted') / valid.length).toBeGreaterThanOrEqual(0.8);
    // Of those whose verb any table knows; the others are made up in tests and specifications, and never guessed.
    expect(count('emitted') / (valid.length - count('unmapped'))).toBeGreaterThanOrEqual(0.97);
  });

  it('fail in no rule', () => {
    expect(valid.flatMap(({ name, outcome }) => (outcome.kind === 'failed' ? [[name, outcome]] : []))).toEqual([]);
  });

  it('are left out only where the verb is of nobody’s vocabulary, or the object is no activity', () => {
    const left = valid.flatMap(({ outcome, statement }) =>
      outcome.kind === 'unmapped' ? [verbAndType(statement)] : [],
    );
    expect([...new Set(left)].sort()).toEqual(leftOut);
  });

  it('are skipped only where they take another statement back, or are twins of one that says more', () => {
    const skipped = valid.flatMap(({ outcome, statement }) =>
      outcome.kind === 'skipped' ? [`${verbAndType(statement)}: ${outcome.reason}`] : [],
    );
    const adl = 'http://adlnet.gov/expapi';
    expect([...new Set(skipped)].sort()).toEqual([
      `${adl}/verbs/attempted | ${adl}/activities/cmi.interaction: twin of problem_check from the server, which has the answers and the grade`,
      `${adl}/verbs/voided | StatementRef: it takes another statement back, which is no act of learning`,
    ]);
  });

  it('give events that all checkers accept', () => {
    const faults = events.flatMap(({ event }) => [
      ...validateEvent(event.value, 'v1p2').map(({ path, code }) => `${path} ${code}`),
      ...(officialSchemaFaults(event.value, 'v1p2') ?? ['no official schema for this type']),
    ]);
    expect(faults).toEqual([]);
  });

  it('give events that name no agent', () => {
    const named = events.filter(({ statement, event }) =>
      agentValues(statement).some((value) => event.text.includes(value)),
    );
    expect(named.map(({ event }) => event.value['id'])).toEqual([]);
  });
});

function verbAndType(statement: unknown): string {
  const object = textAt(statement, ['object', 'objectType']) || 'Activity';
  const type = object === 'Activity' ? textAt(statement, ['object', 'definition', 'type']) || 'no type' : object;
  return `${textAt(statement, ['verb', 'id'])} | ${type}`;
}

function textAt(value: unknown, path: readonly string[]): string {
  const found = path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
  return typeof found === 'string' ? found : '';
}

/** Statements, also within documents of other kinds. */
function statementsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isObject(value)) return [];
  return isObject(value['verb']) ? [value] : Object.values(value).flatMap(statementsIn);
}

/** What identifies an agent anywhere in a statement, and its registration. */
function agentValues(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(agentValues);
  if (!isObject(value)) return [];
  const account = isObject(value['account']) ? value['account']['name'] : undefined;
  const own = [value['mbox'], value['mbox_sha1sum'], value['openid'], value['registration'], account];
  const named = own.filter((one): one is string => typeof one === 'string' && one.length > 3);
  return [...named, ...Object.values(value).flatMap(agentValues)];
}
