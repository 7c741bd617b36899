import { Ajv2020 } from 'ajv/dist/2020.js';

// The structure of an OpenAPI 3.1 document (OpenAPI Specification 3.1.1, section 4.8), as far as this one uses it: every object is
// closed, so that nothing misspelt goes by. Schemas are checked apart, by the meta-schema of JSON Schema.

const text = { type: 'string', minLength: 1 };
const map = (values: object): object => ({ type: 'object', additionalProperties: values });
const closed = (properties: Record<string, object>, required: string[] = []): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const schema = { $ref: 'https://json-schema.org/draft/2020-12/schema' };
const example = closed({ summary: text, value: {} }, ['value']);
const media = closed({ schema, examples: map(example) }, ['schema']);
const content = { ...map(media), propertyNames: { pattern: '^[\\w*]+/[\\w.+*-]+(; ?[\\w-]+=[\\w.-]+)*$' } };
const header = closed({ description: text, required: { const: true }, schema }, ['description', 'schema']);
const response = closed({ description: text, headers: map(header), content }, ['description']);
const reference = closed({ $ref: { type: 'string', pattern: '^#/components/responses/[\\w.-]+$' } }, ['$ref']);
const parameter = {
  ...closed(
    {
      name: text,
      in: { enum: ['path', 'query', 'header', 'cookie'] },
      required: { type: 'boolean' },
      description: text,
      schema,
      example: {},
    },
    ['name', 'in', 'schema', 'description'],
  ),
};
const responses = {
  ...map({ anyOf: [response, reference] }),
  propertyNames: { pattern: '^[1-5]\\d\\d$' },
  minProperties: 1,
};
const operation = closed(
  {
    operationId: { type: 'string', pattern: '^[a-z]\\w+$' },
    tags: { type: 'array', items: text, minItems: 1 },
    summary: text,
    description: text,
    security: { type: 'array', items: map({ type: 'array', maxItems: 0 }) },
    parameters: { type: 'array', items: parameter },
    requestBody: closed({ required: { type: 'boolean' }, description: text, content }, ['content']),
    responses,
  },
  ['operationId', 'tags', 'summary', 'security', 'responses'],
);
const methods = ['get', 'head', 'post', 'put', 'delete', 'options'];
const pathItem = closed(Object.fromEntries(methods.map((method) => [method, operation])));
const names = { propertyNames: { pattern: '^[A-Za-z0-9._-]+$' } };
const scheme = {
  anyOf: [
    closed({ type: { const: 'http' }, scheme: { enum: ['bearer', 'basic'] }, description: text }, ['type', 'scheme']),
    closed({ type: { const: 'apiKey' }, in: { const: 'cookie' }, name: text, description: text }, [
      'type',
      'in',
      'name',
    ]),
  ],
};

const document = closed(
  {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: closed(
      {
        title: text,
        version: text,
        summary: text,
        description: text,
        license: closed({ name: text, identifier: text }, ['name']),
      },
      ['title', 'version'],
    ),
    servers: { type: 'array', items: closed({ url: text }, ['url']) },
    tags: { type: 'array', items: closed({ name: text, description: text }, ['name']) },
    paths: { ...map(pathItem), propertyNames: { pattern: '^/' } },
    components: closed({
      schemas: { ...map(schema), ...names },
      responses: { ...map(response), ...names },
      securitySchemes: { ...map(scheme), ...names },
    }),
  },
  ['openapi', 'info', 'paths', 'components'],
);

/** What is wrong with the structure of a document; nothing when it is sound. */
export function structureFaults(value: unknown): string[] {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(document);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
