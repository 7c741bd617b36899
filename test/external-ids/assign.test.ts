import { describe, expect, it } from 'vitest';
import { createAppend } from '../../src/external-ids/append.ts';
import { createAssign, type Assign } from '../../src/external-ids/assign.ts';
import type { AppendRequest, AppendResult, OutboxRecord } from '../../src/outbox/messages.ts';

const anna = '8c9f2f5a-0000-8000-8000-00000000000a';
const bert = '8c9f2f5a-0000-8000-8000-00000000000b';
const external = 'eeeeeeee-0000-4000-8000-00000000000e';
const other = 'eeeeeeee-0000-4000-8000-00000000000f';

function record(index: number, learners?: string[], source = 'lms'): OutboxRecord {
  return { index, rule: 'video-paused', source, events: [], ...(learners && { learners }) };
}

const request = (...records: OutboxRecord[]): AppendRequest => ({ records, counts: { skipped: 1 }, unmapped: {} });

/** External ids by site, the calls that were made, and a clock. */
function world(ids: Record<string, Record<string, string>>): {
  assign: Assign;
  calls: [string, string[]][];
  ids: Record<string, Record<string, string>>;
  pass: (milliseconds: number) => void;
  externals: (...records: OutboxRecord[]) => Promise<unknown[]>;
} {
  const calls: [string, string[]][] = [];
  let time = 0;
  const store = (site: string) => ({
    lookup: async (pseudonyms: string[]) => {
      calls.push([site, pseudonyms]);
      return Promise.resolve(pseudonyms.map((pseudonym) => ids[site]?.[pseudonym] ?? null));
    },
  });
  const assign = createAssign(store, () => time);
  const siteOf = (source: string): string => `https://${source}.example.edu`;
  return {
    assign,
    calls,
    ids,
    pass: (milliseconds) => void (time += milliseconds),
    externals: async (...records) =>
      (await assign(request(...records), siteOf)).records.map(({ external: given }) => given),
  };
}

const lms = 'https://lms.example.edu';

describe('external ids of the learners of a request', () => {
  it('are asked for once, and stand in the records of those who have one', async () => {
    const { assign, calls } = world({ [lms]: { [anna]: external } });
    const given = request(record(0, [anna]), record(1, [bert]), record(2), record(3, [bert, anna]));
    expect(await assign(given, () => lms)).toEqual({
      records: [
        { ...record(0), external: { [anna]: external } },
        record(1),
        record(2),
        { ...record(3), external: { [anna]: external } },
      ],
      counts: { skipped: 1 },
      unmapped: {},
    });
    expect(calls).toEqual([[lms, [anna, bert]]]);
  });

  it('are not asked for where there is no learner', async () => {
    const { externals, calls } = world({});
    expect(await externals(record(0), record(1, []))).toEqual([undefined, undefined]);
    expect(calls).toEqual([]);
  });

  it('belong to one site: a user id is another person elsewhere', async () => {
    const { externals, calls } = world({ [lms]: { [anna]: external }, 'https://other.example.edu': { [anna]: other } });
    expect(await externals(record(0, [anna]), record(1, [anna], 'other'))).toEqual([
      { [anna]: external },
      { [anna]: other },
    ]);
    expect(calls).toHaveLength(2);
  });

  it('are remembered for ten minutes, and that there is none for one', async () => {
    const { externals, calls, ids, pass } = world({ [lms]: { [anna]: external } });
    await externals(record(0, [anna, bert]));
    ids[lms] = { [anna]: other, [bert]: external };
    pass(59_999);
    expect(await externals(record(0, [anna, bert]))).toEqual([{ [anna]: external }]);
    pass(1);
    expect(await externals(record(0, [anna, bert]))).toEqual([{ [anna]: external, [bert]: external }]);
    pass(540_000);
    expect(await externals(record(0, [anna]))).toEqual([{ [anna]: other }]);
    expect(calls.map(([, asked]) => asked)).toEqual([[anna, bert], [bert], [anna]]);
  });

  it('are forgotten when they have changed', async () => {
    const { externals, assign, ids } = world({ [lms]: { [anna]: external } });
    await externals(record(0, [anna]));
    ids[lms] = {};
    assign.forget();
    expect(await externals(record(0, [anna]))).toEqual([undefined]);
  });

  it('are right in a request with more learners than are remembered', async () => {
    const learners = Array.from({ length: 50_000 }, (_, index) => `learner-${index}`);
    const all = Object.fromEntries(learners.map((learner) => [learner, `external-${learner}`]));
    const { externals, calls } = world({ [lms]: all });
    const given = await externals(...learners.map((learner, index) => record(index, [learner])));
    expect(given).toEqual(learners.map((learner) => ({ [learner]: `external-${learner}` })));
    expect(calls).toHaveLength(1);
  });
});

describe('storing', () => {
  const stored: AppendRequest[] = [];
  const append = async (given: AppendRequest): Promise<AppendResult> => {
    stored.push(given);
    return Promise.resolve({ ok: true, duplicates: [] });
  };
  const sources = [{ name: 'lms', lms, keys: ['key'], compat: [], onInvalid: 'reject' as const }];

  it('is what it was where EXTERNAL_IDS is off', () => {
    const { assign } = world({});
    expect(createAppend({ sources }, assign, append)).toBe(append);
  });

  it('comes after the look-up, by the site of the source', async () => {
    const { assign } = world({ [lms]: { [anna]: external } });
    expect(await createAppend({ sources, externalIds: true }, assign, append)(request(record(0, [anna])))).toEqual({
      ok: true,
      duplicates: [],
    });
    expect(stored.at(-1)).toEqual(request({ ...record(0), external: { [anna]: external } }));
  });

  it('does not happen when they cannot be looked up: a learner would be two people', async () => {
    stored.length = 0;
    const assign = createAssign(
      () => ({ lookup: async () => Promise.reject(new Error('gone')) }),
      () => 0,
    );
    expect(await createAppend({ sources, externalIds: true }, assign, append)(request(record(0, [anna])))).toEqual({
      ok: false,
      reason: 'unreachable',
      retryAfterSeconds: 5,
    });
    expect(stored).toEqual([]);
  });
});
