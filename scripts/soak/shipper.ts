import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../../src/ingest/answer.ts';
import type { DryRun } from '../../src/ingest/dry-run.ts';
import { eventHash } from './ledger.ts';
import type { Ledger, SoakEvent } from './ledger.ts';
import type { Random } from './random.ts';

/** What the sender saw. */
export interface ShipperFigures {
  records: number;
  /** Records of which the adapter said that it had them already. */
  duplicates: number;
  /** Records that were sent once more although they had been answered with 200, and those of them that were taken as new. */
  sentAgain: number;
  takenAgain: number;
  /** Requests with no answer: the adapter was not there, or was killed meanwhile. */
  unanswered: number;
  /** 503: the outbox was full or not there. */
  heldBack: number;
  /** Every other status but 200; there should be none. */
  unexpected: Map<number, number>;
}

/** One batch in so many, the first included, is sent once more, as by a shipper that has lost its place. */
const forgetful = 10;

/** Milliseconds for one request. */
const timeout = 30_000;

/**
 * Sends batches of records as a log shipper does: each until it is answered with 200, several at a time. Before that it asks
 * what will become of them, and writes it into the ledger.
 *
 * @param next the next batch; undefined when all are sent
 * @param over nothing more is sent once it is aborted
 */
export async function ship(
  target: { origin: string; key: string },
  next: () => string | undefined,
  random: Random,
  ledger: Ledger,
  atOnce: number,
  over: AbortSignal,
): Promise<ShipperFigures> {
  const figures: ShipperFigures = {
    ...{ records: 0, duplicates: 0, sentAgain: 0, takenAgain: 0, unanswered: 0, heldBack: 0 },
    unexpected: new Map(),
  };

  const until200 = async <T>(path: string, body: string): Promise<T> => {
    for (;;) {
      over.throwIfAborted();
      try {
        const response = await fetch(`${target.origin}${path}`, {
          method: 'POST',
          body,
          headers: { Authorization: `Bearer ${target.key}` },
          signal: AbortSignal.timeout(timeout),
        });
        // Only a whole answer counts.
        const text = await response.text();
        if (response.status === 200) return JSON.parse(text) as T;
        if (response.status === 503) figures.heldBack++;
        else figures.unexpected.set(response.status, (figures.unexpected.get(response.status) ?? 0) + 1);
      } catch {
        figures.unanswered++;
      }
      await wait(random.between(200, 900));
    }
  };

  let sent = 0;
  const worker = async (): Promise<void> => {
    for (let body = next(); body !== undefined; body = next()) {
      const { records } = await until200<DryRun>('/v1/translate', body);
      const { received, duplicates } = await until200<Answer>('/v1/tracking-logs', body);
      figures.records += received;
      figures.duplicates += duplicates;
      if (sent++ % forgetful === 0) {
        const again = await until200<Answer>('/v1/tracking-logs', body);
        figures.sentAgain += again.received;
        figures.takenAgain += again.received - again.duplicates;
      }
      for (const record of records) {
        if (record.outcome !== 'emitted') throw new Error(`a record of the soak was ${record.outcome}`);
        for (const event of record.events) {
          // The dry run shows whole events; each has an id.
          ledger.accepted.set((event as unknown as SoakEvent).id, eventHash(event));
        }
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return figures;
}
