import { addTo } from './counters.ts';
import type { AppendRequest, AppendResult } from './messages.ts';

/** Milliseconds that calls are gathered for once several of them came while one was being written to disk. */
const PAUSE = 10;

interface Call {
  request: AppendRequest;
  resolve: (result: AppendResult) => void;
  reject: (reason: unknown) => void;
}

/**
 * Stores calls that come at the same time in one transaction, as one request: it writes as many rows as each of them would alone. A
 * call that comes alone is stored at once.
 *
 * @param store stores one request in a transaction of its own
 * @param sync resolves when all that was stored is on disk
 */
export function inCompany(
  store: (request: AppendRequest) => AppendResult,
  sync: () => Promise<void>,
): (request: AppendRequest) => AppendResult | Promise<AppendResult> {
  const waiting: Call[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    let calls = 1;
    try {
      do {
        await sync();
        if (calls > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE));
        calls = waiting.length;
        storeGroup(store, waiting.splice(0));
      } while (calls > 0);
    } finally {
      writing = false;
    }
  };
  return (request) => {
    if (writing) return new Promise((resolve, reject) => waiting.push({ request, resolve, reject }));
    const result = store(request);
    writing = true;
    // Where the disk fails the platform starts the object anew, and the calls that wait fail with it.
    write().catch(() => undefined);
    return result;
  };
}

function storeGroup(store: (request: AppendRequest) => AppendResult, group: readonly Call[]): void {
  if (group.length > 1) {
    try {
      const result = store(merged(group.map(({ request }) => request)));
      if (result.ok) {
        answer(group, result.duplicates);
        return;
      }
    } catch {
      // Each by itself, so that one does not fail for another.
    }
  }
  for (const { request, resolve, reject } of group) {
    try {
      resolve(store(request));
    } catch (error) {
      reject(error);
    }
  }
}

/** One request of several; its records are numbered through. */
function merged(requests: readonly AppendRequest[]): AppendRequest {
  const all: Required<AppendRequest> = { records: [], counts: {}, unmapped: {}, quarantine: [] };
  for (const { records, counts, unmapped, quarantine = [] } of requests) {
    for (const record of records) all.records.push({ ...record, index: all.records.length });
    all.quarantine.push(...quarantine);
    addTo(all.counts, counts);
    addTo(all.unmapped, unmapped);
  }
  return all;
}

/** Tells each call which of its records were duplicates. */
function answer(group: readonly Call[], duplicates: readonly number[]): void {
  const numbers = new Set(duplicates);
  let number = 0;
  for (const { request, resolve } of group) {
    const own = request.records.filter(() => numbers.has(number++)).map(({ index }) => index);
    resolve({ ok: true, duplicates: own });
  }
}
