import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRules } from '../../src/console/playground/read-rules.ts';
import { createEngine } from '../../src/mapping/engine.ts';
import type { RuleNode, ValueNode } from '../../src/mapping/table.ts';

const field = (...path: string[]): ValueNode => ({ k: 'field', path });
const v = (slot: number): ValueNode => ({ k: 'var', slot, name: `v${slot}`, path: [] });

function rule(change: object = {}): Record<string, unknown> {
  return {
    rule: 'mine',
    file: 'mappings/openedx/site/playground.yaml',
    line: 1,
    names: ['thing'],
    globs: ['things.*'],
    when: [
      {
        label: 'event.side',
        value: field('event', 'side'),
        test: {
          t: 'any',
          of: [
            { t: 'is', v: 'back' },
            { t: 'exists', v: true },
          ],
        },
      },
    ],
    lets: [{ name: 'v2', slot: 2, value: { k: 'text', parts: [v(0), field('event', 'id')], iri: true } }],
    then: {
      kind: 'emit',
      events: [
        {
          event: 'Event',
          line: 4,
          if: [],
          forEach: { name: 'part', slot: 3, over: field('event', 'parts') },
          fields: [
            [
              'object',
              {
                k: 'map',
                entity: true,
                fields: [
                  ['id', v(2)],
                  ['name', v(3)],
                ],
              },
            ],
            ['action', { k: 'case', branches: [{ when: [], then: { k: 'const', v: 'Viewed' } }] }],
            ['extensions', { k: 'call', fn: 'number', input: { k: 'first', of: [v(1), field('time')] }, args: [] }],
          ],
          own: ['object'],
        },
      ],
    },
    slots: 99_999_999,
    ...change,
  };
}

