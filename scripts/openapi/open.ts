import { object, ref, text, type Schema } from './json-schema.ts';
import { anyone, type Parameter, type Paths } from './operation.ts';
import { problem, unavailable, type Header } from './responses.ts';

const noStore: Header = { description: 'It is of the moment.', required: true, schema: { const: 'no-store' } };

const health: readonly Parameter[] = [
  {
    name: 'ready',
    in: 'query',
    description: 'Only whether it can take records: for load balancers.',
    schema: { const: '' },
  },
  { name: 'live', in: 'query', description: 'Only whether its store answers: for restarts.', schema: { const: '' } },
];

const reasons: Schema = { type: 'array', items: ref('HealthFault'), minItems: 1 };

/** What anyone may read. */
export const openPaths: Paths = {
  '/healthz': {
    get: {
      operationId: 'getHealth',
      tags: ['open'],
      summary: 'Whether records are taken and delivered',
      security: anyone,
      parameters: health,
      responses: {
        200: {
          description: 'All is well.',
          headers: { 'Cache-Control': noStore },
          content: {
            'application/json': {
              schema: object({ status: { const: 'ok' } }),
              examples: { default: { value: { status: 'ok' } } },
            },
          },
        },
        503: {
          description: `Not all is well, for these reasons; or: ${unavailable().description}`,
          content: {
            'application/json': {
              schema: object({ status: { const: 'unavailable' }, reasons }),
              examples: {
                default: {
                  value: {
                    status: 'unavailable',
                    reasons: [{ code: 'DESTINATION_PAUSED', destination: 'udp', reason: 'UNAUTHORIZED' }],
                  },
                },
              },
            },
            ...unavailable().content,
          },
        },
      },
    },
  },
  '/.well-known/jwks.json': {
    get: {
      operationId: 'getSigningKeys',
      tags: ['open'],
      summary: 'The public keys of the signatures',
      description: 'The current one first, then previous and next ones.',
      security: anyone,
      responses: {
        200: {
          description: 'A JWK Set (RFC 7517).',
          headers: {
            'Cache-Control': {
              description: 'Receivers may keep it that long.',
              required: true,
              schema: { type: 'string', pattern: '^public, max-age=\\d+$' },
            },
          },
          content: {
            'application/jwk-set+json': { schema: object({ keys: { type: 'array', items: ref('PublicKey') } }) },
          },
        },
        503: unavailable(),
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'getDescription',
      tags: ['open'],
      summary: 'This document',
      description:
        'A static file: it is served whatever the state of the adapter. Other methods are answered with 405 without a body.',
      security: anyone,
      responses: {
        200: {
          description: 'OpenAPI 3.1.',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { openapi: { type: 'string', pattern: '^3\\.1\\.' }, info: { type: 'object' } },
                required: ['openapi', 'info'],
              },
            },
          },
        },
      },
    },
  },
};

/** What the addresses of the document have in common. */
export const commonResponses = {
  NotFound: problem(404, ['NOT_FOUND']),
  MethodNotAllowed: problem(405, ['METHOD_NOT_ALLOWED'], {
    Allow: { description: 'The methods that the address takes.', required: true, schema: text },
  }),
};
