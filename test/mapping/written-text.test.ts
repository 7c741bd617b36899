import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/mapping/engine.ts';
import type { EventNode, Json, JsonObject, SourceTable, ValueNode } from '../../src/mapping/table.ts';
import { lowered } from './lower-expression.ts';

const lmsNode: ValueNode = { k: 'setting', name: 'lms' };
const slash: ValueNode = { k: 'const', v: '/' };

function iri(...parts: ValueNode[]): ValueNode {
  return { k: 'text', iri: true, parts };
}

function entity(id: ValueNode, type: string, more: [string, ValueNode][] = []): ValueNode {
  return { k: 'map', entity: true, fields: [['id', id], ['type', { k: 'const', v: type }], ...more] };
}

function event(object: ValueNode, more: Partial<EventNode> = {}): EventNode {
  const fields: [string, ValueNode][] = [
    ['actor', entity(iri(lmsNode, { k: 'const', v: '/u/1' }), 'Person')],
    ['action', { k: 'const', v: 'Viewed' }],
    ['object', object],
    ['eventTime', lowered('$(time | isoInstant)')],
  ];
  return { event: 'ViewEvent', line: 1, if: [], own: [], fields, ...more };
}

function tableOf(events: EventNode[], lets: SourceTable['lets'] = [], slots = lets.length): SourceTable {
  const names = { rule: 'r', file: 'f', line: 1, names: ['n'], globs: [] };
  const rules = [{ ...names, when: [], lets: [], slots, then: { kind: 'emit', events } as const }];
  return { source: 'openedx', lets, skipWhen: [], rules };
}

/** What a table writes of records in turn: the objects of their events, `long way`, or why there is none. */
function objects(table: SourceTable, records: readonly [JsonObject, lms?: string][]): unknown[] {
  const engine = createEngine(table);
  return records.map(([fields, lms = 'https://lms.example.edu']) => {
    const outcome = engine.write(
      'n',
      { time: '2026-01-02T03:04:05Z', ...fields },
      { lms, pseudonym: () => 'p', eventId: () => 'urn:uuid:1', freeText: false },
    );
    if (outcome.kind !== 'emitted') return outcome.kind === 'failed' ? outcome.failure.message : outcome.kind;
    return outcome.events.map(({ text }) =>
      text === undefined ? 'long way' : (JSON.parse(text) as { object: Json }).object,
    );
  });
}

const id: ValueNode = { k: 'field', path: ['id'] };

