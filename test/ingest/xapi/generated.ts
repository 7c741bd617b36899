import fc from 'fast-check';
import type { Edition } from '../../../src/ingest/xapi/sections.ts';

/** Any of these properties, or none. */
const some = (model: Record<string, fc.Arbitrary<unknown>>, ...required: string[]): fc.Arbitrary<unknown> =>
  fc.record(model, { requiredKeys: required });

const either = (...values: unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);

const uuid = fc.uuid();
const iri = either('https://example.edu/a', 'urn:x:b', 'course-v1:edX+DemoX+Demo', 'http://exämple.edu/ü?q=%20#x');
const texts = fc.dictionary(fc.constantFrom('en', 'de-CH', 'zh-Hans-CN', 'es-419', 'x-own'), fc.string(), {
  maxKeys: 3,
});
const extensions = fc.dictionary(fc.constantFrom('https://example.edu/e', 'urn:x:e'), fc.jsonValue({ maxDepth: 3 }), {
  maxKeys: 2,
});

const identifier = fc.oneof(
  fc.record({ mbox: either('mailto:ada@example.edu', 'mailto:a+b@c') }),
  fc.record({ mbox_sha1sum: fc.constant('abcdef0123456789abcdef0123456789abcdef01') }),
  fc.record({ openid: fc.constant('https://ada.example.edu/') }),
  fc.record({ account: fc.record({ homePage: iri, name: fc.constant('31') }) }),
);
const merged = (...arbitraries: fc.Arbitrary<unknown>[]): fc.Arbitrary<unknown> =>
  fc.tuple(...arbitraries).map((parts): unknown => Object.assign({}, ...parts));

const typedAgent = merged(identifier, some({ objectType: fc.constant('Agent'), name: fc.string() }, 'objectType'));
const agent = merged(identifier, some({ objectType: fc.constant('Agent'), name: fc.string() }));
const members = fc.array(agent, { minLength: 1, maxLength: 3 });
const group = fc.oneof(
  fc.record({ objectType: fc.constant('Group'), member: members }),
  merged(identifier, some({ objectType: fc.constant('Group'), name: fc.string(), member: members }, 'objectType')),
);
const actor = fc.oneof(agent, group);

const components = fc.constantFrom([], [{ id: 'a' }, { id: 'b', description: { en: 'B' } }]);
const pattern = fc.array(fc.string(), { maxLength: 2 });
const interaction = (type: string, ...lists: string[]): fc.Arbitrary<unknown> =>
  some(
    {
      interactionType: fc.constant(type),
      correctResponsesPattern: pattern,
      ...Object.fromEntries(lists.map((list) => [list, components])),
    },
    'interactionType',
  );
const definition = merged(
  some({ name: texts, description: texts, type: iri, moreInfo: iri, extensions }),
  fc.oneof(
    ...[fc.constant({}), interaction('choice', 'choices'), interaction('matching', 'source', 'target')],
    ...[interaction('likert', 'scale'), interaction('performance', 'steps'), interaction('numeric')],
  ),
);
const activity = some({ objectType: fc.constant('Activity'), id: iri, definition }, 'id');
const reference = fc.record({ objectType: fc.constant('StatementRef'), id: uuid });

const result = some({
  score: some({
    scaled: fc.double({ min: -1, max: 1, noNaN: true }),
    raw: fc.integer({ min: 0, max: 10 }),
    min: either(0, -1),
    max: either(10, 11),
  }),
  success: fc.boolean(),
  completion: fc.boolean(),
  response: fc.string(),
  duration: either('PT4H35M59.14S', 'P3Y1M29D', 'P4W', 'PT0S'),
  extensions,
});

const activities = fc.oneof(fc.array(activity, { maxLength: 2 }), activity);
const relevantTypes = fc.array(iri, { minLength: 1, maxLength: 2 });
const plainContext = {
  registration: uuid,
  instructor: actor,
  team: group,
  contextActivities: some({ parent: activities, grouping: activities, category: activities, other: activities }),
  language: either('en', 'de-CH-1996'),
  statement: reference,
  extensions,
};
const later = {
  contextAgents: fc.array(
    some({ objectType: fc.constant('contextAgent'), agent, relevantTypes }, 'objectType', 'agent'),
    { maxLength: 2 },
  ),
  contextGroups: fc.array(
    some({ objectType: fc.constant('contextGroup'), group, relevantTypes }, 'objectType', 'group'),
    { maxLength: 2 },
  ),
};

const attachment = some(
  {
    usageType: iri,
    display: texts,
    description: texts,
    contentType: either('text/plain', 'application/pdf', 'text/html; charset=utf-8'),
    length: fc.nat(),
    sha2: fc.constant('495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a'),
    fileUrl: iri,
  },
  ...['usageType', 'display', 'contentType', 'length', 'sha2'],
);

