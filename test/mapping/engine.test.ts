import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, compileTest, passes } from '../../src/mapping/compile-conditions.ts';
import { createEngine } from '../../src/mapping/engine.ts';
import type { MappingOutcome } from '../../src/mapping/outcome.ts';
import type { EventNode, JsonObject, RuleNode, SourceTable, ValueNode } from '../../src/mapping/table.ts';
import { lowered } from './lower-expression.ts';

const entity = (id: string, type: string, more: [string, ValueNode][] = []): ValueNode => {
  const path: ValueNode = {
    k: 'text',
    iri: true,
    parts: [{ k: 'setting', name: 'lms' }, { k: 'const', v: '/' }, lowered(id)],
  };
  return { k: 'map', entity: true, fields: [['id', path], ['type', { k: 'const', v: type }], ...more] };
};

function event(fields: Record<string, ValueNode> = {}, more: Partial<EventNode> = {}): EventNode {
  const all: Record<string, ValueNode> = {
    eventTime: lowered('$(time | isoInstant)'),
    action: lowered('Viewed'),
    object: entity('$(event.id)', 'VideoObject'),
    actor: entity("$(username | pseudonym('learner'))", 'Person'),
    ...fields,
  };
  return { event: 'ViewEvent', line: 1, if: [], own: Object.keys(fields), fields: Object.entries(all), ...more };
}

function rule(name: string, more: Partial<RuleNode> & { events?: EventNode[] } = {}): RuleNode {
  const { events = [event()], ...rest } = more;
  const then = { kind: 'emit', events } as const;
  return {
    rule: name,
    file: 'mappings/openedx/a.yaml',
    line: 1,
    names: ['viewed'],
    globs: [],
    when: [],
    lets: [],
    slots: 1,
    then,
    ...rest,
  };
}

function translate(table: Partial<SourceTable>, fields: JsonObject, name = 'viewed'): MappingOutcome {
  const engine = createEngine({ source: 'openedx', lets: [], skipWhen: [], rules: [], ...table });
  return engine.translate(name, fields, {
    lms: 'https://lms.example.edu',
    pseudonym: (scope, value) => `${scope}-of-${value.length}`,
    eventId: (ruleName, index) => `urn:${ruleName}:${index}`,
    freeText: false,
  });
}

const record: JsonObject = { time: '2026-01-02T03:04:05.678901Z', username: 'jane', event: { id: 'v 1/é' } };

