import type { Config } from '../config/config.ts';
import { hasRoom, usedBytes } from './append.ts';
import { readCounts, readUnmapped } from './counters.ts';
import { readDestinations } from './destinations.ts';
import type { OutboxStatus } from './messages.ts';
import { quarantineStatus } from './quarantine.ts';

/**
 * What the outbox tells about itself: numbers, names and states, nothing of any event.
 *
 * @param remark what stands as reason of a destination that has none of its own
 */
export function outboxStatus(
  sql: SqlStorage,
  config: Config,
  now: number,
  remark: (destination: string) => string | null = () => null,
): OutboxStatus {
  const counts = readCounts(sql);
  const configured = new Set(config.destinations.map((destination) => destination.name));
  return {
    now,
    full: !hasRoom(sql, config, 1),
    bytes: usedBytes(sql),
    bytesLimit: config.outboxBytes,
    destinations: readDestinations(sql).map((row) => ({
      name: row.name,
      state: configured.has(row.name) ? row.state : 'unconfigured',
      reason: row.reason ?? remark(row.name),
      backlog: row.events,
      backlogBytes: row.bytes,
      oldest: row.oldest,
      lastSuccess: row.lastSuccess,
      nextAttempt: row.state === 'backing-off' ? row.nextAttempt : null,
      delivered: row.delivered,
      deadLetters: row.dead,
    })),
    counts,
    unmapped: readUnmapped(sql),
    quarantine: quarantineStatus(sql, counts),
  };
}
