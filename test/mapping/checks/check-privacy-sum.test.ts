import { describe, expect, it } from 'vitest';
import { checkPrivacy } from '../../../src/mapping/check-privacy.ts';
import { closedFields } from '../../../src/privacy/person-fields.ts';
import { call, constant, field, map, pausing, rule, table } from './tables.ts';

/** The codes of the faults of a sum over a path in the items of `event.parts`, some of which hold closed fields. */
function codesOf(path: string): string[] {
  const sum = call(field('event.parts'), 'sum', constant(path));
  const source = table([rule([pausing({ extensions: map({ 'org.example': sum }) })])]);
  return checkPrivacy(source, closedFields.openedx, new WeakMap()).map(({ code }) => code);
}

describe('the privacy check of a sum', () => {
  it('accepts open numbers beside closed fields, refuses closed ones', () => {
    expect(codesOf('option.points')).toEqual([]);
    expect(codesOf('feedback')).toEqual(['PRIVATE_FIELD']);
    expect(codesOf('user_id')).toEqual(['PRIVATE_FIELD']);
  });
});