describe('the engine', () => {
  it('writes the event in a fixed order, with parts of an IRI encoded', () => {
    const outcome = translate({ rules: [rule('view')] }, record);
    expect(JSON.stringify(outcome.kind === 'emitted' && outcome.events)).toBe(
      JSON.stringify([
        {
          '@context': 'http://purl.imsglobal.org/ctx/caliper/v1p2',
          id: 'urn:view:0',
          type: 'ViewEvent',
          actor: { id: 'https://lms.example.edu/learner-of-4', type: 'Person' },
          action: 'Viewed',
          object: { id: 'https://lms.example.edu/v%201%2F%C3%A9', type: 'VideoObject' },
          eventTime: '2026-01-02T03:04:05.678Z',
        },
      ]),
    );
  });

  it('fails an event without its object and names the field of the record', () => {
    const outcome = translate({ rules: [rule('view')] }, { ...record, event: { id: '' } });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'MISSING_REQUIRED', message: 'ViewEvent.object could not be built: event.id is missing' },
    });
  });

  it('says which function could make nothing of which field, without its value', () => {
    const outcome = translate({ rules: [rule('view')] }, { ...record, time: 'jane was here' });
    expect(outcome).toMatchObject({
      failure: { message: 'ViewEvent.eventTime could not be built: isoInstant can make nothing of time' },
    });
  });

  it('fails on a demanded value', () => {
    const events = [
      event({
        extensions: {
          k: 'map',
          entity: false,
          fields: [['a.b', { k: 'demand', of: lowered('$(event.x)'), label: 'event.x' }]],
        },
      }),
    ];
    expect(translate({ rules: [rule('view', { events })] }, record)).toMatchObject({
      kind: 'failed',
      failure: { code: 'MISSING_DEMANDED', message: 'event.x is missing' },
    });
  });

  it('drops an entity without its id, a field that is missing, and text with a missing part', () => {
    const events = [
      event({
        target: entity('$(event.nothing)', 'MediaLocation'),
        object: entity('$(event.id)', 'VideoObject', [
          ['name', lowered('$(event.title) by')],
          ['description', lowered('$(event.count)')],
        ]),
      }),
    ];
    const outcome = translate({ rules: [rule('view', { events })] }, { ...record, event: { id: 'v', count: 0 } });
    const [only] = outcome.kind === 'emitted' ? outcome.events : [];
    expect([only?.['target'], only?.['object']]).toEqual([
      undefined,
      { id: 'https://lms.example.edu/v', type: 'VideoObject', description: '0' },
    ]);
  });

  it('lets no object of the record out, whatever is in it, and of a list only what is scalar', () => {
    const extensions: ValueNode = {
      k: 'map',
      entity: false,
      fields: [
        ['a.map', lowered('$(event.map)')],
        ['a.list', lowered('$(event.list)')],
        ['a.got', lowered("$(event | get('map'))")],
      ],
    };
    const events = [event({ extensions })];
    const fields = { ...record, event: { id: 'v', map: { secret: 1 }, list: [1, 'x', { secret: 1 }, null, [2]] } };
    const outcome = translate({ rules: [rule('view', { events })] }, fields);
    expect(outcome.kind === 'emitted' && outcome.events[0]?.['extensions']).toEqual({ 'a.list': [1, 'x'] });
  });

  it('tries exact names before patterns, and rules in their order', () => {
    const rules = [
      rule('pattern', { names: [], globs: ['view*'] }),
      rule('never', { when: [{ label: 'event.id', value: lowered('$(event.id)'), test: { t: 'is', v: 'other' } }] }),
      rule('first'),
      rule('second'),
    ];
    expect(translate({ rules }, record)).toMatchObject({ rule: { rule: 'first' } });
    expect(translate({ rules }, record, 'viewer')).toMatchObject({ rule: { rule: 'pattern' } });
    expect(translate({ rules }, record, 'other')).toEqual({ kind: 'unmapped' });
  });

  it('makes one event for each property, numbered through all events of the rule', () => {
    const forEach = { name: 'part', slot: 0, over: lowered('$(event.parts)') };
    const variable = (path: string): ValueNode => ({ k: 'var', slot: 0, name: 'part', path: [path] });
    const description = {
      k: 'text',
      iri: false,
      parts: [variable('index'), variable('key'), variable('value')],
    } as const;
    const events = [
      event(
        {
          object: {
            k: 'map',
            entity: true,
            fields: [
              ['id', lowered('urn:x')],
              ['type', lowered('Page')],
              ['name', { ...description, parts: [...description.parts] }],
            ],
          },
        },
        { forEach },
      ),
      event(),
    ];
    const outcome = translate(
      { rules: [rule('each', { events })] },
      { ...record, event: { id: 'v', parts: { a: 'x', b: 'y' } } },
    );
    const made = outcome.kind === 'emitted' ? outcome.events : [];
    expect(made.map(({ id, object }) => [id, (object as JsonObject)['name']])).toEqual([
      ['urn:each:0', '0ax'],
      ['urn:each:1', '1by'],
      ['urn:each:2', undefined],
    ]);
  });

  it('makes a thousand events of a record, and fails one that asks for more', () => {
    const events = [event({}, { forEach: { name: 'part', slot: 0, over: lowered('$(event.parts)') } })];
    const made = (parts: number): unknown =>
      translate(
        { rules: [rule('each', { events })] },
        { ...record, event: { id: 'v', parts: new Array(parts).fill(1) } },
      );
    expect(made(1000)).toMatchObject({ kind: 'emitted', events: { length: 1000 } });
    expect(made(1001)).toMatchObject({
      kind: 'failed',
      failure: {
        code: 'TOO_MANY_EVENTS',
        message: 'the record asks for more than 1000 events, which no act does: see what repeats in it',
      },
    });
  });

  it('skips a record of which no event applies, and the ones that nobody should see', () => {
    const exists = (path: string, v: boolean) => ({
      label: path,
      value: lowered(`$(${path})`),
      test: { t: 'exists', v } as const,
    });
    const events = [event({}, { if: [exists('event.never', true)] })];
    expect(translate({ rules: [rule('view', { events })] }, record)).toMatchObject({
      kind: 'skipped',
      reason: 'no event of the rule applies to this record',
    });
    const skipWhen = [{ reason: 'nobody acted', when: [exists('username', false)], unless: 'actor' }];
    expect(translate({ skipWhen, rules: [rule('view')] }, { ...record, username: '' })).toMatchObject({
      reason: 'nobody acted',
    });
    const own = [event({ actor: entity('$(event.id)', 'SoftwareApplication') })];
    expect(translate({ skipWhen, rules: [rule('view', { events: own })] }, { ...record, username: '' }).kind).toBe(
      'emitted',
    );
  });

  it('computes a let once, and anew for the next rule', () => {
    const lets = [{ name: 'a', slot: 0, value: lowered('$(event.id)') }];
    const a: ValueNode = { k: 'var', slot: 0, name: 'a', path: [] };
    const when = (v: string) => [{ label: 'a', value: a, test: { t: 'is', v } as const }];
    const other = [{ name: 'a', slot: 0, value: lowered('$(username)') }];
    const rules = [rule('one', { lets, when: when('nothing') }), rule('two', { lets: other, when: when('jane') })];
    expect(translate({ rules }, record)).toMatchObject({ rule: { rule: 'two' } });
  });

  it('never throws, whatever the record holds', () => {
    const rules = [
      rule('view', { events: [event({}, { forEach: { name: 'p', slot: 0, over: lowered('$(event)') } })] }),
    ];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('time', 'event', 'username', '__proto__'), fc.jsonValue()),
        (fields) => {
          translate({ rules }, fields as JsonObject);
        },
      ),
    );
  });
});

