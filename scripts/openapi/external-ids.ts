import { count, object, oneOf, ref, text, type Schema } from './json-schema.ts';
import { asAdmin, type Parameter, type Paths } from './operation.ts';
import { adminJson, notAdmin, problem, unavailable } from './responses.ts';

const tags = ['administration'];

/** What the administrator does with external ids. */
export function externalIdPaths(): Paths[string] {
  const parameters: Parameter[] = [
    {
      name: 'source',
      in: 'query',
      description: 'Name of the source to whose site they belong; may be left out where there is one source only.',
      schema: text,
    },
  ];
  const reported: Record<string, Schema> = {
    source: text,
    read: {
      ...count,
      description: 'Lines, without the header and empty ones: the sum of added, changed, unchanged and faulty.',
    },
    ...Object.fromEntries(['added', 'changed', 'unchanged', 'faulty'].map((name) => [name, count])),
    problems: { type: 'array', items: ref('LineFault') },
    'problemsOmitted?': count,
    externalIds: { ...count, description: 'How many there are now.' },
  };
  const unknown = ['UNKNOWN_SOURCE'];
  const store = unavailable(['EXTERNAL_IDS_UNREACHABLE']);
  const table = 'user_id,external_user_id\n1,5e2a1f60-8f0e-4a6b-9d0c-0f6f5a3b7c11\n';
  return {
    post: {
      operationId: 'importExternalIds',
      tags,
      summary: 'Import the external ids of learners',
      description:
        'A CSV table (RFC 4180) with the columns `user_id`, `external_user_id` and, if wanted, `username`, in any order. A line that is wrong hurts no other; the same table again changes nothing. Only hashes are stored of who is who.',
      security: asAdmin,
      parameters: [
        ...parameters,
        {
          name: 'Content-Encoding',
          in: 'header',
          description: 'How the table is compressed.',
          schema: oneOf(['gzip', 'identity']),
        },
      ],
      requestBody: {
        required: true,
        content: { 'text/csv': { schema: text, examples: { default: { value: table } } }, '*/*': { schema: text } },
      },
      responses: {
        200: adminJson('Imported, but for the lines in `problems`.', ref('Imported')),
        400: problem(400, [...unknown, 'NO_HEADER', 'BODY_CUT', { codes: ['NOTHING_READABLE'], members: reported }]),
        401: notAdmin,
        415: problem(415, ['UNSUPPORTED_ENCODING']),
        503: store,
      },
    },
    get: {
      operationId: 'countExternalIds',
      tags,
      summary: 'How many external ids there are',
      security: asAdmin,
      parameters,
      responses: {
        200: adminJson(
          'How many, and whether they are used.',
          object({
            source: text,
            externalIds: count,
            inUse: { type: 'boolean', description: 'The setting EXTERNAL_IDS.' },
          }),
          { source: 'lms', externalIds: 2, inUse: true },
        ),
        400: problem(400, unknown),
        401: notAdmin,
        503: store,
      },
    },
    delete: {
      operationId: 'deleteExternalIds',
      tags,
      summary: 'Delete all external ids of a site',
      security: asAdmin,
      parameters,
      responses: {
        200: adminJson('How many are gone.', object({ source: text, deleted: count }), { source: 'lms', deleted: 2 }),
        400: problem(400, unknown),
        401: notAdmin,
        503: store,
      },
    },
  };
}
