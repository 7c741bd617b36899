import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formatsModule from 'ajv-formats';
import type { OpenApi } from '../../scripts/openapi/document.ts';
import type { Schema } from '../../scripts/openapi/json-schema.ts';
import type { Method } from '../../scripts/openapi/operation.ts';
import type { Answered } from '../../scripts/openapi/responses.ts';
import type { Shared } from '../../scripts/openapi/share-answers.ts';

/** The document as it is served. */
export const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schema/openapi.json'), 'utf8'),
) as OpenApi;

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
// A CommonJS package, of which compilers and Node disagree what `default` is.
const formats = formatsModule as unknown as ((ajv: Ajv2020) => void) & { default?: (ajv: Ajv2020) => void };
(formats.default ?? formats)(ajv);
const root = 'https://adapter.example.edu/openapi.json';
// Only its schemas: strict mode wants to know every keyword.
ajv.addSchema({ $id: root, components: { schemas: document.components.schemas } }, undefined, false, false);
ajv.addKeyword('components');

const compiled = new Map<Schema, ValidateFunction>();

/** What a value has against a schema of the document; nothing when it fits. */
export function faultsOf(schema: Schema, value: unknown): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/components/', `"${root}#/components/`);
  const validate = compiled.get(schema) ?? ajv.compile(JSON.parse(text) as object);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`.trim(),
  );
}

/** What stands at a reference, or itself. */
export function resolved(answer: Shared): Answered {
  if (!('$ref' in answer)) return answer;
  const found = document.components.responses[answer.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`nothing is at ${answer.$ref}`);
  return found;
}

/** The path of the document that an address belongs to; those with fewer parameters first. */
export function pathOf(pathname: string): string | undefined {
  return Object.keys(document.paths)
    .sort((a, b) => a.split('{').length - b.split('{').length)
    .find((path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname));
}

/** An answer as it came. */
export interface Came {
  status: number;
  headers: Headers;
  text: string;
}

/** Holds an answer against what the document says of it; gives the faults and the code of a problem. */
export function checkAnswer(
  answers: Readonly<Record<string, Shared>>,
  came: Came,
): { faults: string[]; code?: string } {
  const shared = answers[String(came.status)];
  if (shared === undefined) return { faults: [`status ${came.status} is not in the document`] };
  const { headers = {}, content } = resolved(shared);
  const faults = Object.entries(headers).flatMap(([name, { schema }]) => {
    const value = came.headers.get(name);
    return value === null ? [`the header ${name} is missing`] : faultsOf(schema, value).map((one) => `${name}: ${one}`);
  });
  const type = came.headers.get('Content-Type');
  if (content === undefined) {
    return { faults: [...faults, ...(came.text === '' ? [] : ['there is a body, but none in the document'])] };
  }
  const plain = (media: string): string => media.split(';')[0]?.trim() ?? '';
  const media = Object.keys(content).find((known) => known === type || plain(known) === plain(type ?? ''));
  const schema = media === undefined ? undefined : content[media]?.schema;
  if (schema === undefined) return { faults: [...faults, `the media type ${type} is not in the document`] };
  const value: unknown = /json$/.test(plain(media ?? '')) ? JSON.parse(came.text) : came.text;
  const code = typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : undefined;
  return { faults: [...faults, ...faultsOf(schema, value)], ...(code !== undefined && { code }) };
}

/** Every answer that the document promises: `POST /v1/translate 400 UNKNOWN_SOURCE`, or without a code where it has none. */
export function promised(): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.entries(responses).flatMap(([status, answer]) => {
        const problem = resolved(answer).content?.['application/problem+json']?.schema;
        const branches = problem?.anyOf ?? (problem === undefined ? [] : [problem]);
        const codes = branches.flatMap((branch) => branch.properties?.['code']?.enum ?? []).map(String);
        const others = Object.keys(resolved(answer).content ?? {}).filter(
          (media) => media !== 'application/problem+json',
        );
        const plain = codes.length === 0 || others.length > 0 ? [''] : [];
        return [...plain, ...codes].map((code) => `${method.toUpperCase()} ${path} ${status} ${code}`.trim());
      }),
    ),
  );
}

/** Holds answers against the document, and remembers which it has seen. */
export function createContract(): {
  seen: Set<string>;
  check(method: string, address: string, came: Came): string[];
} {
  const seen = new Set<string>();
  return {
    seen,
    check(method, address, came) {
      const path = pathOf(new URL(address).pathname);
      const item = path === undefined ? undefined : document.paths[path];
      // HEAD is answered as GET is.
      const known = item?.[method.toLowerCase() as Method] ?? (method === 'HEAD' ? item?.get : undefined);
      const common = came.status === 405 ? 'MethodNotAllowed' : 'NotFound';
      const answers = known?.responses ?? {
        [String(came.status)]: document.components.responses[common] ?? { description: '' },
      };
      const { faults, code } = checkAnswer(answers, came);
      seen.add(`${method} ${path ?? address} ${came.status}${code === undefined ? '' : ` ${code}`}`);
      return faults;
    },
  };
}
