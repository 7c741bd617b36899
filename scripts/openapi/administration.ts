import { TEXTS as deadLetterTexts, LARGEST_PAGE, PAGE } from '../../src/status/dead-letters.ts';
import { KINDS, QUARANTINE_TEXTS } from '../../src/status/quarantine.ts';
import { EXPOSITION_TYPE } from '../../src/status/exposition.ts';
import { externalIdPaths } from './external-ids.ts';
import { instant, object, oneOf, ref, text, type Schema } from './json-schema.ts';
import { asAdmin, type Parameter, type Paths, type RequestBody } from './operation.ts';
import { adminJson, noStore, notAdmin, problem, unavailable, type Responses } from './responses.ts';

const listId: Schema = { type: 'string', pattern: '^\\d{1,6}\\.\\d{1,15}$' };
const cursor: Schema = { type: 'string', pattern: '^\\d{1,6}\\.\\d{1,15}$' };
const next: Schema = { anyOf: [cursor, { type: 'null' }], description: 'The `cursor` of the following page, or null.' };

const meanings: Readonly<Record<string, string>> = {
  destination: 'Name of the destination.',
  reason: 'Why it was given up.',
  rule: 'The mapping rule.',
  source: 'Name of the source.',
  kind: 'Why it is kept.',
  code: 'The code of the failure or fault.',
  name: 'The name of the event, or the verb.',
  before: 'Before this instant, exclusive.',
  after: 'After this instant, exclusive.',
};

/** The schema of a filter by its name. */
function filterSchema(name: string): Schema {
  if (name === 'before' || name === 'after') return instant;
  return name === 'kind' ? oneOf(KINDS) : text;
}

function filters(names: readonly string[]): Parameter[] {
  return [...names, 'before', 'after'].map((name) => ({
    name,
    in: 'query',
    description: meanings[name] ?? name,
    schema: filterSchema(name),
  }));
}

const paging: readonly Parameter[] = [
  { name: 'cursor', in: 'query', description: 'The `next` of an earlier answer.', schema: cursor },
  {
    name: 'limit',
    in: 'query',
    description: `Rows on a page; more than ${LARGEST_PAGE} are never given.`,
    schema: { type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: PAGE },
  },
];

/** A filter as a body: `{}` means all, and a name that is misspelt is refused. */
function filterBody(
  names: readonly string[],
  example: unknown,
  also: Readonly<Record<string, Schema>> = {},
): RequestBody {
  const properties = Object.fromEntries(
    [...names, 'before', 'after'].map((name): [string, Schema] => [
      `${name}?`,
      { ...filterSchema(name), description: meanings[name] ?? name },
    ]),
  );
  const ids: Schema = { type: 'array', items: listId, description: 'As listed.' };
  const schema = object({ 'ids?': ids, ...properties, ...also });
  const examples = { all: { summary: 'all of them', value: {} }, some: { value: example } };
  return { required: true, content: { 'application/json': { schema, examples } } };
}

const refused: Responses = { 400: problem(400, ['BAD_FILTER']), 401: notAdmin };
const asked: Responses = { ...refused, 503: unavailable(['OUTBOX_UNREACHABLE']) };

const tags = ['administration'];

