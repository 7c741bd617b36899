import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import type { OutboxStatus } from '../outbox/messages.ts';
import { outboxUnreachable, requireAdmin } from './access.ts';
import type { Resolve } from './access.ts';
import { EXPOSITION_TYPE, exposition } from './exposition.ts';
import type { Metric, Sample } from './exposition.ts';
import { ruleSamples } from './rule-samples.ts';
import { readShards } from './status.ts';
import { summarise } from './summary.ts';
import type { DestinationSummary, StatusSummary } from './summary.ts';
import { version } from './version.ts';

/** `GET /metrics`, for the administrator: Prometheus' text format. */
export function metricsRoutes<E extends object>(resolve: Resolve<E>): Hono<{ Bindings: E }> {
  const routes = new Hono<{ Bindings: E }>();
  routes.get('/metrics', requireAdmin(resolve));
  routes.get('/metrics', async (c) => {
    try {
      const text = metricsText(await readShards(resolve(c.env)));
      return c.body(text, 200, { 'Content-Type': EXPOSITION_TYPE });
    } catch {
      return outboxUnreachable();
    }
  });
  routes.all('/metrics', () => methodNotAllowed('GET, HEAD'));
  return routes;
}

/** The metrics of all shards. Counters are kept in the outbox, so a restart does not set them back. */
export function metricsText(shards: readonly OutboxStatus[]): string {
  const status = summarise(shards);
  return exposition('caliper_edge', [
    { name: 'build_info', type: 'gauge', help: 'The version that runs.', samples: [{ labels: { version }, value: 1 }] },
    ...recordMetrics(status),
    ...destinationMetrics(status.destinations),
    ...roomMetrics(status),
    ...quarantineMetrics(shards),
  ]);
}

const OUTCOMES = ['emitted', 'skipped', 'unmapped', 'failed', 'rejected', 'duplicates'] as const;

function recordMetrics({ counts, unmapped }: StatusSummary): Metric[] {
  const below = (prefix: string, label: string): Sample[] =>
    Object.entries(counts)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => ({ labels: { [label]: name.slice(prefix.length) }, value }));
  return [
    {
      name: 'records_total',
      type: 'counter',
      help: 'Records received and stored or accounted for, by outcome; their sum is what was received.',
      samples: OUTCOMES.map((outcome) => ({ labels: { outcome }, value: counts[outcome] ?? 0 })),
    },
    {
      name: 'rule_records_total',
      type: 'counter',
      help: 'Records by mapping rule and outcome; beyond 2000 pairs the rule is (other).',
      samples: ruleSamples(counts),
    },
    {
      name: 'events_total',
      type: 'counter',
      help: 'Caliper events made, each counted once whatever the number of destinations.',
      samples: [{ value: counts['events'] ?? 0 }],
    },
    {
      name: 'unmapped_names',
      type: 'gauge',
      help: 'Distinct names of records that no rule handles; GET /v1/status lists them.',
      samples: [{ value: Object.keys(unmapped).length }],
    },
    {
      name: 'xapi_repairs_total',
      type: 'counter',
      help: 'Repairs of xAPI statements that the compat setting of their source allows.',
      samples: below('compat.', 'repair'),
    },
    {
      name: 'xapi_rejected_total',
      type: 'counter',
      help: 'Bad xAPI statements in requests whose other statements were taken, by fault.',
      samples: below('rejected.', 'code'),
    },
  ];
}

const STATES: readonly DestinationSummary['state'][] = ['open', 'backing-off', 'paused', 'unconfigured'];

function destinationMetrics(destinations: readonly DestinationSummary[]): Metric[] {
  const each = (
    name: string,
    type: Metric['type'],
    help: string,
    value: (destination: DestinationSummary) => number | null,
  ): Metric => ({
    name,
    type,
    help,
    samples: destinations.flatMap((destination) => {
      const number = value(destination);
      return number === null ? [] : [{ labels: { destination: destination.name }, value: number }];
    }),
  });
  return [
    each('delivered_events_total', 'counter', 'Events delivered.', ({ delivered }) => delivered),
    each('dead_letters', 'gauge', 'Events given up and kept until replayed or dropped.', (row) => row.deadLetters),
    each('backlog_events', 'gauge', 'Events that wait.', ({ backlog }) => backlog),
    each('backlog_bytes', 'gauge', 'Bytes of the events that wait.', ({ backlogBytes }) => backlogBytes),
    each(
      'oldest_event_age_seconds',
      'gauge',
      'For how long the oldest waiting event has waited; 0 when none waits.',
      ({ oldestSeconds }) => oldestSeconds ?? 0,
    ),
    {
      name: 'destination_state',
      type: 'gauge',
      help: '1 for the state that the destination is in, that of its worst shard.',
      samples: destinations.flatMap(({ name, state }) =>
        STATES.map((one) => ({ labels: { destination: name, state: one }, value: one === state ? 1 : 0 })),
      ),
    },
    each('last_success_timestamp_seconds', 'gauge', 'When an envelope was last accepted; absent if never.', (row) =>
      seconds(row.lastSuccess),
    ),
    each('next_attempt_timestamp_seconds', 'gauge', 'When a destination that backs off is tried again.', (row) =>
      seconds(row.nextAttempt),
    ),
  ];
}

function roomMetrics({ shards }: StatusSummary): Metric[] {
  const each = (name: string, help: string, value: (shard: StatusSummary['shards'][number]) => number): Metric => ({
    name,
    type: 'gauge',
    help,
    samples: shards.map((room) => ({ labels: { shard: room.shard }, value: value(room) })),
  });
  return [
    each('outbox_bytes', 'Bytes in a shard that count towards its limit.', ({ bytes }) => bytes),
    each('outbox_limit_bytes', 'The limit of a shard (OUTBOX_BYTES).', ({ bytesLimit }) => bytesLimit),
    each('outbox_full', '1 when a shard has no room, so that sources get 503.', ({ full }) => (full ? 1 : 0)),
  ];
}

function quarantineMetrics(shards: readonly OutboxStatus[]): Metric[] {
  const sum = (value: (shard: OutboxStatus) => number): Sample[] => [
    { value: shards.reduce((total, shard) => total + value(shard), 0) },
  ];
  return [
    {
      name: 'quarantine_records',
      type: 'gauge',
      help: 'Sealed records that no rule handled or that failed.',
      samples: sum(({ quarantine }) => quarantine.records),
    },
    {
      name: 'quarantine_bytes',
      type: 'gauge',
      help: 'Bytes of the quarantine.',
      samples: sum(({ quarantine }) => quarantine.bytes),
    },
    {
      name: 'quarantine_evicted_total',
      type: 'counter',
      help: 'Quarantined records that were deleted before their time, since there was no room.',
      samples: sum(({ quarantine }) => quarantine.evicted),
    },
  ];
}

/** ISO 8601 to seconds since 1970. */
function seconds(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant) / 1000;
}
