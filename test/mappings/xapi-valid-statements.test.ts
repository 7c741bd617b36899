import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateEvent } from '../../src/caliper/validate.ts';
import { isObject } from '../../src/ingest/json.ts';
import { readStatement } from '../../src/ingest/xapi/statement.ts';
import { EXAMPLE_LMS } from '../../src/mapping/language/run-examples.ts';
import type { Json, JsonObject } from '../../src/mapping/table.ts';
import { corpusFiles } from '../corpus.ts';
import { oddValues, pathsOf, replaced } from './mutations.ts';
import { shippedExamples, translate } from './shipped-events.ts';

/** What a sender would have sent for the record of an example: without what normalising adds, with extensions that are IRIs. */
function statementOf(given: JsonObject): JsonObject {
  const { name, ...rest } = given;
  const plain = withoutIdentifiers(rest);
  const statement = isObject(plain) ? plain : {}; // JSON holds JSON
  return { ...statement, verb: { id: name ?? '' } };
}

function withoutIdentifiers(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutIdentifiers);
  if (!isObject(value)) return value;
  const { ifi, ...rest } = value;
  const agent = ifi !== undefined && !isObject(rest['account']) ? { mbox: 'mailto:one@example.edu' } : {};
  const kept = Object.entries(rest).filter(([, item]) => item !== null);
  return { ...Object.fromEntries(kept.map(([key, item]) => [key, withoutIdentifiers(item)])), ...agent };
}

const options = { source: 'lms', lms: EXAMPLE_LMS, received: '2026-03-02T12:00:00.000Z' };

/** The statements of the examples, and those of other projects where they are here, as far as they are valid. */
const statements = [
  ...shippedExamples.filter(({ source }) => source === 'xapi').map(({ given }) => statementOf(given)),
  ...corpusFiles('xapi')
    .filter(({ name }) => name.endsWith('.json'))
    .flatMap(({ text }) => statementsIn(JSON.parse(text) as Json)),
].filter((statement) => readStatement(statement, options).ok);

const verbs = [...new Set(statements.map(({ verb }) => read(verb, 'id')))];
const types = [...new Set(statements.map(({ object }) => read(read(object, 'definition'), 'type')))].filter(
  (type): type is string => typeof type === 'string',
);

const scores: readonly Json[] = [
  {},
  { scaled: 0 },
  { scaled: -1 },
  { scaled: -0.0000001, raw: 0 },
  { raw: 0 },
  { raw: 0, max: 0 },
  { raw: -5, min: -10, max: -1 },
  { raw: 1e300, max: 1e308 },
  { raw: 5e-324 },
  { min: 0 },
  { max: 10 },
  { raw: 0.1, min: 0.1 },
  { scaled: 1, raw: 3.3333333333333335, min: 0, max: 3.3333333333333335 },
];
const durations: readonly string[] = [
  'PT0S',
  'P0D',
  'P1Y',
  'P1Y2M3DT4H5M6.789S',
  'P4W',
  'PT0.000000001S',
  'PT99999999999999999999H',
  'PT0001H',
  'P1Y2M',
];
const ids: readonly string[] = [
  'urn:x:y',
  'mailto:staff@example.edu',
  'course-v1:DemoU+CE101+2026',
  'block-v1:DemoU+CE101+2026+type@problem+block@a_2_1',
  'https://lms.example.edu/xblock/i4x://DemoU/CE101/problem/a',
  'https://lms.example.edu/courses/course-v1:DemoU+CE101+2026',
  'tag:example.edu,2026:a#b?c',
  'https://example.edu',
  'https://例え.example/日本?q=%20#',
  `https://example.edu/${'a/'.repeat(1500)}`,
  'a:b',
];
const extensions: readonly (Json | undefined)[] = oddValues.map((value) => value ?? null);

type Change = (statement: JsonObject) => JsonObject;

const within = (statement: JsonObject, key: string, value: JsonObject): JsonObject => {
  const now = statement[key];
  return { ...statement, [key]: { ...(isObject(now) ? now : {}), ...value } };
};

