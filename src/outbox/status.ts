import type { Config } from '../config/config.ts';
import { hasRoom } from './append.ts';
import { readCounts, readUnmapped } from './counters.ts';
import { oldestWaiting, readDestinations } from './destinations.ts';
import type { OutboxStatus } from './messages.ts';

/** What the outbox tells about itself: numbers, names and states, nothing of any event. */
export function outboxStatus(sql: SqlStorage, config: Config, now: number): OutboxStatus {
  const configured = new Set(config.destinations.map((destination) => destination.name));
  return {
    now,
    full: !hasRoom(sql, config, 1),
    destinations: readDestinations(sql).map((row) => ({
      name: row.name,
      state: configured.has(row.name) ? row.state : 'unconfigured',
      reason: row.reason,
      backlog: row.events,
      backlogBytes: row.bytes,
      oldest: oldestWaiting(sql, row.name),
      lastSuccess: row.lastSuccess,
      nextAttempt: row.state === 'backing-off' ? row.nextAttempt : null,
      delivered: row.delivered,
      deadLetters: row.dead,
    })),
    counts: readCounts(sql),
    unmapped: readUnmapped(sql),
  };
}