const verb = some({ id: iri, display: texts }, 'id');
const timestamp = either('2026-05-04T12:00:00Z', '2026-05-04T12:00:00.123456+05:30');

/** Statements that keep every rule of the edition, with every property there is. */
export function statementsOf(edition: Edition): fc.Arbitrary<Record<string, unknown>> {
  const context = { ...plainContext, ...(edition === '2.0.0' && later) };
  const optional = { result, timestamp, attachments: fc.array(attachment, { maxLength: 2 }) };
  const about = { revision: fc.string(), platform: fc.string() };
  const parts = fc.oneof(
    some(
      { actor, verb, object: activity, context: some({ ...context, ...about }), ...optional },
      'actor',
      'verb',
      'object',
    ),
    some(
      { actor, verb, object: fc.oneof(typedAgent, group, reference), context: some(context), ...optional },
      ...['actor', 'verb', 'object'],
    ),
  );
  const sub = merged(parts, fc.record({ objectType: fc.constant('SubStatement') }));
  const about2 = some({ actor, verb, object: sub, context: some(context), ...optional }, 'actor', 'verb', 'object');
  const authority = fc.oneof(agent, fc.record({ objectType: fc.constant('Group'), member: fc.tuple(agent, agent) }));
  const version = edition === '1.0.3' ? either('1.0', '1.0.0', '1.0.3') : either('1.0.0', '2.0.0');
  const own = some({ id: uuid, stored: timestamp, authority, version });
  // Every part is a record; what JSON cannot say (-0) is not sent.
  return merged(fc.oneof(parts, about2), own).map(
    (statement) => JSON.parse(JSON.stringify(statement)) as Record<string, unknown>,
  );
}

/** A statement with one fault, and where it is. */
export interface Mutation {
  value: unknown;
  path: string;
}

/** Values of a format, each with one that is not of it. */
const MISSHAPEN: Readonly<Record<string, unknown>> = {
  ...{ id: 'x', registration: 'x', mbox: 'ada@example.edu', mbox_sha1sum: 'x', openid: 'x', homePage: 'x' },
  ...{ type: 'x', moreInfo: 'x', usageType: 'x', fileUrl: 'x', sha2: 'x', contentType: 'x', length: -1, duration: 'P' },
  ...{
    timestamp: '2026-05-04',
    stored: 'x',
    language: 'en_US',
    version: '0.95',
    interactionType: 'x',
    objectType: 'x',
  },
  ...{ scaled: 1.5, raw: -2, min: 12, relevantTypes: [], member: [{}] },
};

/** The components of an interaction have ids of any form, and extensions hold anything. */
const FREE = /\.(?:choices|scale|source|target|steps)\[\d+\]\.id$/;

/** Where a property may not be left out: what its holder is, and its name. */
const REQUIRED =
  /(?:attachments\[\d+\]\.(?:usageType|display|contentType|length|sha2)|\.account\.(?:homePage|name)|^\$.+\.id|context(?:Agents|Groups)\[\d+\]\.(?:agent|group))$/;

/**
 * Every way to break a sound statement at one place: another type, null, another format, an unknown property, none where one is
 * needed. What extensions hold is left alone.
 */
export function mutationsOf(statement: unknown): Mutation[] {
  return mutate(statement, '$', (value) => value);
}

function mutate(value: unknown, path: string, put: (value: unknown) => unknown): Mutation[] {
  const here = [null, typeof value === 'number' || typeof value === 'boolean' ? 'x' : 7].map((other) => ({
    value: put(other),
    path,
  }));
  if (Array.isArray(value)) {
    const inside = value.flatMap((item: unknown, index) =>
      mutate(item, `${path}[${index}]`, (other) => put(value.with(index, other))),
    );
    return [...here, ...inside];
  }
  if (typeof value !== 'object' || value === null) return here;
  const unknown = { value: put({ ...value, zZz: 7 }), path: `${path}.zZz` };
  const entries = path.endsWith('.extensions') ? [] : Object.entries(value);
  const misshapen = entries.flatMap(([key]) => {
    const at = `${path}.${key}`;
    if (
      !(key in MISSHAPEN) ||
      FREE.test(at) ||
      ((key === 'raw' || key === 'min') && !('min' in value && 'max' in value))
    )
      return [];
    const inside = key === 'member' ? `${at}[0]` : at;
    return [{ value: put({ ...value, [key]: MISSHAPEN[key] }), path: inside }];
  });
  const missing = entries.flatMap(([key]) => {
    const at = `${path}.${key}`;
    return REQUIRED.test(at) ? [{ value: put({ ...value, [key]: undefined }), path: at }] : [];
  });
  const inside = entries.flatMap(([key, item]: [string, unknown]) =>
    mutate(item, `${path}.${key}`, (other) => put({ ...value, [key]: other })),
  );
  return [...here, unknown, ...misshapen, ...missing, ...inside];
}