describe('lowered rules of a browser', () => {
  test('are taken when every part is one of the language; how many slots they need is counted', () => {
    const read = readRules([rule(), rule({ then: { kind: 'skip', reason: 'why not' } })], 2);
    expect(read?.map(({ slots }) => slots)).toEqual([4, 4]);
  });

  const lets = (...values: unknown[]): object => ({
    lets: values.map((value, at) => ({ name: `v${2 + at}`, slot: 2 + at, value })),
  });
  const emit = (event: object): object => ({
    then: { kind: 'emit', events: [{ event: 'Event', line: 1, if: [], fields: [], own: [], ...event }] },
  });

  test.each<[string, object]>([
    ['an unknown node', lets({ k: 'eval', v: '1' })],
    ['a node of a prototype', lets({ k: 'constructor' })],
    ['an unknown function', lets({ k: 'call', fn: 'constructor', input: field('a'), args: [] })],
    ['a part that is missing', lets({ k: 'text', parts: [] })],
    ['a path that is no list', lets({ k: 'field', path: 'a.b' })],
    ['a path of numbers', lets({ k: 'field', path: [1] })],
    ['a value that reads itself', lets(v(2))],
    ['a value that reads a later one', lets(v(3), field('a'))],
    ['a slot that is no position', lets({ ...v(0), slot: 0.5 })],
    ['slots out of order', { lets: [{ name: 'x', slot: 7, value: field('a') }] }],
    ['an unknown test', { when: [{ label: 'a', value: field('a'), test: { t: 'matches', v: '(a+)+' } }] }],
    ['a pattern that is no text', { when: [{ label: 'a', value: field('a'), test: { t: 'like', glob: 1 } }] }],
    [
      'a test within a test',
      { when: [{ label: 'a', value: field('a'), test: { t: 'not', test: { t: 'all', of: [7] } } }] },
    ],
    ['names that are no texts', { names: [1] }],
    ['no names', { names: undefined }],
    ['nothing to do', { then: { kind: 'run' } }],
    ['events that are no list', { then: { kind: 'emit', events: {} } }],
    ['a field with three parts', emit({ fields: [['a', field('a'), 1]] })],
    ['a loop without its slot', emit({ forEach: { name: 'part', slot: 9, over: field('a') } })],
    ['the variable of a loop outside it', emit({ fields: [['a', v(3)]] })],
  ])('are refused with %s', (_, change) => {
    expect(readRules([rule(change)], 2)).toBeUndefined();
  });

  test.each<[unknown]>([[undefined], [null], [{}], ['[]'], [[null]], [[[]]], [[1]]])(
    'are a list of rules, not %j',
    (value) => {
      expect(readRules(value, 2)).toBeUndefined();
    },
  );

  test('are refused when values double one another, and taken when they do so a little', () => {
    const doubling = (times: number): object =>
      lets(...Array.from({ length: times }, (_, at) => ({ k: 'text', parts: [v(1 + at), v(1 + at)], iri: false })));
    const plain = { when: [], then: { kind: 'skip', reason: 'x' } };
    expect(readRules([rule({ ...plain, ...doubling(8) })], 2)).toBeDefined();
    expect(readRules([rule({ ...plain, ...doubling(9) })], 2)).toBeUndefined();
    expect(readRules([rule({ ...plain, ...doubling(60) })], 2)).toBeUndefined();
  });

  test('are refused when an event reads a long value over and over, or a text of their own is that long', () => {
    const fields = (times: number): object =>
      emit({ fields: Array.from({ length: times }, (_, at) => [`f${at}`, field('event', 'id')]) });
    expect(readRules([rule(fields(500))], 2)).toBeDefined();
    expect(readRules([rule(fields(501))], 2)).toBeUndefined();
    const long = { k: 'const', v: { t: ['x'.repeat(200_000)] } };
    const repeated = (times: number): object =>
      lets(long, { k: 'text', parts: Array.from({ length: times }, () => v(2)), iri: false });
    expect(readRules([rule({ ...repeated(100), then: { kind: 'skip', reason: 'x' } })], 2)).toBeDefined();
    expect(readRules([rule({ ...repeated(200), then: { kind: 'skip', reason: 'x' } })], 2)).toBeUndefined();
  });

  test('are refused when they are nested without measure, or too many', () => {
    let deep: ValueNode = field('a');
    for (let at = 0; at < 5000; at++) deep = { k: 'demand', of: deep, label: 'a' };
    expect(readRules([rule(lets(deep))], 2)).toBeUndefined();
    const plain = rule({ when: [], lets: [], then: { kind: 'skip', reason: 'x' } });
    expect(
      readRules(
        Array.from({ length: 9000 }, () => ({ ...plain, then: { kind: 'skip', reason: 'x' } })),
        2,
      ),
    ).toBeDefined();
    expect(
      readRules(
        Array.from({ length: 21_000 }, () => ({ ...plain, then: { kind: 'skip', reason: 'x' } })),
        2,
      ),
    ).toBeUndefined();
  });

  test('never throw, however they are spoilt, and what is taken runs', () => {
    const spoil = (value: unknown, path: readonly number[], put: unknown): unknown => {
      const [at, ...rest] = path;
      if (at === undefined || typeof value !== 'object' || value === null) return put;
      const keys = Object.keys(value);
      const key = keys[at % Math.max(1, keys.length)];
      if (key === undefined) return put;
      const copy: Record<string, unknown> = Array.isArray(value) ? ([...(value as unknown[])] as never) : { ...value };
      copy[key] = spoil(copy[key], rest, put);
      return copy;
    };
    const record = { name: 'thing', event: { id: 'a', side: 'back', parts: ['x', 'y'] }, time: '7' };
    const environment = {
      lms: 'https://lms.example.edu',
      pseudonym: () => 'p',
      eventId: () => 'urn:uuid:x',
      freeText: false,
    };
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 9 }), fc.jsonValue(), (path, put) => {
        const spoilt: unknown = JSON.parse(JSON.stringify(spoil([rule()], path, put) ?? null));
        const read: RuleNode[] | undefined = readRules(spoilt, 2);
        if (read === undefined) return;
        const shared = [0, 1].map((slot) => ({ name: `v${slot}`, slot, value: field('time') }));
        createEngine({ source: 'openedx', lets: shared, skipWhen: [], rules: read }).translate(
          'thing',
          record,
          environment,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
