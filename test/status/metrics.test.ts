import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DestinationStatus, OutboxStatus } from '../../src/outbox/messages.ts';
import { metricsText } from '../../src/status/metrics.ts';
import { MOST_PAIRS, ruleSamples } from '../../src/status/rule-samples.ts';
import { version } from '../../src/status/version.ts';
import { parseExposition } from './exposition-parser.ts';

const NOW = Date.parse('2030-01-07T08:00:00.000Z');

const destination: DestinationStatus = {
  name: 'udp',
  state: 'open',
  reason: null,
  backlog: 0,
  backlogBytes: 0,
  oldest: null,
  lastSuccess: NOW - 5000,
  nextAttempt: null,
  delivered: 90,
  deadLetters: 1,
};

const shard: OutboxStatus = {
  now: NOW,
  full: false,
  bytes: 912,
  bytesLimit: 1_073_741_824,
  destinations: [destination],
  counts: {
    emitted: 80,
    events: 91,
    skipped: 5,
    rejected: 2,
    'rejected.INVALID_IRI': 2,
    'compat.ralph.no-version': 3,
    'rule.video-paused.emitted': 80,
    'rule.video-paused.failed': 4,
    failed: 4,
  },
  unmapped: { 'edx.new.thing': 2 },
  quarantine: { records: 6, bytes: 5000, oldest: NOW - 60_000, evicted: 1 },
};

const second: OutboxStatus = {
  ...shard,
  full: true,
  destinations: [
    {
      ...destination,
      state: 'backing-off',
      reason: 'HTTP_503',
      backlog: 7,
      backlogBytes: 6500,
      oldest: NOW - 90_000,
      nextAttempt: NOW + 30_000,
    },
  ],
  counts: { emitted: 1, events: 1 },
};

describe('the metrics', () => {
  test('say all of two shards', () => {
    const families = parseExposition(metricsText([shard, second]));
    const values = Object.fromEntries(
      Array.from(families, ([name, { samples }]) => [
        name.replace('caliper_edge_', ''),
        samples.map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`.trim()),
      ]),
    );
    expect(values).toEqual({
      build_info: [`${version} 1`],
      records_total: ['emitted 81', 'skipped 5', 'unmapped 0', 'failed 4', 'rejected 2', 'duplicates 0'],
      rule_records_total: ['video-paused emitted 80', 'video-paused failed 4'],
      events_total: ['92'],
      unmapped_names: ['1'],
      xapi_repairs_total: ['ralph.no-version 3'],
      xapi_rejected_total: ['INVALID_IRI 2'],
      delivered_events_total: ['udp 180'],
      dead_letters: ['udp 2'],
      backlog_events: ['udp 7'],
      backlog_bytes: ['udp 6500'],
      oldest_event_age_seconds: ['udp 90'],
      destination_state: ['udp open 0', 'udp backing-off 1', 'udp paused 0', 'udp unconfigured 0'],
      last_success_timestamp_seconds: ['udp 1894003195'],
      next_attempt_timestamp_seconds: ['udp 1894003230'],
      outbox_bytes: ['0 912', '1 912'],
      outbox_limit_bytes: ['0 1073741824', '1 1073741824'],
      outbox_full: ['0 0', '1 1'],
      quarantine_records: ['12'],
      quarantine_bytes: ['10000'],
      quarantine_evicted_total: ['2'],
    });
  });

  test('have no time of a success that never was', () => {
    const never = { ...shard, destinations: [{ ...destination, lastSuccess: null }] };
    const families = parseExposition(metricsText([never]));
    expect(families.get('caliper_edge_last_success_timestamp_seconds')?.samples).toEqual([]);
    expect(families.get('caliper_edge_oldest_event_age_seconds')?.samples).toEqual([
      { labels: { destination: 'udp' }, value: 0 },
    ]);
  });

  test('of rules are bounded: what is beyond the limit is counted as one rule', () => {
    const counts = Object.fromEntries(
      Array.from({ length: MOST_PAIRS + 3 }, (_, index) => [`rule.r${String(index).padStart(5, '0')}.emitted`, 2]),
    );
    const samples = ruleSamples(counts);
    expect(samples).toHaveLength(MOST_PAIRS + 1);
    expect(samples.at(-1)).toEqual({ labels: { rule: '(other)', outcome: 'emitted' }, value: 6 });
  });

  test('name the version of the package', () => {
    const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
    expect((JSON.parse(text) as { version: string }).version).toBe(version);
  });
});
