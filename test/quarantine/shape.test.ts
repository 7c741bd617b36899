import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapeOf } from '../../src/quarantine/shape.ts';

const of = (fields: unknown): unknown => shapeOf({ source: 'openedx', name: 'a', fields });

describe('the shape of a record', () => {
  test('has the paths of its fields with the types that stand there', () => {
    expect(
      of({
        name: 'a',
        context: { user_id: '3', module: {} },
        event: { list: [1, 'a', null], deep: [{ a: true }, { a: 1 }] },
      }),
    ).toEqual({
      name: 'string',
      'context.user_id': 'string',
      'context.module': 'object',
      'event.list[]': 'null | number | string',
      'event.deep[].a': 'boolean | number',
    });
  });

  test('shows no name that cannot be that of a field', () => {
    expect(of({ 'anna@example.edu': 1, 'Anna Person': 2, '17': 3, 'https://acme.example/ext?who=anna': 4 })).toEqual({
      "'(an unusual name)'": 'number',
    });
    expect(of({ 'https://acme.example/extensions/time': 4 })).toEqual({
      "'https://acme.example/extensions/time'": 'number',
    });
  });

  test('shows no name that is a person of the record', () => {
    expect(of({ username: 'anna_smith', event: { anna_smith: 1, of_Anna_Smith_too: 2, score: 3 } })).toEqual({
      username: 'string',
      "event.'(an unusual name)'": 'number',
      'event.score': 'number',
    });
  });

  test('shows a map of entries that are alike as one', () => {
    expect(of({ event: { students: { bert: { score: 1 }, carla: { score: '2' } } } })).toEqual({
      'event.students.*.score': 'number | string',
    });
  });

  test('of what is no object is its type', () => {
    expect([of('text'), of(null), of([1])]).toEqual([{ '': 'string' }, { '': 'null' }, { '': 'array' }]);
  });

  test('ends, however large and deep the record is', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 60; level++) deep = { a: deep };
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field_${index}`, index]));
    expect(of({ deep })).toEqual({ [`deep${'.a'.repeat(11)}`]: 'object' });
    expect(Object.keys(of({ wide }) as object)).toHaveLength(200);
  });

  test('holds no value, whatever the record is', () => {
    const canary = 'canary-value-q9';
    const values = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.constant(canary),
        fc.constant(`x ${canary}`),
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(values, (event) => {
        expect(JSON.stringify(of({ username: canary, event }))).not.toContain(canary);
        expect(JSON.stringify(of({ username: canary, event: { [canary]: event } }))).not.toContain(canary);
      }),
    );
  });
});
