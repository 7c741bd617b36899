import { test, vi } from 'vitest';
import { outbox, records } from './steps.ts';
import { runInDurableObject } from 'cloudflare:test';
import { idKey, knownKeys, rememberKeys } from '../../src/outbox/dedupe.ts';
import { addCounts } from '../../src/outbox/counters.ts';
import { append } from '../../src/outbox/append.ts';
import { testConfig } from './config.ts';
test('perf', async () => {
  const stub = outbox('perf');
  vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status: 200 }));
  await runInDurableObject(stub, async (_, state) => {
    const sql = state.storage.sql;
    const time = async (name: string, f: (i: number) => void) => {
      await new Promise((r) => setTimeout(r, 1));
      const t = Date.now();
      for (let i = 0; i < 20; i++) state.storage.transactionSync(() => f(i));
      await new Promise((r) => setTimeout(r, 1));
      console.log(name, (Date.now() - t - 1) / 20, 'ms per 200');
    };
    const keys = (i: number) => records(i * 200 + 1e6, 200).flatMap((r) => r.events.map((e) => idKey(e.id)));
    const ks = Array.from({ length: 40 }, (_, i) => keys(i));
    await time('known0', (i) => knownKeys(sql, ks[i]!));
    await time('remember', (i) => rememberKeys(sql, ks[i]!, 7, 1));
    await time('known1', (i) => knownKeys(sql, ks[i]!));
    await time('known miss', (i) => knownKeys(sql, ks[i+20]!));
    await time('counts', () => addCounts(sql, { a: 1, b: 2, c: 3, d: 4 }));
    const big = { ...testConfig, outboxBytes: 1e9 };
    const lists = Array.from({ length: 40 }, (_, i) => records(i * 200 + 2e6, 200));
    await time('append', (i) => append(sql, big, { records: lists[i]!, counts: {}, unmapped: {} }, 1));
    await time('append', (i) => append(sql, big, { records: lists[i+20]!, counts: {}, unmapped: {} }, 1));
  });
});
