import { failing, passing, type Rule } from './rule.ts';

const bothTimes = [
  '2026-05-04T12:00:00Z',
  '2026-05-04t12:00:00.123456789z',
  '2026-05-04T12:00:00+05:30',
  '2024-02-29T23:59:60Z',
];

export const timestamps: readonly Rule[] = [
  {
    section: 'Data 4.5',
    section2: '4.2.7',
    rule: 'timestamps are date-times that exist',
    passes: passing('timestamp', bothTimes),
    fails: failing('timestamp', 'NOT_A_TIMESTAMP', [
      ...[
        '',
        'yesterday',
        '01/011/2015',
        '2026-02-30T12:00:00Z',
        '2025-02-29T12:00:00Z',
        '2026-13-01T00:00:00Z',
        '2026-05-04',
      ],
      ...['2026-05-04T25:00:00Z', '2026-05-04T12:60:00Z', '2026-05-04T12:00:61Z', '2026-05-04 12:00:00Z', '1777896000'],
      ...['2026-05-04T12:00:00+24:00', '2026-05-04T12:00:00-00', '2026-05-04T12:00:00-0000', '2026-05-04T12:00:00.Z'],
      ...[
        '2026-05-04T12:00:00Z ',
        '2026-05-04T12:00:00 CET',
        '26-05-04T12:00:00Z',
        '2026-05-04T',
        '2026-05-04T12:00:00z+01:00',
      ],
    ]),
  },
  {
    section: 'Data 4.5',
    section2: '4.2.7',
    edition: '1.0.3',
    rule: 'timestamps are of ISO 8601, whose offset of zero has no minus',
    passes: passing('timestamp', [
      ...[
        '2026-05-04T12:00:00',
        '2026-05-04T12:00Z',
        '2026-05-04T12Z',
        '20260504T120000Z',
        '20260504T1200+0100',
        '2026-W19-1T12:00Z',
      ],
      ...['2026W191T12Z', '2026-124T12:00:00Z', '2026124T120000Z', '2026-05-04T12:00:00,5Z', '2026-05-04T24:00:00Z'],
      ...['2026-05-04T12:00:00+01', '2026-05-04T12:00:00+0000', '2026-05-04T12:00:00-05:00', '2020-W53-7T00:00Z'],
    ]),
    fails: failing('timestamp', 'NOT_A_TIMESTAMP', [
      ...[
        '2026-05-04T12:00:00-00:00',
        '20260504T120000-0000',
        '2026-05-04T12-00',
        '2026-W54-1T12:00Z',
        '2025-W53-1T12:00Z',
      ],
      ...[
        '2026-366T12:00Z',
        '2026-000T12:00Z',
        '2026-05-04T24:00:01Z',
        '2026-0504T12:00Z',
        '202605T12Z',
        '2026-W00-1T12:00Z',
      ],
    ]),
  },
  {
    section: 'Data 4.5',
    section2: '4.2.7',
    edition: '2.0.0',
    rule: 'timestamps are of RFC 3339',
    passes: passing('timestamp', ['2026-05-04T12:00:00-00:00', '2026-05-04T12:00:00.5-05:00']),
    fails: failing('timestamp', 'NOT_A_TIMESTAMP', [
      ...[
        '2026-05-04T12:00:00',
        '2026-05-04T12:00Z',
        '20260504T120000Z',
        '2026-W19-1T12:00:00Z',
        '2026-05-04T12:00:00,5Z',
      ],
      ...['2026-05-04T24:00:00Z', '2026-05-04T12:00:00+01', '2026-05-04T12:00:00+0100', '2026-124T12:00:00Z'],
    ]),
  },
  {
    section: 'Data 2.4.7',
    section2: '4.2.4.2',
    rule: 'timestamps are texts; a future one is no fault',
    passes: passing('timestamp', ['2099-01-01T00:00:00Z']),
    fails: failing('timestamp', 'WRONG_TYPE', [1777896000, {}, true]),
  },
  {
    section: 'Data 2.4.8',
    section2: '4.2.4.2',
    rule: 'stored is a timestamp',
    passes: passing('stored', ['2026-05-04T12:00:00Z']),
    fails: failing('stored', 'WRONG_TYPE', [1777896000, []]),
  },
];
