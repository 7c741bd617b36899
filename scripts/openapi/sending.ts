import { readWranglerConfig } from '../wrangler-config.ts';
import { join } from 'node:path';
import { ref, type Schema } from './json-schema.ts';
import { anyone, asSource, type Parameter, type Paths, type RequestBody } from './operation.ts';
import { json, problem, problemsOf, unavailable, type Answered, type Responses } from './responses.ts';

/** Codes of a token that does not let in; test/openapi/codes.test.ts holds them against src/ingest/source-tokens.ts. */
export const tokenCodes = [
  'TOKEN_UNREADABLE',
  'TOKEN_WRONG_ISSUER',
  'TOKEN_WRONG_AUDIENCE',
  'TOKEN_EXPIRED',
  'TOKEN_NOT_YET_VALID',
  'TOKEN_WITHOUT_EXPIRY',
  'TOKEN_WRONG_ALGORITHM',
  'TOKEN_UNKNOWN_KEY',
  'TOKEN_WRONG_SIGNATURE',
];

/** The default of a setting, as wrangler.toml has it. */
function setting(name: string): string {
  const vars = readWranglerConfig(join(import.meta.dirname, '../../wrangler.toml')).vars ?? {};
  const value = vars[name];
  if (typeof value !== 'number') throw new Error(`${name} has no number in wrangler.toml`);
  return `\`${name}\` (${value} unless set)`;
}

/** 401 of who sends. */
export const notSource: Answered = problem(401, ['NO_KEY', 'WRONG_KEY', ...tokenCodes], {
  'WWW-Authenticate': {
    description: 'How to say who sends.',
    required: true,
    schema: { type: 'string', pattern: '^Bearer' },
  },
});

/** What is refused of a body before it is looked at. */
export const refusedBodies: Responses = {
  401: notSource,
  413: problem(413, ['BODY_TOO_LARGE', 'TOO_MANY_RECORDS']),
  415: problem(415, ['UNSUPPORTED_ENCODING', 'UNSUPPORTED_FORMAT']),
};

export const bodyCodes = ['EMPTY_BODY', 'CORRUPT_COMPRESSION', 'BODY_CUT'];

/** How bodies may be compressed. */
export const contentEncoding: Parameter = {
  name: 'Content-Encoding',
  in: 'header',
  description: 'Several are undone from the last to the first. Bare gzip is known by its first bytes without it.',
  schema: { type: 'string', pattern: '^(gzip|x-gzip|deflate|identity)(, *(gzip|x-gzip|deflate|identity))*$' },
};

const trackingEvent = {
  name: 'play_video',
  event_type: 'play_video',
  event_source: 'browser',
  time: '2026-03-02T09:00:00.000000+00:00',
  page: 'https://lms.example.edu/courses/course-v1:edX+DemoX+Demo/courseware/a/b/1',
  context: { course_id: 'course-v1:edX+DemoX+Demo', org_id: 'edX', path: '/event', user_id: 1 },
  event: '{"id": "0b9e", "code": "html5", "duration": 195, "currentTime": 12.5}',
};

const statement = {
  id: '7a1e0b56-3c1d-4a9e-9f0a-2f6a3c8f1d02',
  actor: { account: { homePage: 'https://lms.example.edu', name: 'an-invented-learner' } },
  verb: { id: 'https://w3id.org/xapi/video/verbs/played' },
  object: {
    id: 'https://lms.example.edu/videos/7',
    definition: { type: 'https://w3id.org/xapi/video/activity-type/video' },
  },
  timestamp: '2026-03-02T09:00:00.000Z',
};

/** Statements that hold nobody, for examples. */
export const exampleStatement: unknown = statement;

const objectOrList: Schema = { anyOf: [{ type: 'object' }, { type: 'array', items: { type: ['object', 'string'] } }] };

const anyBody = (whose: string): RequestBody => ({
  required: true,
  description: `${whose}, in whatever form: one JSON object, an array, one object a line, objects in a row, or lines of text with a prefix before the first \`{\` (Tutor, syslog). The wrappers of shippers are taken off (\`message\`, \`log\`, \`event\`, \`event.original\`, \`msg\`). The media type is not looked at: the body is. At most ${setting('MAX_BODY_BYTES')} bytes after decompression, and ${setting('MAX_RECORDS')} records.`,
  content: {
    'application/json': {
      schema: objectOrList,
      examples: {
        one: { summary: 'one event', value: trackingEvent },
        list: { summary: 'a list, as Vector and Logstash send it', value: [trackingEvent] },
        wrapped: {
          summary: 'a line of a log in the wrapper of a shipper',
          value: [
            {
              date: 1772442000.5,
              log: `2026-03-02 09:00:00,000 INFO 1 [tracking] [user None] [ip None] logger.py:41 - ${JSON.stringify(trackingEvent)}`,
            },
          ],
        },
      },
    },
    'application/x-ndjson': {
      schema: { type: 'string' },
      examples: { one: { value: `${JSON.stringify(trackingEvent)}\n` } },
    },
    'text/plain': { schema: { type: 'string' } },
    '*/*': { schema: { type: 'string' } },
  },
});

const sums = {
  received: 1,
  emitted: 1,
  skipped: 0,
  unmapped: 0,
  failed: 0,
  rejected: 0,
  duplicates: 0,
  events: 1,
  problems: [],
};

/** Where tracking events come in. */
export const sendingPaths: Paths = {
  '/v1/tracking-logs': {
    post: {
      operationId: 'sendTrackingLogs',
      tags: ['sending'],
      summary: 'Send Open edX tracking events',
      description:
        'Answers 200 once all events are on disk. A bad record hurts no other and never shows in the status: see `problems`. A repeat makes no second event. Everything temporary is 503 with `Retry-After`, with nothing stored.',
      security: asSource,
      parameters: [contentEncoding],
      requestBody: anyBody('Tracking events'),
      responses: {
        200: json(`Stored. \`problems\` has at most ${setting('MAX_PROBLEMS')} entries.`, ref('Answer'), sums),
        400: problem(400, [...bodyCodes, { codes: ['NOTHING_READABLE'], members: problemsOf('RecordProblem') }]),
        ...refusedBodies,
        503: unavailable(['OUTBOX_FULL', 'OUTBOX_UNREACHABLE', 'JWKS_UNREACHABLE']),
      },
    },
    head: {
      operationId: 'askTrackingLogs',
      tags: ['sending'],
      summary: 'Ask whether the address is there, as Vector does before it starts',
      security: anyone,
      responses: {
        200: { description: 'It is there; nothing is said of its health.' },
        503: { description: 'The settings are wrong; nothing is taken until they are mended.' },
      },
    },
  },
  '/v1/translate': {
    post: {
      operationId: 'translate',
      tags: ['sending'],
      summary: 'Try records out: nothing is stored or sent',
      description: 'For each record: the outcome, the rule with file and line, and the Caliper events, or the reason.',
      security: asSource,
      parameters: [
        {
          name: 'source',
          in: 'query',
          description: 'What the records are.',
          schema: { type: 'string', enum: ['openedx', 'xapi'], default: 'openedx' },
        },
        contentEncoding,
      ],
      requestBody: anyBody('Tracking events, or xAPI statements'),
      responses: {
        200: json('What would become of each record.', ref('DryRun')),
        400: problem(400, [
          ...bodyCodes,
          'UNKNOWN_SOURCE',
          { codes: ['NOTHING_READABLE'], members: problemsOf('RecordProblem') },
        ]),
        ...refusedBodies,
        503: unavailable(['JWKS_UNREACHABLE']),
      },
    },
  },
};
