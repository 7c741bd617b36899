import type { Minute } from '../outbox/messages.ts';

const MINUTE = 60_000;

/** Minutes that the chart shows. */
export const SHOWN = 60;

/**
 * The last hour over all shards, one entry for each minute, oldest first, the current one last. Where a shard was silent its backlog is
 * what it was before.
 *
 * @param shards what {@link Minute} rows each shard has kept, oldest first
 * @param now milliseconds since 1970
 */
export function lastHour(shards: readonly (readonly Minute[])[], now: number): Minute[] {
  const current = now - (now % MINUTE);
  const minutes = Array.from({ length: SHOWN }, (_, index): Minute => {
    const at = current - (SHOWN - 1 - index) * MINUTE;
    return { at, accepted: 0, delivered: 0, failed: 0, dead: 0, backlog: 0 };
  });
  for (const rows of shards) {
    const byStart = new Map(rows.map((row) => [row.at, row]));
    let backlog = rows.findLast(({ at }) => at < (minutes[0]?.at ?? 0))?.backlog ?? 0;
    for (const minute of minutes) {
      const row = byStart.get(minute.at);
      backlog = row?.backlog ?? backlog;
      minute.backlog += backlog;
      if (row === undefined) continue;
      minute.accepted += row.accepted;
      minute.delivered += row.delivered;
      minute.failed += row.failed;
      minute.dead += row.dead;
    }
  }
  return minutes;
}
