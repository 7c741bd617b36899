import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exposition } from '../../src/status/exposition.ts';
import { parseExposition } from './exposition-parser.ts';

describe('the text format', () => {
  test('is written as it is documented', () => {
    const text = exposition('caliper_edge', [
      {
        name: 'events_total',
        type: 'counter',
        help: 'Events: \\ and\nmore.',
        samples: [{ value: 3 }, { labels: { destination: 'a"b\\c\nd', shard: 0 }, value: 1.5 }],
      },
      { name: 'empty', type: 'gauge', help: 'Nothing yet.', samples: [] },
    ]);
    expect(text).toBe(
      [
        '# HELP caliper_edge_events_total Events: \\\\ and\\nmore.',
        '# TYPE caliper_edge_events_total counter',
        'caliper_edge_events_total 3',
        'caliper_edge_events_total{destination="a\\"b\\\\c\\nd",shard="0"} 1.5',
        '# HELP caliper_edge_empty Nothing yet.',
        '# TYPE caliper_edge_empty gauge',
        '',
      ].join('\n'),
    );
  });

  test('is read back by a strict parser, whatever stands in labels', () => {
    const labels = fc.dictionary(
      fc.constantFrom('rule', 'outcome', 'destination'),
      fc.string({ unit: 'binary' }).map((value) => value.replaceAll(/[\r\t]/g, '')),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(labels, { selector: (each) => JSON.stringify(each) }), fc.nat(), (sets, value) => {
        const samples = sets.map((each) => ({ labels: { ...each }, value }));
        const text = exposition('x', [{ name: 'y_total', type: 'counter', help: 'Help.', samples }]);
        expect(parseExposition(text).get('x_y_total')?.samples).toEqual(samples);
      }),
    );
  });
});

describe('the parser of these tests', () => {
  const head = '# HELP a_total A.\n# TYPE a_total counter\n';
  test.each([
    ['no line feed at the end', `${head}a_total 1`],
    ['a sample without TYPE', '# HELP a_total A.\na_total 1\n'],
    ['TYPE behind a sample', '# HELP a A.\n# TYPE a gauge\na 1\n# TYPE a gauge\n'],
    ['a metric that stands twice', `${head}a_total 1\n${head}`],
    ['a sample that stands twice', `${head}a_total 1\na_total 2\n`],
    ['samples of another metric', `${head}b_total 1\n`],
    ['a counter without _total', '# HELP a A.\n# TYPE a counter\n'],
    ['a label without quotes', `${head}a_total{x=1} 1\n`],
    ['a bad escape', `${head}a_total{x="\\t"} 1\n`],
    ['a label twice', `${head}a_total{x="1",x="2"} 1\n`],
    ['a value that is none', `${head}a_total one\n`],
    ['an empty line', `${head}\na_total 1\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parseExposition(text)).toThrow();
  });

  test('takes what keeps the rules', () => {
    expect(parseExposition(`${head}a_total{x="1"} 1\na_total 2e+3\n`).get('a_total')).toEqual({
      help: 'A.',
      type: 'counter',
      samples: [
        { labels: { x: '1' }, value: 1 },
        { labels: {}, value: 2000 },
      ],
    });
  });
});
