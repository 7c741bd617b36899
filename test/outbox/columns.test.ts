import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inColumns, inRecords } from '../../src/outbox/columns.ts';
import type { OutboxRecord } from '../../src/outbox/messages.ts';

const event = { id: 'urn:uuid:1', text: '{"id":"urn:uuid:1"}' };
const rest = { counts: { skipped: 1 }, unmapped: { 'a.b': 2 } };

describe('records in columns', () => {
  test('stand one below the other, with their events and without what decided the shard', () => {
    const records: OutboxRecord[] = [
      { index: 0, rule: 'played', source: 'lms', shardKey: 'urn:learner', time: 5, events: [event, event] },
      { index: 3, rule: 'paused', source: 'lms', events: [event] },
    ];
    expect(inColumns({ records, ...rest })).toEqual({
      ...rest,
      columns: {
        index: [0, 3],
        rule: ['played', 'paused'],
        source: ['lms', 'lms'],
        time: [5, undefined],
        events: [2, 1],
        id: ['urn:uuid:1', 'urn:uuid:1', 'urn:uuid:1'],
        text: [event.text, event.text, event.text],
      },
    });
  });

  test('are not where one has something for which there is no column', () => {
    const plain: OutboxRecord = { index: 0, rule: 'played', source: 'lms', events: [event] };
    const odd: OutboxRecord[] = [
      { ...plain, period: 1 },
      { ...plain, learners: ['p'] },
      { ...plain, external: { p: 'q' } },
      { ...plain, events: [{ ...event, people: ['p'] }] },
      { ...plain, events: [{ ...event, things: ['t'] }] },
    ];
    for (const record of odd) {
      const request = { records: [plain, record], ...rest };
      expect(inColumns(request)).toBe(request);
      expect(inRecords(request)).toBe(request);
    }
  });

  test('are the same records on the other side', () => {
    const record = fc.record(
      {
        index: fc.nat(),
        rule: fc.string(),
        source: fc.string(),
        time: fc.integer(),
        events: fc.array(fc.record({ id: fc.string(), text: fc.string({ unit: 'binary' }) })),
      },
      { requiredKeys: ['index', 'rule', 'source', 'events'] },
    );
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const request = { records, ...rest };
        expect(inRecords(structuredClone(inColumns(request)))).toEqual(request);
      }),
    );
  });
});
