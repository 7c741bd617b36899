import { expect, test } from 'vitest';
import { recordTime } from '../../src/ingest/record-time.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import type { IngestEntry } from '../../src/ingest/record.ts';

const event = { name: 'play_video', event_type: 'play_video', event: {} };

test('the time of a tracking event is the same in whatever form it comes', () => {
  const forms = ['2026-03-02T09:30:15.000003+00:00', '2026-03-02T11:30:15.000003+02:00', '2026-03-02 09:30:15.000003'];
  for (const time of forms) {
    expect(recordTime(normaliseTrackingLog({ ...event, time }))).toBe(Date.UTC(2026, 2, 2, 9, 30, 15));
  }
});

test('a tracking event without a time that can be read has none', () => {
  expect(recordTime(normaliseTrackingLog(event))).toBeUndefined();
  expect(recordTime(normaliseTrackingLog({ ...event, time: 'yesterday' }))).toBeUndefined();
});

test('an xAPI statement has none, since its id alone tells it apart', () => {
  const fields = { id: 'a', time: '2026-03-02T09:30:15Z', timestamp: '2026-03-02T09:30:15Z' };
  const entry: IngestEntry = { ok: true, record: { source: 'xapi', name: 'v', fields, seed: 'a' } };
  expect(recordTime(entry)).toBeUndefined();
});

test('what was rejected has none', () => {
  expect(recordTime(normaliseTrackingLog('text'))).toBeUndefined();
  expect(recordTime(undefined)).toBeUndefined();
});
