import { describe, expect, it } from 'vitest';
import { loadShipped } from './shipped.ts';
import { recordOf, shippedExamples, translate } from './shipped-events.ts';

const files = ['assessment', 'cmi5', 'general', 'h5p'].map((name) => `mappings/xapi/${name}.yaml`);
const rules = loadShipped()
  .table.sources.filter(({ source }) => source === 'xapi')
  .flatMap((table) => table.rules)
  .filter(({ file }) => files.includes(file));
const spellings = rules.flatMap(({ rule, names }) => names.map((name) => [rule, name] as const));

describe('every verb of the general tables, in each of its spellings,', () => {
  it.each(spellings)('%s takes %s', (rule, name) => {
    const taken = shippedExamples
      .filter((example) => example.rule === rule)
      .map((example) => translate({ ...recordOf(example, { ...example.given, name }), name }));
    expect(taken.filter(({ kind }) => kind === 'failed' || kind === 'unmapped')).toEqual([]);
    expect(taken.map((outcome) => (outcome.kind === 'unmapped' ? undefined : outcome.rule?.rule))).toContain(rule);
  });
});

describe('the general tables leave alone what another table is for', () => {
  const given = (fields: object) => ({
    id: '0a1b2c3d-0000-4000-8000-000000000001',
    name: 'http://adlnet.gov/expapi/verbs/shared',
    actor: { objectType: 'Agent', ifi: '31' },
    object: { id: 'https://media.example.edu/videos/7', objectType: 'Activity' },
    timestamp: '2026-03-02T09:30:15.123Z',
    ...fields,
  });
  const kindOf = (fields: object) => {
    const record = given(fields);
    return translate({ source: 'xapi', name: record.name, fields: record, seed: 'a' }).kind;
  };

  it.each([
    ['https://w3id.org/xapi/openedx/extension/transformer-version', 'event-routing-backends@9.0.0'],
    ['http://lrs.learninglocker.net/define/extensions/info', { event_name: 'x' }],
  ])('by the context extension %s', (key, value) => {
    expect(kindOf({})).toBe('emitted');
    expect(kindOf({ context: { extensions: { [key]: value } } })).toBe('unmapped');
  });

  it.each(['Agent', 'Group', 'StatementRef', 'SubStatement'])(
    'a statement about an object of type %s',
    (objectType) => {
      expect(kindOf({ object: { id: 'https://media.example.edu/videos/7', objectType } })).toBe('unmapped');
    },
  );

  it('a verb that only looks like one that is known', () => {
    expect(kindOf({ name: 'http://example.com/verbs/shared' })).toBe('unmapped');
  });
});
