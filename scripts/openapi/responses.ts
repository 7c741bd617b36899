import { problemResponse, type Problem } from '../../src/http/problem.ts';
import { count, object, oneOf, ref, text, type Schema } from './json-schema.ts';
import { problemMeanings } from './problem-meanings.ts';

/** A header field of an answer. */
export interface Header {
  description: string;
  required: true;
  schema: Schema;
}

/** What is answered with a status. */
export interface Answered {
  description: string;
  headers?: Readonly<Record<string, Header>>;
  content?: Readonly<Record<string, { schema: Schema; examples?: Readonly<Record<string, { value: unknown }>> }>>;
}

/** Answers by status. */
export type Responses = Readonly<Record<string, Answered>>;

/** Codes of a problem that have members in common. */
export interface Codes {
  codes: readonly string[];
  members?: Readonly<Record<string, Schema>>;
}

const titled: readonly Problem['status'][] = [400, 401, 403, 404, 405, 413, 415, 503];

const titles = new Map(
  await Promise.all(
    titled.map(async (status): Promise<[number, string]> => {
      const body: unknown = await problemResponse({ status, code: '', message: '' }).json();
      return [status, (body as { title: string }).title];
    }),
  ),
);

/** The header that goes with everything temporary. */
export const retryAfter: Header = {
  description: 'Seconds after which to send it again.',
  required: true,
  schema: { type: 'string', pattern: '^\\d+$' },
};

/** Admin answers are not for caches. */
export const noStore: Header = {
  description: 'What the administrator sees is not kept in caches.',
  required: true,
  schema: { const: 'no-store' },
};

/** The other members of a body that holds `problems`. */
export function problemsOf(schema: string): Record<string, Schema> {
  return { problems: { type: 'array', items: ref(schema) }, 'problemsOmitted?': count };
}

/**
 * The answer `application/problem+json` of a status (RFC 9457), with every code that it can have.
 *
 * @param title false for the built-in endpoint, whose problems have none
 */
export function problem(
  status: number,
  groups: readonly (string | Codes)[],
  headers: Readonly<Record<string, Header>> = {},
  title = true,
): Answered {
  const plain = groups.filter((group) => typeof group === 'string');
  const all: Codes[] = [
    ...(plain.length > 0 ? [{ codes: plain }] : []),
    ...groups.filter((one) => typeof one !== 'string'),
  ];
  const schemas = all.map(({ codes, members = {} }) =>
    object({
      type: { const: 'about:blank' },
      ...(title && { title: { const: titles.get(status) } }),
      status: { const: status },
      code: oneOf(codes),
      detail: { ...text, description: 'What is wrong and what to do; no person value and no secret.' },
      ...members,
    }),
  );
  const [only] = schemas;
  const codes = all.flatMap((group) => group.codes);
  return {
    description: codes.map((code) => `\`${code}\`: ${meaning(code)}`).join('\n'),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      'application/problem+json': {
        schema: schemas.length === 1 && only !== undefined ? only : { anyOf: schemas },
      },
    },
  };
}

function meaning(code: string): string {
  const found = problemMeanings[code];
  if (found === undefined) throw new Error(`scripts/openapi/problem-meanings.ts does not explain ${code}`);
  return found;
}

/** 503 with what every address can say of the adapter itself, and with codes of its own. */
export function unavailable(codes: readonly string[] = [], headers: Readonly<Record<string, Header>> = {}): Answered {
  const faults: Schema = { type: 'array', items: ref('ConfigFault'), minItems: 1 };
  const configuration: Codes = { codes: ['CONFIGURATION'], members: { faults } };
  return problem(503, [...codes, 'INTERNAL_FAULT', configuration], { 'Retry-After': retryAfter, ...headers });
}

/** A JSON answer of the administrator. */
export function adminJson(description: string, schema: Schema, example?: unknown): Answered {
  return { ...json(description, schema, example), headers: { 'Cache-Control': noStore } };
}

/** A JSON answer. */
export function json(description: string, schema: Schema, example?: unknown): Answered {
  const examples = example === undefined ? {} : { examples: { default: { value: example } } };
  return { description, content: { 'application/json': { schema, ...examples } } };
}

/** Without the admin token. */
export const notAdmin: Answered = problem(401, ['ADMIN_TOKEN'], {
  'WWW-Authenticate': {
    description: 'How to say who asks.',
    required: true,
    schema: { const: 'Bearer realm="caliper-edge admin"' },
  },
  'Cache-Control': noStore,
});
