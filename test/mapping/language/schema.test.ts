import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot, readMappingFiles } from '../../../src/cli/mapping-project.ts';
import { mappingSchema } from '../../../src/mapping/language/schema.ts';
import { readCases } from './cases.ts';

const validate = new Ajv({ allowUnionTypes: true, strict: false }).compile(mappingSchema());
const faultsOf = (text: string): string[] => {
  validate(parse(text));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
};
const shipped = await readMappingFiles(projectRoot);
const rule = (change: (text: string) => string): string =>
  change(`rules:
  - rule: video-stopped
    when: { name: stop_video }
    emit:
      - event: MediaEvent
        action: Ended
        object: { id: $(lms)/video/$(event.id), type: VideoObject }
    examples:
      - { name: a stop, given: { name: stop_video }, expect: [{ action: Ended }] }
`);

describe('schema/mapping.schema.json', () => {
  it('is what scripts/build-schema.ts writes', () => {
    const file = readFileSync(join(projectRoot, 'schema/mapping.schema.json'), 'utf8');
    expect(JSON.parse(file), 'stale: run node scripts/build-schema.ts').toEqual(mappingSchema());
  });

  it.each(shipped)('accepts $path', ({ text }) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each(readCases('valid', 'json').flatMap(({ name, files }) => files.map((file) => ({ name, ...file }))))(
    'accepts $path of $name',
    ({ text }) => {
      expect(faultsOf(text)).toEqual([]);
    },
  );

  it('accepts a rule as it should be', () => {
    expect(faultsOf(rule((text) => text))).toEqual([]);
  });

  it.each([
    ['an unknown key of a rule', 'when:', 'wen:'],
    ['an action of another type of event', 'action: Ended\n        object', 'action: Viewed\n        object'],
    ['an unknown type of event', 'MediaEvent', 'MediaEvnt'],
    ['an unknown slot', 'object:', 'objekt:'],
    ['an entity of the wrong type in a slot', 'VideoObject', 'Assessment'],
    ['an unknown test', '{ name: stop_video }', '{ name: { likes: stop_video } }'],
    ['an example without an expectation', ', expect: [{ action: Ended }]', ''],
  ])('refuses %s', (_what, from, to) => {
    expect(faultsOf(rule((text) => text.replace(from, to)))).not.toEqual([]);
  });
});