/** Changes that keep most statements valid; those that do not are turned away at the door and are not looked at here. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...scores).map((score) => (statement: JsonObject) => within(statement, 'result', { score })),
  fc.constantFrom(...durations).map((duration) => (statement: JsonObject) => within(statement, 'result', { duration })),
  fc.constantFrom(true, false).map((said) => (statement: JsonObject) => within(statement, 'result', { success: said })),
  fc.constantFrom(...ids).map((id) => (statement: JsonObject) => within(statement, 'object', { id })),
  fc.constantFrom(...types, undefined).map((type) => (statement: JsonObject) => {
    const definition = read(statement['object'], 'definition');
    const now = Object.entries(isObject(definition) ? definition : {}).filter(([key]) => key !== 'type');
    const kept = Object.fromEntries(now);
    return within(statement, 'object', { definition: type === undefined ? kept : { ...kept, type } });
  }),
  fc.constantFrom(...verbs).map((id) => (statement: JsonObject) => ({ ...statement, verb: { id: id ?? '' } })),
  // Something is left out; or, within extensions, something odd is put there.
  fc.tuple(fc.nat(), fc.constantFrom(...extensions)).map(([at, value]) => (statement: JsonObject) => {
    const paths = pathsOf(statement);
    const path = paths[at % paths.length] ?? [];
    return replaced(statement, path, path.includes('extensions') && path.at(-1) !== 'extensions' ? value : undefined);
  }),
);

function told(statement: JsonObject): string | undefined {
  const reading = readStatement(statement, options);
  if (!reading.ok) return undefined;
  const outcome = translate(reading.record);
  if (outcome.kind === 'failed') return `${outcome.rule.rule} ${outcome.code} ${outcome.message}`;
  if (outcome.kind !== 'emitted') return undefined;
  const [fault] = outcome.events.flatMap(({ value }) => validateEvent(value, 'v1p2'));
  return fault === undefined ? undefined : `${fault.path} ${fault.code}`;
}

describe('a valid statement', () => {
  it('is one of many', () => {
    expect(statements.length).toBeGreaterThanOrEqual(240);
  });

  it('fails in no rule, whatever optional part of it is left out', () => {
    const failed = statements.flatMap((statement) =>
      pathsOf(statement).flatMap((path) => {
        const fault = told(replaced(statement, path, undefined));
        return fault === undefined ? [] : [`without ${path.join('.')}: ${fault}`];
      }),
    );
    expect([...new Set(failed)]).toEqual([]);
  });

  it('fails in no rule, whatever stands in its extensions', { timeout: 60_000 }, () => {
    const failed = statements.flatMap((statement) =>
      pathsOf(statement)
        .filter((path) => path.includes('extensions') && path.at(-1) !== 'extensions')
        .flatMap((path) =>
          extensions.flatMap((value) => {
            const fault = told(replaced(statement, path, value));
            return fault === undefined ? [] : [`${path.join('.')} ${JSON.stringify(value)}: ${fault}`];
          }),
        ),
    );
    expect([...new Set(failed)]).toEqual([]);
  });

  it('fails in no rule, whatever its score, duration, extensions, verb, type and id', { timeout: 120_000 }, () => {
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    const property = fc.property(fc.constantFrom(...statements), changes, (statement, chosen) => {
      expect(told(chosen.reduce((changed, one) => one(changed), statement))).toBeUndefined();
    });
    fc.assert(property, { seed: 20260302, numRuns: 10_000 });
  });

  it.each(scores)('fails in no rule with the score %j', (score) => {
    const failed = statements.map((statement) => told(within(statement, 'result', { score })));
    expect([...new Set(failed)]).toEqual([undefined]);
  });
});

/** Statements, also within documents of other kinds. */
function statementsIn(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (!isObject(value)) return [];
  return isObject(value['verb']) ? [value] : Object.values(value).flatMap(statementsIn);
}

function read(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}
