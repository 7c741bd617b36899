import { expect, test } from 'vitest';
import { sourceKeyNames } from '../../src/console/access.ts';
import { count, counted, duration, instant, size } from '../../src/console/formats.ts';

test('numbers, sizes and times are written as people read them', () => {
  expect([count(0), count(1234567)]).toEqual(['0', '1,234,567']);
  expect([counted(1, 'event'), counted(0, 'event'), counted(1200, 'event')]).toEqual([
    '1 event',
    '0 events',
    '1,200 events',
  ]);
  expect([0, 1, 1023, 1024, 15_000, 20_971_520, 5e12].map(size)).toEqual([
    ...['0 B', '1 B', '1023 B', '1.0 KB', '15 KB', '20 MB', '4657 GB'],
  ]);
  expect([0, 89, 90, 5399, 5400, 129_599, 129_600].map(duration)).toEqual([
    ...['0 s', '89 s', '2 min', '90 min', '2 h', '36 h', '2 d'],
  ]);
  const now = Date.parse('2026-03-02T09:00:00Z');
  expect(String(instant('2026-03-02T08:57:00Z', now))).toBe(
    '<time datetime="2026-03-02T08:57:00.000Z" title="2026-03-02 08:57:00 UTC">3 min ago</time>',
  );
  expect(String(instant(now + 20_000, now))).toContain('>in 20 s<');
  expect(String(instant(now, now))).toContain('>just now<');
});

test('the names of the secrets are found in the setting, as a list or as JSON text', () => {
  const sources = [{ name: 'lms', key: 'A' }, { name: 'two', keys: ['B', 'C'] }, { name: 'jwt' }, null, 7];
  expect(sourceKeyNames(sources)).toEqual({ lms: 'A', two: 'B' });
  expect(sourceKeyNames(JSON.stringify(sources))).toEqual({ lms: 'A', two: 'B' });
  for (const wrong of [undefined, null, '', '{', 'null', {}, 7]) expect(sourceKeyNames(wrong)).toEqual({});
});
