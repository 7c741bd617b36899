import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApiText } from '../../scripts/openapi/document.ts';
import { problemMeanings } from '../../scripts/openapi/problem-meanings.ts';
import { document, faultsOf, promised, resolved } from './contract.ts';
import { structureFaults } from './structure.ts';

const root = join(import.meta.dirname, '../..');

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, ...operation })),
);

describe('schema/openapi.json', () => {
  test('is what the code says: else run npm run docs', { timeout: 120_000 }, () => {
    expect(readFileSync(join(root, 'schema/openapi.json'), 'utf8')).toBe(openApiText());
  });

  test('has the structure of OpenAPI 3.1', () => {
    expect(structureFaults(document)).toEqual([]);
  });

  test('refers to nothing that is not there, and holds nothing to which nothing refers', () => {
    const text = JSON.stringify(document);
    const refs = new Set(
      Array.from(text.matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g), ([, kind, name]) => `${kind}/${name}`),
    );
    const there = [
      ...Object.keys(document.components.schemas).map((name) => `schemas/${name}`),
      ...Object.keys(document.components.responses).map((name) => `responses/${name}`),
    ];
    expect([...refs].filter((one) => !there.includes(one))).toEqual([]);
    expect(there.filter((one) => !refs.has(one))).toEqual(['responses/NotFound', 'responses/MethodNotAllowed']);
  });

  test('names each operation once, in a tag and with a security scheme that there is', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    expect(operations.flatMap((one) => one.tags).filter((tag) => !tags.includes(tag))).toEqual([]);
    const schemes = Object.keys(document.components.securitySchemes);
    const named = operations.flatMap(({ security }) => security.flatMap((one) => Object.keys(one)));
    expect(named.filter((scheme) => !schemes.includes(scheme))).toEqual([]);
    expect(schemes.filter((scheme) => !named.includes(scheme))).toEqual([]);
  });

  test.each(operations)('declares each parameter of the path of $name', ({ path, parameters = [] }) => {
    const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    expect(parameters.filter((one) => one.in === 'path' && one.required !== true)).toEqual([]);
  });

  test('explains every code of a problem, and no code that there is not', () => {
    const codes = new Set(promised().flatMap((line) => line.split(' ')[3] ?? []));
    expect(Object.keys(problemMeanings).filter((code) => !codes.has(code) && code !== 'METHOD_NOT_ALLOWED')).toEqual(
      [],
    );
  });

  test('has examples that fit their schemas', () => {
    const examples = operations.flatMap(({ name, requestBody, responses }) => {
      const contents = [
        requestBody?.content ?? {},
        ...Object.values(responses).map((one) => resolved(one).content ?? {}),
      ];
      return contents.flatMap((content) =>
        Object.values(content).flatMap(({ schema, examples: all = {} }) =>
          Object.values(all).map(({ value }) => ({ name, schema, value })),
        ),
      );
    });
    expect(examples.length).toBeGreaterThan(30);
    expect(
      examples.map(({ name, schema, value }) => [name, ...faultsOf(schema, value)]).filter(([, fault]) => fault),
    ).toEqual([]);
  });

  test('has no user name, address or session in its examples', () => {
    const text = JSON.stringify(document);
    expect(text).not.toMatch(/\\?"(username|email|ip|session|mbox|agent)\\?":\s*\\?"[^"\\]+/);
    expect(text).not.toMatch(/[\w.]+@[\w-]+\.\w+|\b\d{1,3}(\.\d{1,3}){3}\b/);
  });
});
