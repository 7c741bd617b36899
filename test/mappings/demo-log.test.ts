import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/ingest/read-records.ts';
import { createTranslators } from '../../src/pipeline/translator.ts';
import { loadShipped } from './shipped.ts';

const text = readFileSync(join(import.meta.dirname, '../../examples/tracking.log'), 'utf8');
const secret = new TextEncoder().encode('a secret that is only for this test');
const translator = createTranslators(loadShipped().table, { secret, freeText: false })('https://learn.demo-u.example');
const outcomes = readRecords(text, 1000).map((entry) =>
  entry.ok ? translator.translate(entry.record) : ({ kind: 'rejected' } as const),
);
const events = outcomes.flatMap((outcome) => (outcome.kind === 'emitted' ? outcome.events : []));

describe('the log of the demo', () => {
  it('shows every kind of outcome', () => {
    const kinds = [...Map.groupBy(outcomes, ({ kind }) => kind)].map(([kind, { length }]) => [kind, length]);
    expect(Object.fromEntries(kinds)).toEqual({ emitted: 35, skipped: 5, unmapped: 1, rejected: 1 });
  });

  it('holds one record twice', () => {
    expect(events.length - new Set(events.map(({ id }) => id)).size).toBe(1);
  });

  it('lets nothing of a person out', () => {
    const out = events.map((event) => event.text).join('\n');
    const names = ['mira', 'teo', 'zoë', 'zo%', 'prof_', '@demo-u'];
    const ids = ['/5000', '/5001', '/5002', '/5003', 'a1a1a1a1', 'b2b2b2b2', 'c3c3c3c3', 'd4d4d4d4', 'device-of'];
    const places = ['192.0.2', '198.51.100', '203.0.113', 'ExampleBrowser', 'ExampleApp', 'not-a-real-one'];
    const words = ['my secret words', '"797"', 'm*c^2'];
    expect([...names, ...ids, ...places, ...words].filter((value) => out.includes(value))).toEqual([]);
  });
});
