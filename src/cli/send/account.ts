import type { Answer } from '../../ingest/answer.ts';
import { isObject } from '../../ingest/json.ts';

const names = [
  'lines',
  'received',
  'emitted',
  'skipped',
  'unmapped',
  'failed',
  'rejected',
  'duplicates',
  'accepted',
  'events',
] as const;

/**
 * What became of what was sent. Every record counts once:
 * `received = emitted + skipped + unmapped + failed + rejected + duplicates + accepted`. `accepted` are xAPI statements, of which an
 * LRS tells no more; `lines` are those that were read, blank ones and comments too.
 */
export type Sums = Record<(typeof names)[number], number>;

export function noSums(): Sums {
  return {
    lines: 0,
    received: 0,
    emitted: 0,
    skipped: 0,
    unmapped: 0,
    failed: 0,
    rejected: 0,
    duplicates: 0,
    accepted: 0,
    events: 0,
  };
}

/** Adds to sums in place. */
export function addSums(sums: Sums, more: Partial<Sums>): void {
  for (const name of names) sums[name] += more[name] ?? 0;
}

/** The numbers of an answer. */
export function sumsOf(answer: Answer): Partial<Sums> {
  const { received, emitted, skipped, unmapped, failed, rejected, duplicates, events } = answer;
  return { received, emitted, skipped, unmapped, failed, rejected, duplicates, events };
}

/** E.g. `1,200 lines, 1,198 records: 900 emitted (1,204 events), 290 skipped, …`. */
export function sumsText(sums: Sums, source: string): string {
  const number = (name: keyof Sums): string => sums[name].toLocaleString('en-US');
  const begin = `${number('lines')} lines, ${number('received')} records: `;
  if (source === 'xapi') return `${begin}${number('accepted')} accepted, ${number('rejected')} rejected`;
  const rest = (['skipped', 'unmapped', 'failed', 'rejected', 'duplicates'] as const).map(
    (name) => `${number(name)} ${name}`,
  );
  return `${begin}${number('emitted')} emitted (${number('events')} events), ${rest.join(', ')}`;
}

export function isSums(value: unknown): value is Sums {
  return isObject(value) && names.every((name) => Number.isSafeInteger(value[name]));
}
