import { describe, expect, test } from 'vitest';
import type { Config, SourceConfig } from '../../src/config/config.ts';
import type { Judged } from '../../src/ingest/judged.ts';
import type { IngestEntry } from '../../src/ingest/record.ts';
import { normaliseTrackingLog } from '../../src/ingest/tracking-log/normalise.ts';
import { rereadRecord, writeContent } from '../../src/quarantine/content.ts';
import { createKeep, quarantineSeal } from '../../src/quarantine/keep.ts';
import type { Origin } from '../../src/quarantine/keep.ts';
import { openRecord } from '../../src/quarantine/open.ts';
import { testConfig } from '../worker/config.ts';

const config: Config = { ...testConfig, quarantine: { days: 1, bytes: 1_000_000, keys: [] } };
// testConfig has one.
const source = config.sources[0] as SourceConfig;

function keptOf(judged: Judged[], origin: (index: number) => Origin | undefined, settings: Config = config) {
  const keep = createKeep(settings);
  if (keep === undefined) throw new Error('the quarantine is off');
  return keep(source, judged, origin);
}

function originOf(value: unknown): Origin {
  const entry = normaliseTrackingLog(value);
  if (!entry.ok) throw new Error(entry.rejection.code);
  return { name: 'acme.a', seed: entry.record.seed, content: { kind: 'openedx', value } };
}

const rule = { rule: 'r', file: 'mappings/openedx/a.yaml', line: 1 };
const unmapped = (index: number): Judged => ({
  index,
  kind: 'translated',
  name: 'acme.a',
  outcome: { kind: 'unmapped' },
});
const event = { name: 'acme.a', time: '2026-03-02T09:00:00Z', username: 'anna', event: { a: 1 } };

describe('what is kept of a request', () => {
  test('is what gave no event against expectation; nothing else is looked at', () => {
    const failed = { kind: 'failed', rule, code: 'MISSING', message: 'event.id is missing' } as const;
    const judged: Judged[] = [
      { index: 0, kind: 'translated', name: 'a', outcome: { kind: 'emitted', rule, events: [] } },
      { index: 1, kind: 'translated', name: 'a', outcome: { kind: 'skipped', reason: 'on purpose' } },
      unmapped(2),
      { index: 3, kind: 'translated', name: 'a', outcome: failed },
      { index: 4, kind: 'rejected', rejection: { code: 'NOT_AN_IRI', message: '$[4].verb.id must be an IRI.' } },
      { index: 5, kind: 'rejected', rejection: { code: 'INTERNAL_FAULT', message: 'a fault of this adapter' } },
      { index: 6, kind: 'rejected', rejection: { code: 'NOT_JSON', message: 'line 7 is not JSON' } },
    ];
    const asked: number[] = [];
    const kept = keptOf(judged, (index) => {
      asked.push(index);
      return index === 6 ? undefined : originOf({ ...event, event: { index } });
    });
    expect(asked).toEqual([2, 3, 4, 5, 6]);
    const facts = { key: '', source: 'lms', name: 'acme.a', sealed: null };
    expect(kept.map((record) => ({ ...record, key: '', sealed: null }))).toEqual([
      { ...facts, kind: 'unmapped', code: 'NO_RULE', message: 'no rule handles acme.a' },
      { ...facts, kind: 'failed', code: 'MISSING', message: 'event.id is missing', rule: 'r' },
      { ...facts, kind: 'invalid', code: 'NOT_AN_IRI', message: '$[4].verb.id must be an IRI.' },
      { ...facts, kind: 'failed', code: 'INTERNAL_FAULT', message: 'a fault of this adapter' },
    ]);
  });

  test('is one record in whatever shape it comes, and another one of another source', () => {
    const emitted = {
      name: 'acme.a',
      timestamp: '2026-03-02T09:00:00.000000+00:00',
      data: { a: 1 },
      context: { username: 'anna' },
    };
    const key = (value: unknown, of = source): string | undefined =>
      createKeep(config)?.(of, [unmapped(0)], () => originOf(value))[0]?.key;
    expect(key(event)).toMatch(/^[0-9a-f]{32}$/);
    expect(key(emitted)).toBe(key(event));
    expect(key({ ...event, username: 'bert' })).not.toBe(key(event));
    expect(key(event, { ...source, name: 'other' })).not.toBe(key(event));
  });

  test('is listed without its content when that is too large', () => {
    const small = { ...config, quarantine: { days: 1, bytes: 4_000, keys: [] } };
    const noise = Array.from({ length: 400 }, (_, index) => Math.sin(index));
    const sealedOf = (value: unknown): unknown => keptOf([unmapped(0)], () => originOf(value), small)[0]?.sealed;
    expect(sealedOf(event)).toBeInstanceOf(ArrayBuffer);
    expect(sealedOf({ ...event, event: { noise } })).toBe(null);
  });

  test('is nothing when the quarantine is off', () => {
    const off = { ...config };
    delete off.quarantine;
    expect(createKeep(off)).toBe(undefined);
  });
});

describe('a kept record', () => {
  const opened = (settings: Config, by: Config): unknown => {
    const [record] = keptOf([unmapped(0)], () => originOf(event), settings);
    if (record === undefined) throw new Error('nothing was kept');
    const result = openRecord({ ...record, id: 1, at: 0, bytes: 0 }, by, quarantineSeal(by));
    return result.ok ? result.text : result.code;
  };
  const withKeys = (...keys: number[]): Config => ({
    ...config,
    quarantine: { days: 1, bytes: 1_000_000, keys: keys.map((key) => new Uint8Array(32).fill(key)) },
  });
  const text = writeContent({ kind: 'openedx', value: event });

  test('opens with any of the keys, and with the pseudonym secret when it was sealed with that', () => {
    expect(opened(withKeys(1), withKeys(2, 1))).toBe(text);
    expect(opened(withKeys(), withKeys(2))).toBe(text);
    expect(opened(withKeys(1), withKeys(2))).toBe('KEY_MISSING');
    expect(opened(withKeys(), { ...withKeys(2), pseudonymSecret: new Uint8Array(32).fill(9) })).toBe('KEY_MISSING');
  });

  test('is not opened for a source that is gone', () => {
    expect(opened(config, { ...config, sources: [] })).toBe('SOURCE_UNCONFIGURED');
  });

  test('is the same record when it is read again', () => {
    expect(rereadRecord(text, source)).toEqual(normaliseTrackingLog(event));
  });

  test('of xAPI has the id and the time of its receipt, and the repairs of today', () => {
    const value = {
      actor: { mbox: 'mailto:anna@example.edu' },
      verb: { id: 'https://acme.example/verbs/greeted' },
      object: { id: 'https://acme.example/1', objectType: 'GroupActivity' },
    };
    const id = '0a1b2c3d-0000-4000-8000-000000000001';
    const received = '2030-01-07T08:00:00.000Z';
    const content = writeContent({ kind: 'xapi', value, id, received, edition: '1.0.3' });
    expect(rereadRecord(content, source)).toMatchObject({ ok: false, rejection: { code: 'WRONG_OBJECT_TYPE' } });
    const entry: IngestEntry = rereadRecord(content, { ...source, compat: ['openedx-erb'] });
    expect(entry).toMatchObject({ ok: true, record: { seed: `xapi:${id}`, fields: { id, timestamp: received } } });
  });
});
