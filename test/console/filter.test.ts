import { describe, expect, test } from 'vitest';
import { filterQuery, isOpen, outboxFilter, readFilter } from '../../src/console/filter.ts';

const names = ['reason', 'rule'] as const;
const read = (query: string): ReturnType<typeof readFilter<'reason' | 'rule'>> => {
  const parameters = new URLSearchParams(query);
  return readFilter(names, (name) => parameters.get(name));
};

describe('a filter', () => {
  test('is read from a query, understood by the outbox, and written back', () => {
    const filter = read('reason=REFUSED&after=2026-03-02T09:00&other=x');
    expect(filter).toEqual({ reason: 'REFUSED', rule: '', after: '2026-03-02T09:00', before: '' });
    expect(outboxFilter(filter)).toEqual({ reason: 'REFUSED', after: Date.parse('2026-03-02T09:00:00Z') });
    expect(filterQuery(filter)).toBe('?reason=REFUSED&after=2026-03-02T09%3A00');
    expect(filterQuery(filter, { reason: '', rule: 'a&b' })).toBe('?rule=a%26b&after=2026-03-02T09%3A00');
    expect(isOpen(filter)).toBe(false);
  });

  test.each(['', 'reason=&rule=%20', 'after=yesterday&before=2026-13-99T99:99'])('lets all through: %s', (query) => {
    expect(outboxFilter(read(query))).toEqual({});
    expect(filterQuery(read(query))).toBe('');
    expect(isOpen(read(query))).toBe(true);
  });
});