describe('an entity of which only the end of the id is not fixed', () => {
  const table = tableOf([event(entity(iri(lmsNode, slash, id), 'Page'))]);
  const page = (of: string): unknown => [{ id: of, type: 'Page' }];

  it.each<[Json, string]>([
    ['v1', 'https://lms.example.edu/v1'],
    ['a b"c\\d', 'https://lms.example.edu/a%20b%22c%5Cd'],
    ['é/?#%', 'https://lms.example.edu/%C3%A9%2F%3F%23%25'],
    ["a:b@c!$&'()*+,;=-._~", "https://lms.example.edu/a:b@c!$&'()*+,;=-._~"],
    ['😀', 'https://lms.example.edu/%F0%9F%98%80'],
    ['\ud83d', 'https://lms.example.edu/%EF%BF%BD'],
    ['a\ude00b', 'https://lms.example.edu/a%EF%BF%BDb'],
    ['\u0000\n', 'https://lms.example.edu/%00%0A'],
    [0, 'https://lms.example.edu/0'],
    [1e21, 'https://lms.example.edu/1e+21'],
    [false, 'https://lms.example.edu/false'],
  ])('has %j encoded at its end', (end, expected) => {
    expect(objects(table, [[{ id: end }]])).toEqual([page(expected)]);
  });

  it.each<[Json]>([[''], [null], [{ x: 1 }], [['v1']]])('is missing with %j at its end', (end) => {
    expect(objects(table, [[{ id: end }]])).toEqual([expect.stringContaining('ViewEvent.object could not be built')]);
  });

  it.each([
    ['https://lms.example.edu:8443/sub', page('https://lms.example.edu:8443/sub/v1')],
    ['https://käse.example', page('https://käse.example/v1')],
    ['urn:x', page('urn:x/v1')],
    ['http:', page('http:/v1')],
    ['no iri', ['long way']],
    ['https://a"b', ['long way']],
    ['https://a\\b', ['long way']],
    ['https://a\u007fb', ['long way']],
    ['', 'ViewEvent.actor could not be built: it is empty'],
  ])('begins with the root of IRIs %j where that begins one', (root, expected) => {
    expect(objects(table, [[{ id: 'v1' }, root]])).toEqual([expected]);
  });

  it('begins with the root of its own record, whichever came before', () => {
    const roots = ['https://a.example', 'no iri', 'https://b.example', 'https://a.example'];
    expect(
      objects(
        table,
        roots.map((root) => [{ id: 'v1' }, root]),
      ),
    ).toEqual([page('https://a.example/v1'), ['long way'], page('https://b.example/v1'), page('https://a.example/v1')]);
  });

  it.each<[string, ValueNode, unknown]>([
    [
      'before and behind it',
      entity(iri(lmsNode, slash, id), 'Page', [['name', { k: 'const', v: 'N' }]]),
      { id: 'https://lms.example.edu/v%201', type: 'Page', name: 'N' },
    ],
    [
      'that JSON escapes',
      entity(iri(lmsNode, slash, id), 'Page', [['name', { k: 'const', v: '"\n' }]]),
      { id: 'https://lms.example.edu/v%201', type: 'Page', name: '"\n' },
    ],
    [
      'that is missing',
      entity(iri(lmsNode, slash, id), 'Page', [['name', { k: 'const', v: '' }]]),
      { id: 'https://lms.example.edu/v%201', type: 'Page' },
    ],
    [
      'of the record',
      entity(iri(lmsNode, slash, id), 'Page', [['name', id]]),
      { id: 'https://lms.example.edu/v%201', type: 'Page', name: 'v 1' },
    ],
    [
      'and another text behind the value',
      entity(iri(lmsNode, slash, id, { k: 'const', v: '/end' }), 'Page'),
      { id: 'https://lms.example.edu/v%201/end', type: 'Page' },
    ],
    [
      'and a text that no IRI has before the value',
      entity(iri(lmsNode, { k: 'const', v: '/{' }, id), 'Page'),
      'long way',
    ],
    [
      'and nothing encoded, as no IRI is made',
      entity({ k: 'text', iri: false, parts: [lmsNode, slash, id] }, 'Page'),
      'long way',
    ],
  ])('may have a property %s', (_, node, expected) => {
    expect(objects(tableOf([event(node)]), [[{ id: 'v 1' }]])).toEqual([[expected]]);
  });

  it('has the type first where the table says so', () => {
    const node: ValueNode = {
      k: 'map',
      entity: true,
      fields: [
        ['type', { k: 'const', v: 'Page' }],
        ['id', iri(lmsNode, slash, id)],
      ],
    };
    expect(JSON.stringify(objects(tableOf([event(node)]), [[{ id: 'v1' }]]))).toBe(
      '[[{"type":"Page","id":"https://lms.example.edu/v1"}]]',
    );
  });

  it('is another one for each item of a loop, also where a let is named beside it', () => {
    const item = (path: string): ValueNode => ({ k: 'var', slot: 1, name: 'item', path: [path] });
    const named: ValueNode = { k: 'var', slot: 0, name: 'whole', path: [] };
    const node = entity(iri(lmsNode, slash, item('key')), 'Page', [['isPartOf', named]]);
    const forEach = { name: 'item', slot: 1, over: { k: 'field' as const, path: ['parts'] } };
    const lets = [{ name: 'whole', slot: 0, value: entity(iri(lmsNode, slash, id), 'Page') }];
    const looped = tableOf([event(node, { forEach })], lets, 2);
    const part = (key: string, whole: string): unknown => ({
      id: `https://lms.example.edu/${key}`,
      type: 'Page',
      isPartOf: { id: `https://lms.example.edu/${whole}`, type: 'Page' },
    });
    expect(objects(looped, [[{ id: 'w1', parts: { 'a b': 1, c: 2 } }], [{ id: 'w2', parts: ['x'] }]])).toEqual([
      [part('a%20b', 'w1'), part('c', 'w1')],
      [part('0', 'w2')],
    ]);
  });

  it('is made anew after a record that failed in its midst', () => {
    const demanded: ValueNode = { k: 'demand', of: { k: 'field', path: ['must'] }, label: 'must' };
    const lets = [{ name: 'whole', slot: 0, value: entity(iri(lmsNode, slash, id), 'Page', [['name', demanded]]) }];
    const named: ValueNode = { k: 'var', slot: 0, name: 'whole', path: [] };
    const written = objects(tableOf([event(named)], lets), [
      [{ id: 'v1', must: 'A' }],
      [{ id: 'v2' }],
      [{ id: 'v3', must: 'B' }],
    ]);
    expect(written).toEqual([
      [{ id: 'https://lms.example.edu/v1', type: 'Page', name: 'A' }],
      'must is missing',
      [{ id: 'https://lms.example.edu/v3', type: 'Page', name: 'B' }],
    ]);
  });
});

