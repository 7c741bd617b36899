import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { QuarantinedRecord } from '../../src/outbox/quarantine-messages.ts';
import { createSeal } from '../../src/privacy/seal.ts';
import { testConfig } from './config.ts';
import { ok, receivers } from './receiver.ts';
import { START, eventId, freeze, outbox, pass, records, request, ring } from './steps.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

const seal = createSeal([new Uint8Array(32)]);

/** A kept record; `size` characters are sealed. */
function kept(number: number, more: Partial<QuarantinedRecord> & { size?: number } = {}): QuarantinedRecord {
  const { size = 10, ...rest } = more;
  // Noise, which is not compressed.
  let state = number;
  const noise = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  const text = Array.from({ length: size }, () => String.fromCharCode(33 + ((noise() >>> 16) % 90))).join('');
  return {
    key: number.toString(16).padStart(32, '0'),
    source: 'lms',
    kind: 'unmapped',
    name: 'acme.new',
    code: 'NO_RULE',
    message: 'no rule handles acme.new',
    sealed: seal.seal(text, 'a'),
    ...rest,
  };
}

type Request = Parameters<ReturnType<typeof outbox>['append']>[0];

function keep(...quarantine: QuarantinedRecord[]): Request {
  return { records: [], counts: {}, unmapped: {}, quarantine };
}

async function alarmOf(stub: ReturnType<typeof outbox>): Promise<number | null> {
  return runInDurableObject(stub, (_, state) => state.storage.getAlarm());
}

async function ids(stub: ReturnType<typeof outbox>, filter: object = {}): Promise<number[]> {
  const page = await stub.quarantined({ cursor: 0, limit: 100, ...filter });
  return page.records.map(({ id }) => id);
}

