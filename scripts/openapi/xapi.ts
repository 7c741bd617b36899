import { versions } from '../../src/ingest/xapi/headers.ts';
import { object, oneOf, ref, text, type Schema } from './json-schema.ts';
import { anyone, asSource, type Operation, type Parameter, type Paths, type RequestBody } from './operation.ts';
import { json, problem, unavailable, type Answered, type Header, type Responses } from './responses.ts';
import { bodyCodes, contentEncoding, exampleStatement, refusedBodies } from './sending.ts';

const uuid: Schema = { type: 'string', format: 'uuid' };

const always: Readonly<Record<string, Header>> = {
  'X-Experience-API-Version': { description: 'The version of the answer.', required: true, schema: oneOf(versions) },
  'Access-Control-Allow-Origin': {
    description: 'Pages of any site may read it.',
    required: true,
    schema: { const: '*' },
  },
};

const since: Readonly<Record<string, Header>> = {
  'X-Experience-API-Consistent-Through': {
    description: 'What was stored before this instant is settled.',
    required: true,
    schema: { type: 'string', format: 'date-time' },
  },
};

const versionHeader: Parameter = {
  name: 'X-Experience-API-Version',
  in: 'header',
  required: true,
  description: '`1.0`, `1.0.x` or `2.0.x`. A source with `compat = ["ralph"]` may leave it out.',
  schema: { type: 'string', pattern: '^(1\\.0(\\.\\d+)?|2\\.0\\.\\d+)$' },
  example: '1.0.3',
};

const compat =
  'What a source may have repaired before the check is set with `compat`; with `on-invalid = "quarantine"` a bad statement is kept and the others are taken.';

const partCodes = [
  ...['WRONG_CONTENT_TYPE', 'NO_BOUNDARY', 'BROKEN_MULTIPART', 'FIRST_PART_NOT_JSON', 'NOT_JSON'],
  ...['PART_WITHOUT_HASH', 'PART_NOT_BINARY', 'UNDECLARED_ATTACHMENT', 'WRONG_HASH'],
];

/** @param codes those of 400 beyond what both methods have @param large those of 413 */
function refused(codes: readonly string[], large: readonly string[]): Responses {
  const members = {
    problems: { type: 'array', items: ref('StatementProblem'), minItems: 1 },
    'problemsOmitted?': { type: 'integer', minimum: 1 },
  };
  const invalid = { codes: ['INVALID_STATEMENT'], members };
  return withHeaders({
    400: problem(400, ['WRONG_VERSION', ...bodyCodes, ...partCodes, ...codes, invalid]),
    ...refusedBodies,
    413: problem(413, large),
    503: unavailable(['OUTBOX_FULL', 'OUTBOX_UNREACHABLE', 'JWKS_UNREACHABLE']),
  });
}

/** Every answer carries them, but not those of an adapter whose settings are wrong or that failed. */
function withHeaders(responses: Responses): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, answer]): [string, Answered] => [
      status,
      status === '503' ? answer : { ...answer, headers: { ...answer.headers, ...always } },
    ]),
  );
}

function body(schema: Schema, value: unknown): RequestBody {
  const multipart: Schema = {
    type: 'string',
    description: 'The statements as first part, then an attachment in each part (xAPI, Communication 1.5.2).',
  };
  return {
    required: true,
    content: {
      'application/json': { schema, examples: { default: { value } } },
      'multipart/mixed': { schema: multipart },
    },
  };
}

const preflight: Answered = {
  description: 'What pages of other sites may send.',
  headers: {
    ...always,
    'Access-Control-Allow-Methods': { description: 'Methods.', required: true, schema: text },
    'Access-Control-Allow-Headers': { description: 'Header fields.', required: true, schema: text },
    'Access-Control-Max-Age': { description: 'Seconds for which this holds.', required: true, schema: text },
  },
};

function statements(suffix: string): Paths[string] {
  const options: Operation = {
    operationId: `askStatements${suffix}`,
    tags: ['xapi'],
    summary: 'Asked by browsers before they send',
    security: anyone,
    responses: { 204: preflight, 503: unavailable() },
  };
  return {
    post: {
      operationId: `sendStatements${suffix}`,
      tags: ['xapi'],
      summary: 'Send xAPI statements',
      description: `One statement or a list. One bad statement refuses the request, as the standard says. ${compat} A statement without id gets one from its content. A repeated id is a success and makes no second event.`,
      security: asSource,
      parameters: [versionHeader, contentEncoding],
      requestBody: body({ anyOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }] }, [
        exampleStatement,
      ]),
      responses: {
        ...withHeaders({
          200: { ...json('Stored. The ids, in order.', { type: 'array', items: uuid }), headers: since },
        }),
        ...refused([], ['BODY_TOO_LARGE', 'TOO_MANY_RECORDS']),
      },
    },
    put: {
      operationId: `putStatement${suffix}`,
      tags: ['xapi'],
      summary: 'Send one xAPI statement with its id',
      description: compat,
      security: asSource,
      parameters: [
        {
          name: 'statementId',
          in: 'query',
          required: true,
          description: 'The id of the statement. A source with `compat = ["ralph"]` may leave it out.',
          schema: uuid,
        },
        versionHeader,
        contentEncoding,
      ],
      requestBody: body({ type: 'object' }, exampleStatement),
      responses: {
        ...withHeaders({ 204: { description: 'Stored.', headers: since } }),
        ...refused(['WRONG_STATEMENT_ID', 'NOT_ONE_STATEMENT'], ['BODY_TOO_LARGE']),
      },
    },
    options,
  };
}

function about(suffix: string): Paths[string] {
  const version: Schema = { type: 'array', items: oneOf(versions), minItems: 1 };
  return {
    get: {
      operationId: `aboutXapi${suffix}`,
      tags: ['xapi'],
      summary: 'The versions of xAPI that are spoken',
      security: anyone,
      responses: {
        ...withHeaders({
          200: json('As the standard says.', object({ version, extensions: object({}) }), {
            version: versions,
            extensions: {},
          }),
        }),
        503: unavailable(),
      },
    },
    options: {
      operationId: `askAbout${suffix}`,
      tags: ['xapi'],
      summary: 'Asked by browsers before they read',
      security: anyone,
      responses: { 204: preflight, 503: unavailable() },
    },
  };
}

/** The receiving part of a learning record store; the second spelling is that of Ralph and of Tutor Aspects. */
export const xapiPaths: Paths = {
  '/xapi/statements': statements(''),
  '/xapi/about': about(''),
  '/xAPI/statements': statements('AsRalph'),
  '/xAPI/about': about('AsRalph'),
};
