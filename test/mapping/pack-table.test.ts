import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTable } from '../../src/mapping/pack-table.ts';
import type { Json, MappingTable } from '../../src/mapping/table.ts';
import { unpackTable } from '../../src/mapping/unpack-table.ts';
import { loadShipped } from '../mappings/shipped.ts';

/** As the Worker gets it: through JSON. */
function unpacked(table: MappingTable): MappingTable {
  const { root, shared } = JSON.parse(JSON.stringify(packTable(table))) as ReturnType<typeof packTable>;
  return unpackTable(root, shared);
}

function holding(v: Json): MappingTable {
  const value = { k: 'const', v } as const;
  const lets = [
    { name: 'a', slot: 0, value },
    { name: 'b', slot: 1, value: { k: 'list' as const, items: [value, value] } },
  ];
  return { version: 1, sources: [{ source: 'openedx', lets, skipWhen: [], rules: [] }] };
}

describe('a packed table', () => {
  it('is the shipped one again when it is unpacked, with one object for equal parts', () => {
    const { table } = loadShipped();
    const again = unpacked(table);
    expect(again).toEqual(table);
    const emitting = again.sources[0]?.rules.flatMap(({ then }) => (then.kind === 'emit' ? then.events : [])) ?? [];
    const slots = emitting.map(({ fields }) => fields.find(([name]) => name === 'edApp'));
    expect(slots.length).toBeGreaterThan(1);
    expect(slots[0]).toBe(slots[1]);
  });

  it.each([
    'text of more than thirty characters, which is written once',
    '$1',
    '$$1',
    '$',
    '~c',
    { k: 'field', path: ['a'], label: 'x', t: 'is' },
    ['~c', '$0', ['~~', '~']],
    [['$0'], { $0: '~', 'a long name of a property': ['~R'] }],
  ])('keeps the constant %j', (v) => {
    expect(unpacked(holding(v as Json))).toEqual(holding(v as Json));
  });

  it('keeps any constant', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('$', '$0', '$1', '$$', '~', '~c', '~R', 'k', 't', 'rule'));
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.boolean(),
        fc.integer(),
        fc.array(tie('json')),
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          tie('json'),
          { noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(json, (v) => {
        expect(unpacked(holding(v))).toEqual(holding(v));
      }),
    );
  });
});
