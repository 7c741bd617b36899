import { LARGEST_BODY, LARGEST_PAGE } from '../../src/inbox/routes.ts';
import { caliperContext } from '../../src/caliper/model.ts';
import { object, oneOf, ref, type Schema } from './json-schema.ts';
import { asAdmin, asSender, type Parameter, type Paths } from './operation.ts';
import { adminJson, notAdmin, problem, unavailable } from './responses.ts';

const number: Schema = { type: 'integer', minimum: 0 };
const next: Schema = {
  type: ['integer', 'null'],
  minimum: 0,
  description: 'The `cursor` of the following page, or null.',
};
const paging: readonly Parameter[] = [
  { name: 'cursor', in: 'query', description: 'The `next` of an earlier answer.', schema: { ...number, default: 0 } },
  {
    name: 'limit',
    in: 'query',
    description: 'Rows on a page.',
    schema: { ...number, minimum: 1, maximum: LARGEST_PAGE, default: 100 },
  },
];
const off = problem(404, ['NOT_FOUND']);
const tags = ['inbox'];

const envelope = object({
  sensor: { type: 'string', format: 'uri' },
  sendTime: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
  dataVersion: oneOf(Object.values(caliperContext)),
  data: { type: 'array', items: ref('CaliperEvent'), minItems: 1 },
});

const signatureRefusals = [
  ...['ALGORITHM_REFUSED', 'CRIT_UNKNOWN', 'KEY_UNKNOWN', 'SIGNATURE_INVALID', 'SIGNATURE_STALE'],
  ...['SIGNATURE_EARLY', 'URL_MISMATCH', 'SIGNATURE_REPLAYED'],
];

/** The built-in Caliper endpoint, where INBOX is on: for local runs. */
export const inboxPaths: Paths = {
  '/inbox': {
    post: {
      operationId: 'receiveEnvelope',
      tags,
      summary: 'The built-in Caliper endpoint',
      description:
        'For trying out: it checks media type, token, signature (docs/03-receiving-events.md) and envelope, as a receiver does.',
      security: asSender,
      parameters: [
        {
          name: 'X-JWS-Signature',
          in: 'header',
          required: true,
          description: 'A detached JWS over the raw bytes of the body (RFC 7515, appendix F; RFC 7797).',
          schema: { type: 'string', pattern: '^[\\w-]+\\.\\.[\\w-]+$' },
        },
      ],
      requestBody: {
        required: true,
        description: `At most ${LARGEST_BODY} bytes.`,
        content: { 'application/json': { schema: envelope } },
      },
      responses: {
        200: { description: 'Stored.' },
        400: problem(
          400,
          [
            'NOT_JSON',
            'NOT_AN_ENVELOPE',
            'SENSOR',
            'SEND_TIME',
            'DATA',
            'EVENT',
            'SIGNATURE_MISSING',
            'SIGNATURE_MALFORMED',
          ],
          {},
          false,
        ),
        401: problem(401, ['TOKEN', ...signatureRefusals], {}, false),
        404: off,
        413: problem(413, ['ENVELOPE_TOO_LARGE'], {}, false),
        415: problem(415, ['MEDIA_TYPE'], {}, false),
        422: problem(422, ['DATA_VERSION'], {}, false),
        503: unavailable(),
      },
    },
    get: {
      operationId: 'getInbox',
      tags,
      summary: 'How much the built-in endpoint has got',
      security: asAdmin,
      responses: {
        200: adminJson('Totals.', ref('InboxTotals'), { envelopes: 1, events: 3, repeats: 0 }),
        401: notAdmin,
        404: off,
        503: unavailable(),
      },
    },
  },
  '/inbox/events': {
    get: {
      operationId: 'listInboxEvents',
      tags,
      summary: 'The events that the built-in endpoint has got',
      security: asAdmin,
      parameters: paging,
      responses: {
        200: adminJson(
          'A page, the oldest first.',
          object({ events: { type: 'array', items: ref('InboxEvent') }, next }),
        ),
        401: notAdmin,
        404: off,
        503: unavailable(),
      },
    },
  },
  '/inbox/envelopes': {
    get: {
      operationId: 'listInboxEnvelopes',
      tags,
      summary: 'The envelopes that the built-in endpoint has got, as they came',
      security: asAdmin,
      parameters: paging,
      responses: {
        200: adminJson(
          'A page, the oldest first.',
          object({ envelopes: { type: 'array', items: ref('InboxEnvelope') }, next }),
        ),
        401: notAdmin,
        404: off,
        503: unavailable(),
      },
    },
  },
};
