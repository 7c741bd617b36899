import { runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { readSpans } from '../../src/outbox/ids-by-time.ts';
import { outbox } from './steps.ts';

test('spans of ids that were only read do not stay in memory for ever', async () => {
  await runInDurableObject(outbox('span-memory'), (_, { storage: { sql } }) => {
    sql.exec('INSERT INTO generation (start) VALUES (1)');
    sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49999)
        INSERT INTO remembered (generation, span, number, ids) SELECT 1, i, 1, zeroblob(16) FROM n`,
    );
    const spans = Array.from({ length: 50_000 }, (_, span) => span);
    for (const from of [0, 25_000]) readSpans(sql, spans.slice(from, from + 25_000));
    const known = readSpans(sql, [49_999]).get(49_999);
    // What comes again as the same set is still in memory.
    expect(readSpans(sql, [49_999]).get(49_999)).toBe(known);
    const first = readSpans(sql, [0]).get(0);
    readSpans(sql, spans.slice(1, 25_000));
    readSpans(sql, spans.slice(25_000));
    expect(readSpans(sql, [0]).get(0)).not.toBe(first);
    expect(readSpans(sql, [0]).get(0)).toEqual(first);
  });
});