beforeEach(() => {
  freeze();
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('the runtime seals and opens, with compression and without', () => {
  for (const text of ['short', 'long '.repeat(1_000)]) {
    expect(seal.open(seal.seal(text, 'a'), 'a')).toEqual({ ok: true, text });
    expect(seal.open(seal.seal(text, 'a'), 'b')).toEqual({ ok: false, code: 'NOT_GENUINE' });
  }
  const sealed = new Uint8Array(seal.seal('long '.repeat(1_000), 'a'));
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  expect(seal.open(sealed.buffer, 'a')).toEqual({ ok: false, code: 'NOT_GENUINE' });
});

describe('a record that is kept', () => {
  test('outlives an eviction, byte for byte', async () => {
    const stub = outbox('q-evicted');
    const record = kept(1, { rule: 'video-played', kind: 'failed', code: 'MISSING', message: 'event.id is missing' });
    expect(await stub.append(keep(record))).toEqual({ ok: true, duplicates: [] });
    await evictDurableObject(stub);
    const bytes = 100 + 'acme.new'.length + 'event.id is missing'.length + (record.sealed?.byteLength ?? 0);
    expect(await stub.quarantined({ cursor: 0, limit: 9 })).toEqual({
      records: [{ ...record, id: 1, at: START, bytes }],
      more: false,
    });
    expect((await stub.status()).quarantine).toEqual({ records: 1, bytes, oldest: START, evicted: 0 });
  });

  test('is one, however often it comes; the newest reason counts, and the first time', async () => {
    const stub = outbox('q-once');
    const first = kept(1);
    await stub.append(keep(first, first));
    pass(1000);
    await stub.append(keep(kept(1, { kind: 'failed', code: 'MISSING', rule: 'new', message: 'event.id is missing' })));
    const { records } = await stub.quarantined({ cursor: 0, limit: 9 });
    expect(records).toMatchObject([
      { id: 1, kind: 'failed', code: 'MISSING', rule: 'new', at: START, sealed: first.sealed },
    ]);
    expect((await stub.status()).quarantine).toMatchObject({ records: 1, oldest: START });
  });

  test('goes when its days are over, though nothing else sets the alarm', async () => {
    const stub = outbox('q-expired');
    await stub.append(keep(kept(1)));
    const due = START + 2 * DAY;
    expect(await alarmOf(stub)).toBe(due);
    pass(HOUR / 2);
    await stub.append(keep(kept(2)));
    await ring(stub, 2 * DAY - HOUR / 2 - 1);
    expect(await ids(stub)).toEqual([1, 2]);
    await ring(stub, 1);
    expect(await ids(stub)).toEqual([2]);
    // By the hour, so that one alarm does for many.
    expect(await alarmOf(stub)).toBe(due + HOUR);
    await ring(stub, HOUR);
    const status = await stub.status();
    expect(status.quarantine).toEqual({ records: 0, bytes: 0, oldest: null, evicted: 0 });
    expect(status.counts).toEqual({ 'quarantine.expired': 2 });
    expect(await alarmOf(stub)).toBe(null);
  });

  test('goes in steps when many are due', async () => {
    const { quarantine, outboxBytes } = testConfig;
    Object.assign(testConfig, { quarantine: { days: 2, bytes: 5_000_000, keys: [] }, outboxBytes: 10_000_000 });
    try {
      const stub = outbox('q-steps');
      await stub.append(keep(...Array.from({ length: 1_100 }, (_, number) => kept(number))));
      await ring(stub, 2 * DAY);
      expect((await stub.status()).quarantine.records).toBe(100);
      await ring(stub, 0);
      expect((await stub.status()).quarantine).toEqual({ records: 0, bytes: 0, oldest: null, evicted: 0 });
    } finally {
      Object.assign(testConfig, { quarantine, outboxBytes });
    }
  });

  test('does not hold up events, and its alarm comes back after theirs', async () => {
    const receiver = receivers({ udp: ok });
    const stub = outbox('q-alarm');
    await stub.append(keep(kept(1)));
    await stub.append(request(records(0, 1)));
    expect(await alarmOf(stub)).toBe(START + 1000);
    await ring(stub);
    expect(receiver.requests.map((envelope) => envelope.ids)).toEqual([[eventId(0)]]);
    expect(await alarmOf(stub)).toBe(START + 2 * DAY);
  });

  test('goes at the next ring when the quarantine is switched off', async () => {
    const stub = outbox('q-off');
    await stub.append(keep(kept(1)));
    const { quarantine } = testConfig;
    delete testConfig.quarantine;
    try {
      await evictDurableObject(stub);
      await stub.append(keep(kept(2)));
      await ring(stub);
      expect((await stub.status()).quarantine).toEqual({ records: 0, bytes: 0, oldest: null, evicted: 0 });
    } finally {
      if (quarantine !== undefined) testConfig.quarantine = quarantine;
    }
  });
});

describe('a full quarantine', () => {
  test('lets the oldest go, and counts them', async () => {
    const stub = outbox('q-full');
    for (let number = 1; number <= 5; number++) await stub.append(keep(kept(number, { size: 15_000 })));
    const { quarantine, counts } = await stub.status();
    const left = await ids(stub);
    expect(left.at(-1)).toBe(5);
    expect(quarantine).toMatchObject({ records: left.length, evicted: 5 - left.length });
    expect(quarantine.evicted).toBeGreaterThan(0);
    expect(quarantine.bytes).toBeLessThanOrEqual(50_000);
    expect(counts).toEqual({ 'quarantine.evicted': quarantine.evicted });
  });

  test('counts towards the outbox, which refuses what has no room', async () => {
    const stub = outbox('q-outbox-full');
    await stub.append(request(records(0, 150, { filler: 'x'.repeat(700) })));
    const before = await stub.status();
    const many = [1, 2, 3, 4].map((number) => kept(number, { size: 11_000 }));
    expect(await stub.append(keep(...many))).toEqual({ ok: false, reason: 'full', retryAfterSeconds: 30 });
    expect(await stub.status()).toEqual(before);
    expect(await stub.append(keep(kept(5, { size: 1_000 })))).toEqual({ ok: true, duplicates: [] });
    expect((await stub.status()).quarantine.records).toBe(1);
  });
});

describe('kept records', () => {
  async function filled(name: string): Promise<ReturnType<typeof outbox>> {
    const stub = outbox(name);
    const failed = { kind: 'failed', name: 'play_video', code: 'MISSING', rule: 'video-played' } as const;
    await stub.append(keep(kept(1), kept(2, failed)));
    pass(1000);
    await stub.append(keep(kept(3), kept(4, { source: 'other', name: 'acme.other' })));
    return stub;
  }

  test('are chosen by filter and page', async () => {
    const stub = await filled('q-filter');
    expect(await ids(stub, { source: 'other' })).toEqual([4]);
    expect(await ids(stub, { kind: 'failed' })).toEqual([2]);
    expect(await ids(stub, { code: 'NO_RULE' })).toEqual([1, 3, 4]);
    expect(await ids(stub, { name: 'acme.new' })).toEqual([1, 3]);
    expect(await ids(stub, { rule: 'video-played' })).toEqual([2]);
    expect(await ids(stub, { before: START + 1000 })).toEqual([1, 2]);
    expect(await ids(stub, { after: START })).toEqual([3, 4]);
    expect(await ids(stub, { ids: [4, 1, 99] })).toEqual([1, 4]);
    expect(await ids(stub, { cursor: 1, limit: 2 })).toEqual([2, 3]);
    expect((await stub.quarantined({ cursor: 1, limit: 2 })).more).toBe(true);
    expect((await stub.quarantined({ cursor: 2, limit: 2 })).more).toBe(false);
  });

  test('are counted by what they are', async () => {
    const stub = await filled('q-groups');
    expect(await stub.quarantineGroups({})).toEqual([
      {
        source: 'lms',
        name: 'acme.new',
        kind: 'unmapped',
        code: 'NO_RULE',
        count: 2,
        oldest: START,
        newest: START + 1000,
      },
      { source: 'lms', name: 'play_video', kind: 'failed', code: 'MISSING', count: 1, oldest: START, newest: START },
      {
        source: 'other',
        name: 'acme.other',
        kind: 'unmapped',
        code: 'NO_RULE',
        count: 1,
        oldest: START + 1000,
        newest: START + 1000,
      },
    ]);
  });

  test('are dropped by filter, and their numbers are not used again', async () => {
    const stub = await filled('q-drop');
    expect(await stub.dropQuarantined({ code: 'NO_RULE' })).toEqual({ count: 3, more: false });
    expect(await ids(stub)).toEqual([2]);
    expect(await stub.dropQuarantined({})).toEqual({ count: 1, more: false });
    expect((await stub.status()).quarantine).toEqual({ records: 0, bytes: 0, oldest: null, evicted: 0 });
    await stub.append(keep(kept(1)));
    expect(await ids(stub)).toEqual([5]);
  });

  test('go or get another reason when they were replayed', async () => {
    const stub = await filled('q-settle');
    const reason = { kind: 'failed', name: 'acme.new', code: 'PERSON_LEAK', message: 'a leak', rule: 'new' } as const;
    await stub.settleQuarantine({ remove: [1, 4], update: [{ id: 3, ...reason }] });
    const { records } = await stub.quarantined({ cursor: 0, limit: 9 });
    expect(records.map(({ id, code, rule }) => [id, code, rule])).toEqual([
      [2, 'MISSING', 'video-played'],
      [3, 'PERSON_LEAK', 'new'],
    ]);
    const status = await stub.status();
    expect(status.counts).toEqual({ 'quarantine.replayed': 2 });
    expect(status.quarantine.records).toBe(2);
  });
});