describe('fields of an object that is found once for a record', () => {
  const field = (...path: string[]): ValueNode => ({ k: 'field', path });
  const table = tableOf([
    event(
      entity(iri(lmsNode, slash, id), 'Page', [
        ['name', field('o', 'o', 'name')],
        ['description', field('o', 'description')],
        ['version', field('o', 'o', 'constructor')],
      ]),
    ),
  ]);

  it('are those of each record, whatever stood there in the one before', () => {
    const all = { description: 'D', o: { name: 'N', constructor: 'C' } };
    const given: readonly JsonObject[] = [
      { o: all },
      {},
      { o: null },
      { o: 'text' },
      { o: [all] },
      { o: { o: 3 } },
      { o: all },
    ];
    const page = { id: 'https://lms.example.edu/v1', type: 'Page' };
    const full = { ...page, name: 'N', description: 'D', version: 'C' };
    expect(
      objects(
        table,
        given.map((fields) => [{ id: 'v1', ...fields }]),
      ),
    ).toEqual([[full], [page], [page], [page], [page], [page], [full]]);
  });
});

describe('what a function gives, in an event', () => {
  const extended = (value: ValueNode): SourceTable => {
    const made = event(entity(iri(lmsNode, slash, id), 'Page'));
    return tableOf([
      { ...made, fields: [...made.fields, ['extensions', { k: 'map', entity: false, fields: [['x', value]] }]] },
    ]);
  };
  const fields = {
    id: 'v1',
    time: '2026-01-02T03:04:05Z',
    map: { in: { secret: 1 }, n: 3 },
    list: ['a', { secret: 1 }, null],
  };

  it.each<[string, unknown]>([
    ['$(map)', undefined],
    ['$(list)', ['a']],
    ["$(map | get('in'))", undefined],
    ["$(map | get('n'))", 3],
    ['$(map ?? list)', undefined],
    ['$(map | text)', undefined],
    ["$(list | join(','))", 'a'],
    ['$(list | count)', 3],
    ["$(list | where('secret', 1))", undefined],
    ['$(map | keys)', ['in', 'n']],
  ])('%s is no object of the record', (expression, expected) => {
    const engine = createEngine(extended(lowered(expression)));
    const environment = {
      lms: 'https://l.example',
      pseudonym: () => 'p',
      eventId: () => 'urn:uuid:1',
      freeText: false,
    };
    const outcome = engine.write('n', fields, environment);
    const [made] = outcome.kind === 'emitted' ? outcome.events : [];
    expect((JSON.parse(made?.text ?? '{}') as { extensions?: JsonObject }).extensions?.['x']).toEqual(expected);
  });
});
