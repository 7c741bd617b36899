import { setTimeout as wait } from 'node:timers/promises';
import { eventHash } from './ledger.ts';
import type { Ledger, SoakEvent } from './ledger.ts';
import type { Random } from './random.ts';

/** The status as far as it is looked at. */
export interface SoakStatus {
  destinations: { name: string; state: string; backlog: number; delivered: number; deadLetters: number }[];
  counts: Record<string, number>;
}

/** Somebody who watches the adapter, with the admin token. */
export interface Operator {
  /** Calls that took up a destination which backed off or was paused. */
  resumes: number;
  /** Watches until it is over: now and then a destination is resumed. */
  watch(over: AbortSignal): Promise<void>;
  /** The status; undefined while the adapter is not there. */
  status: () => Promise<SoakStatus | undefined>;
  /** Writes all dead letters into the ledger. */
  readDeadLetters(ledger: Ledger): Promise<void>;
}

export function createOperator(target: { origin: string; token: string }, random: Random): Operator {
  const call = async <T>(path: string, method = 'GET'): Promise<T> => {
    const headers = { Authorization: `Bearer ${target.token}` };
    const response = await fetch(`${target.origin}${path}`, { method, headers, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  };
  const status = (): Promise<SoakStatus | undefined> => call<SoakStatus>('/v1/status').catch(() => undefined);
  const operator: Operator = {
    resumes: 0,
    status,
    async watch(over) {
      while (!over.aborted) {
        await wait(random.between(200, 800));
        for (const { name, state } of (await status())?.destinations ?? []) {
          // Not always: what backs off is also to come back by itself.
          if (state === 'open' || random.next() < 0.2) continue;
          await call(`/v1/destinations/${name}/resume`, 'POST').then(
            () => operator.resumes++,
            () => undefined,
          );
        }
      }
    },
    async readDeadLetters(ledger) {
      interface Page {
        deadLetters: { eventId: string; event: SoakEvent }[];
        next: string | null;
      }
      for (let cursor: string | null = '0.0'; cursor !== null;) {
        const page: Page = await call<Page>(`/v1/dead-letters?limit=500&cursor=${cursor}`);
        for (const { eventId, event } of page.deadLetters) ledger.dead.set(eventId, eventHash(event));
        cursor = page.next;
      }
    },
  };
  return operator;
}
