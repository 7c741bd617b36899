import { addTo } from './counters.ts';
import type { AppendRequest, AppendResult } from './messages.ts';

/** Milliseconds that calls are gathered for once several of them came while one was being written to disk. */
const PAUSE = 10;

/** Characters of event texts, and bytes of sealed records, that wait: with more the calls are stored at once. An object has 128 MB. */
const MOST_WAITING = 4 * 1024 * 1024;

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
  let waiting: Call[] = [];
  let held = 0;
  let writing = false;

  const storeWaiting = (): number => {
    const group = waiting;
    waiting = [];
    held = 0;
    storeGroup(store, group);
    return group.length;
  };

  const write = async (): Promise<void> => {
    let calls = 1;
    try {
      do {
        await sync();
        if (calls > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE));
        calls = storeWaiting();
      } while (calls > 0);
    } finally {
      writing = false;
    }
  };
  return (request) => {
    if (writing) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject });
        held += sizeOf(request);
        if (held > MOST_WAITING) storeWaiting();
      });
    }
    const result = store(request);
    writing = true;
    // Where the disk fails the platform starts the object anew, and the calls that wait fail with it; and if it does not, they do.
    write().catch((error: unknown) => {
      for (const { reject } of waiting.splice(0)) reject(error);
    });
    return result;
  };
}

/** Characters of the events of a request, and bytes of its sealed records. */
export function sizeOf({ records, quarantine = [] }: AppendRequest): number {
  let size = 0;
  for (const { events } of records) for (const { text } of events) size += text.length;
  for (const { sealed } of quarantine) size += sealed?.byteLength ?? 0;
  return size;
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
  // Names are the sender's choice: `constructor` is one.
  const names = (): Record<string, number> => Object.create(null) as Record<string, number>;
  const all: Required<AppendRequest> = { records: [], counts: names(), unmapped: names(), quarantine: [] };
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