describe('a pattern', () => {
  it.each([
    ['/courses/*', '/courses/', true],
    ['*x_module*', 'a x_module', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b', 'ab', true],
    ['ab*ba', 'aba', false],
    ['a*b*c', 'acb', false],
    ['abc', 'abcd', false],
  ])('%s on %s: %s', (glob, text, fits) => expect(compileGlob(glob)(text)).toBe(fits));

  it('fits what a regular expression of the same meaning fits', () => {
    const piece = fc.constantFrom('a', 'b', '*', 'ab');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.stringMatching(/^[ab]{0,8}$/), (pieces, text) => {
        const glob = pieces.join('');
        expect(compileGlob(glob)(text)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a test', () => {
  it.each([
    [{ t: 'is', v: 5 } as const, '5', true],
    [{ t: 'is', v: 5 } as const, '5.0', true],
    [{ t: 'is', v: '5' } as const, 5, false],
    [{ t: 'is', v: true } as const, 'true', false],
    [{ t: 'below', v: 1 } as const, '0.03', true],
    [{ t: 'below', v: 1 } as const, undefined, false],
    [{ t: 'above', v: 1 } as const, 'many', false],
    [{ t: 'not', test: { t: 'is', v: 1 } } as const, undefined, true],
    [{ t: 'like', glob: '*.pdf' } as const, 5, false],
  ])('%j of %j: %s', (test, value, holds) => expect(passes(value, compileTest(test))).toBe(holds));
});
