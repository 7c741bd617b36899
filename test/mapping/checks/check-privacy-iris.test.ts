import { describe, expect, it } from 'vitest';
import { checkPrivacy } from '../../../src/mapping/check-privacy.ts';
import type { ValueNode } from '../../../src/mapping/table.ts';
import { closedFields } from '../../../src/privacy/person-fields.ts';
import { call, constant, field, map, pausing, rule, table } from './tables.ts';

function codesOf(value: ValueNode): string[] {
  const source = table([rule([pausing({ extensions: map({ 'org.example': value }) })])]);
  return checkPrivacy(source, closedFields.openedx, new WeakMap()).map(({ code }) => code);
}

const before = constant('https://lms.example.edu/xblock/');

describe('the privacy check of lists of IRIs', () => {
  it('accepts an open property of the items, refuses a closed one', () => {
    expect(codesOf(call(field('event.result'), 'iris', before, constant('usage_key')))).toEqual([]);
    expect(codesOf(call(field('event.result'), 'iris', before, constant('user_id')))).toEqual(['PRIVATE_FIELD']);
  });

  it('refuses closed items, and a closed beginning', () => {
    expect(codesOf(call(field('event.tags'), 'iris', before))).toEqual(['PRIVATE_FIELD']);
    expect(codesOf(call(field('event.ids'), 'iris', field('username')))).toEqual(['PRIVATE_FIELD']);
  });

  it('accepts the names of the parts of what a learner answered', () => {
    expect(codesOf(call(field('event.choices'), 'keys'))).toEqual([]);
    expect(codesOf(call(call(field('event.choices'), 'keys'), 'iris', before))).toEqual([]);
  });
});
