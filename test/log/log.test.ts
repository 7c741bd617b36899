import { describe, expect, test } from 'vitest';
import type { LogLevel } from '../../src/config/config.ts';
import type { Delivery } from '../../src/delivery/deliver.ts';
import { initialProgress } from '../../src/delivery/progress.ts';
import { deliveryLine } from '../../src/log/delivery.ts';
import { faultLine, settingLine } from '../../src/log/fault.ts';
import { ingestLine } from '../../src/log/ingest.ts';
import type { IngestRun } from '../../src/log/ingest.ts';
import { createLog } from '../../src/log/log.ts';
import type { LogLine } from '../../src/log/log.ts';
import type { DestinationRow } from '../../src/outbox/destinations.ts';

const NOW = Date.parse('2030-01-07T08:00:00.000Z');

/** What is written of a line. */
function written(line: LogLine, level: LogLevel = 'info'): string[] {
  const texts: string[] = [];
  createLog(level, (text) => texts.push(text))(line);
  return texts;
}

const row: DestinationRow = {
  ...initialProgress,
  name: 'udp',
  done: 0,
  events: 150,
  bytes: 135_000,
  delivered: 7,
  dead: 0,
  deadBytes: 0,
};
const delivery: Delivery = {
  verdict: { kind: 'done' },
  unsendable: new Map(),
  sent: 100,
  bytes: 90_211,
  told: new Map(),
  thinRefused: false,
};
const run = { shard: 2, started: NOW - 42, ended: NOW };

describe('the log', () => {
  test('has a line for an envelope that was delivered', () => {
    expect(written(deliveryLine(row, { ...row, events: 50 }, delivery, run))).toEqual([
      '{"time":"2030-01-07T08:00:00.000Z","level":"info","what":"delivery","destination":"udp","shard":2,"events":100,"bytes":90211,"outcome":"delivered","milliseconds":42,"attempt":1,"state":"open","backlog":50}',
    ]);
  });

  test('has a line for one that failed, with the time of the next attempt, and without what the receiver answered', () => {
    const verdict = { kind: 'retry', reason: 'HTTP_503', status: 503, retryAfter: '60', response: 'secret' } as const;
    const after: DestinationRow = { ...row, state: 'backing-off', reason: 'HTTP_503', nextAttempt: NOW + 30_000 };
    const line = deliveryLine({ ...row, attempts: 1 }, after, { ...delivery, verdict }, { ...run, shard: undefined });
    expect(written(line)).toEqual([
      '{"time":"2030-01-07T08:00:00.000Z","level":"error","what":"delivery","destination":"udp","events":100,"bytes":90211,"outcome":"retry","status":503,"reason":"HTTP_503","milliseconds":42,"attempt":2,"state":"backing-off","nextAttempt":"2030-01-07T08:00:30.000Z","backlog":150}',
    ]);
  });

  test('says how many events became dead letters, and that thin events were refused', () => {
    const verdict = { kind: 'refused', at: 'content', status: 400, response: 'secret' } as const;
    const refused = deliveryLine(row, { ...row, dead: 1 }, { ...delivery, verdict, sent: 1 }, run);
    expect(refused).toMatchObject({ level: 'error', outcome: 'refused', status: 400, deadLetters: 1 });
    expect(deliveryLine(row, row, { ...delivery, thinRefused: true }, run)).toMatchObject({
      level: 'error',
      outcome: 'delivered',
      thinRefused: true,
    });
    const paused = { ...delivery, verdict: { kind: 'paused', reason: 'FORBIDDEN' } as const };
    expect(deliveryLine(row, { ...row, state: 'paused' }, paused, run)).toMatchObject({
      level: 'error',
      outcome: 'paused',
      reason: 'FORBIDDEN',
      state: 'paused',
    });
  });

  const ingest: IngestRun = {
    source: 'lms',
    route: 'tracking-logs',
    bytes: 5120,
    stored: 2,
    counts: { skipped: 1, unmapped: 2, 'rule.x.failed': 3, failed: 3 },
    result: { ok: true, duplicates: [2] },
  };

  test('has a line for a request of a source', () => {
    expect(written(ingestLine(ingest, NOW))).toEqual([
      '{"time":"2030-01-07T08:00:00.000Z","level":"info","what":"ingest","source":"lms","route":"tracking-logs","bytes":5120,"received":8,"emitted":1,"skipped":1,"unmapped":2,"failed":3,"rejected":0,"duplicates":1,"outcome":"stored"}',
    ]);
    const refused = { ok: false, reason: 'full', retryAfterSeconds: 30 } as const;
    expect(ingestLine({ ...ingest, result: refused }, NOW)).toMatchObject({
      level: 'error',
      outcome: 'refused',
      code: 'OUTBOX_FULL',
    });
  });

  test('has of what was thrown the name only', () => {
    expect(written(faultLine('REQUEST_FAILED', new TypeError('learner@example.edu'), NOW))).toEqual([
      '{"time":"2030-01-07T08:00:00.000Z","level":"error","what":"fault","code":"REQUEST_FAILED","error":"TypeError"}',
    ]);
    expect(faultLine('X', 'learner@example.edu', NOW)['error']).toBe('unknown');
    expect(settingLine('SENSOR_ID', 'is not set', NOW)).toMatchObject({ code: 'CONFIGURATION', setting: 'SENSOR_ID' });
  });

  test.each([
    ['info', 1, 1],
    ['errors', 0, 1],
    ['off', 0, 0],
  ] as const)('at the level %s has so many lines of info and of errors: %i, %i', (level, info, errors) => {
    expect(written(ingestLine(ingest, NOW), level)).toHaveLength(info);
    expect(written(faultLine('X', undefined, NOW), level)).toHaveLength(errors);
  });
});
