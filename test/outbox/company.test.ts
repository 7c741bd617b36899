import { describe, expect, test } from 'vitest';
import { inCompany } from '../../src/outbox/company.ts';
import type { AppendRequest, AppendResult, OutboxRecord } from '../../src/outbox/messages.ts';

/** A request of records with these ids, of which `index` begins anew. */
function request(ids: string[], counts: Record<string, number> = {}): AppendRequest {
  const records = ids.map((id, index): OutboxRecord => ({
    ...{ index, rule: 'video-played', source: 'lms' },
    events: [{ id, text: '{}' }],
  }));
  return { records, counts, unmapped: {} };
}

/** A store that knows ids, and holds so many records; a disk that is as slow as the test wants. */
function world(room = 100): {
  append: (request: AppendRequest) => AppendResult | Promise<AppendResult>;
  stored: string[][];
  counts: Record<string, number>[];
  flush: () => Promise<void>;
  fail: () => void;
} {
  const known = new Set<string>();
  const stored: string[][] = [];
  const counts: Record<string, number>[] = [];
  let flushed = Promise.withResolvers<undefined>();
  const store = ({ records, counts: more }: AppendRequest): AppendResult => {
    const ids = records.map(({ events }) => events[0]?.id ?? '');
    if (ids.includes('poison')) throw new Error('refused');
    const fresh = ids.filter((id, index) => !known.has(id) && ids.indexOf(id) === index);
    if (known.size + fresh.length > room) return { ok: false, reason: 'full', retryAfterSeconds: 30 };
    const duplicates = records.flatMap(({ index }, position) =>
      known.has(ids[position] ?? '') || ids.indexOf(ids[position] ?? '') < position ? [index] : [],
    );
    for (const id of fresh) known.add(id);
    stored.push(fresh);
    counts.push(more);
    return { ok: true, duplicates };
  };
  return {
    ...{ append: inCompany(store, () => flushed.promise), stored, counts },
    flush: async () => {
      flushed.resolve(undefined);
      flushed = Promise.withResolvers();
      // Longer than calls are gathered for.
      await new Promise((resolve) => setTimeout(resolve, 30));
    },
    fail: () => {
      flushed.reject(new Error('disk'));
    },
  };
}

const stored = (...duplicates: number[]): AppendResult => ({ ok: true, duplicates });

describe('calls of an outbox', () => {
  test('that come alone are stored at once, and answered without waiting', async () => {
    const { append, stored: all, flush } = world();
    expect(append(request(['a', 'b']))).toEqual(stored());
    await flush();
    expect(append(request(['b', 'c']))).toEqual(stored(0));
    expect(all).toEqual([['a', 'b'], ['c']]);
  });

  test('that come while one is written are stored together, and each is told of its own duplicates', async () => {
    const { append, stored: all, counts, flush } = world();
    expect(append(request(['a']))).toEqual(stored());
    const others = [request(['b', 'a'], { skipped: 1 }), request(['b', 'c'], { skipped: 2, failed: 1 }), request([])];
    const answers = others.map(async (other) => append(other));
    expect(all).toEqual([['a']]);
    await flush();
    expect(await Promise.all(answers)).toEqual([stored(1), stored(0), stored()]);
    expect(all).toEqual([['a'], ['b', 'c']]);
    expect(counts).toEqual([{}, { skipped: 3, failed: 1 }]);
  });

  test('are stored each by itself where there is no room for all of them', async () => {
    const { append, stored: all, flush } = world(3);
    expect(append(request(['a']))).toEqual(stored());
    const answers = [request(['b', 'c', 'd']), request(['e', 'f'])].map(async (other) => append(other));
    await flush();
    expect(await Promise.all(answers)).toEqual([{ ok: false, reason: 'full', retryAfterSeconds: 30 }, stored()]);
    expect(all).toEqual([['a'], ['e', 'f']]);
  });

  test('do not fail for one another', async () => {
    const { append, stored: all, flush } = world();
    expect(append(request(['a']))).toEqual(stored());
    const answers = [request(['poison']), request(['b'])].map(async (other) => append(other));
    const settled = Promise.allSettled(answers);
    await flush();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(all).toEqual([['a'], ['b']]);
  });

  test('fail when they come alone and cannot be stored, and the next one is stored', () => {
    const { append } = world();
    expect(() => append(request(['poison']))).toThrow('refused');
    expect(append(request(['a']))).toEqual(stored());
  });

  test('are not gathered beyond four million characters, however long the disk takes', async () => {
    const { append, stored: all, flush } = world();
    const large = (id: string): AppendRequest => {
      const { records, ...rest } = request([id]);
      return {
        ...rest,
        records: records.map((record) => ({ ...record, events: [{ id, text: 'x'.repeat(2_000_000) }] })),
      };
    };
    expect(append(request(['a']))).toEqual(stored());
    const answers = ['b', 'c', 'd', 'e', 'a'].map(async (id) => append(large(id)));
    expect(all).toEqual([['a'], ['b', 'c', 'd']]);
    await flush();
    expect(all).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    expect(await Promise.all(answers)).toEqual([stored(), stored(), stored(), stored(), stored(0)]);
  });

  test('fail where the disk does, and the next one is stored at once', async () => {
    const { append, stored: all, fail } = world();
    expect(append(request(['a']))).toEqual(stored());
    const answers = [request(['b']), request(['c'])].map(async (other) => append(other));
    fail();
    expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(append(request(['d']))).toEqual(stored());
    expect(all).toEqual([['a'], ['d']]);
  });
});