/** What the administrator asks and does. */
export const administrationPaths: Paths = {
  '/v1/status': {
    get: {
      operationId: 'getStatus',
      tags,
      summary: 'The state of everything',
      security: asAdmin,
      responses: {
        200: adminJson('The state.', ref('StatusSummary')),
        401: notAdmin,
        503: unavailable(['OUTBOX_UNREACHABLE']),
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      tags,
      summary: 'The same as metrics, for Prometheus',
      description: 'docs/19-operations.md explains each, and has alerts.',
      security: asAdmin,
      responses: {
        200: {
          description: 'The text format of Prometheus.',
          headers: { 'Cache-Control': noStore },
          content: { [EXPOSITION_TYPE]: { schema: { type: 'string', pattern: '^# HELP caliper_edge_' } } },
        },
        401: notAdmin,
        503: unavailable(['OUTBOX_UNREACHABLE']),
      },
    },
  },
  '/v1/destinations/{name}/resume': {
    post: {
      operationId: 'resumeDestination',
      tags,
      summary: 'Resume a paused destination',
      description: 'What waits is sent at once. One that is not paused is tried at once.',
      security: asAdmin,
      parameters: [{ name: 'name', in: 'path', required: true, description: 'Name of the destination.', schema: text }],
      responses: {
        200: adminJson('Resumed.', object({ destination: text, state: { const: 'open' } }), {
          destination: 'udp',
          state: 'open',
        }),
        401: notAdmin,
        404: problem(404, ['NO_SUCH_DESTINATION']),
        503: unavailable(['OUTBOX_UNREACHABLE']),
      },
    },
  },
  '/v1/dead-letters': {
    get: {
      operationId: 'listDeadLetters',
      tags,
      summary: 'Events that were given up',
      description: 'By shard, then the oldest first.',
      security: asAdmin,
      parameters: [...filters(deadLetterTexts), ...paging],
      responses: {
        200: adminJson('A page.', object({ deadLetters: { type: 'array', items: ref('DeadLetter') }, next }), {
          deadLetters: [],
          next: null,
        }),
        ...asked,
      },
    },
  },
  '/v1/dead-letters/replay': {
    post: {
      operationId: 'replayDeadLetters',
      tags,
      summary: 'Send events once more, with the ids that they have',
      description: 'Up to 1,000 of each shard; while `more` is true, call it again.',
      security: asAdmin,
      requestBody: filterBody(deadLetterTexts, { destination: 'udp', reason: 'REFUSED' }),
      responses: { 200: adminJson('How many wait again.', ref('Moved'), { count: 2, more: false }), ...asked },
    },
  },
  '/v1/dead-letters/drop': {
    post: {
      operationId: 'dropDeadLetters',
      tags,
      summary: 'Delete events for good',
      description: 'Up to 1,000 of each shard; while `more` is true, call it again.',
      security: asAdmin,
      requestBody: filterBody(deadLetterTexts, { ids: ['0.17'] }),
      responses: { 200: adminJson('How many are gone.', ref('Moved'), { count: 1, more: false }), ...asked },
    },
  },
  '/v1/quarantine': {
    get: {
      operationId: 'listQuarantine',
      tags,
      summary: 'Source records that gave no event',
      description:
        'Facts and names of fields, never a value. By shard, then the oldest first; with `group=name` how many there are of each.',
      security: asAdmin,
      parameters: [
        ...filters(QUARANTINE_TEXTS),
        ...paging,
        { name: 'group', in: 'query', description: 'Count instead of list.', schema: { const: 'name' } },
      ],
      responses: {
        200: adminJson(
          'A page, or the groups.',
          {
            anyOf: [
              object({ records: { type: 'array', items: ref('QuarantinedRecord') }, next }),
              object({ groups: { type: 'array', items: ref('QuarantineGroup') } }),
            ],
          },
          { records: [], next: null },
        ),
        ...asked,
      },
    },
  },
  '/v1/quarantine/replay': {
    post: {
      operationId: 'replayQuarantine',
      tags,
      summary: 'Translate kept records under the tables of today',
      description: 'Up to 1,000; while `more` is true, call it again with `cursor` set to `next`.',
      security: asAdmin,
      requestBody: filterBody(QUARANTINE_TEXTS, { name: 'acme.widget.opened' }, { 'cursor?': cursor }),
      responses: {
        200: adminJson('What became of them.', ref('ReplayAnswer')),
        ...refused,
        503: unavailable(['OUTBOX_FULL', 'OUTBOX_UNREACHABLE']),
      },
    },
  },
  '/v1/quarantine/drop': {
    post: {
      operationId: 'dropQuarantine',
      tags,
      summary: 'Delete kept records for good',
      description: 'Up to 1,000 of each shard; while `more` is true, call it again.',
      security: asAdmin,
      requestBody: filterBody(QUARANTINE_TEXTS, { kind: 'unmapped' }),
      responses: { 200: adminJson('How many are gone.', ref('Moved'), { count: 1, more: false }), ...asked },
    },
  },
  '/v1/external-ids': externalIdPaths(),
};
