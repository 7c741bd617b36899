import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { letterList, letterPage } from '../../src/console/dead-letters-view.ts';
import { html } from '../../src/console/html.ts';
import { envelopePage } from '../../src/console/inbox-view.ts';
import { jsonView } from '../../src/console/json-view.ts';
import { liveState } from '../../src/console/overview-view.ts';
import { recordList, recordPage } from '../../src/console/quarantine-view.ts';

const hostile = `</pre></code>"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
const csrf = html`<input type="hidden" name="csrf" value="x" />`;
const now = Date.parse('2026-03-02T09:00:00Z');
// The views read only names and days of it.
const config = { destinations: [{ name: hostile }], sources: [{ name: hostile }], quarantine: { days: 14 } } as Config;

const letter = {
  id: '0.1',
  destination: hostile,
  eventId: hostile,
  rule: hostile,
  reason: hostile,
  status: 400,
  response: hostile,
  attempts: 1,
  at: '2026-03-02T08:00:00Z',
  event: { type: hostile, action: hostile, [hostile]: [hostile] },
};
const group = { destination: hostile, reason: hostile, rule: hostile, status: null, count: 1, first: now, last: now };
const record = {
  id: '0.1',
  received: '2026-03-02T08:00:00Z',
  source: hostile,
  name: hostile,
  kind: 'failed' as const,
  code: hostile,
  message: hostile,
  rule: hostile,
  bytes: 1,
  fields: { [hostile]: hostile },
};
const kept = { source: hostile, name: hostile, kind: 'failed' as const, code: hostile, count: 1 };
const texts = { after: hostile, before: hostile, rule: hostile };
const list = { next: hostile, isFirst: false, now };
const destination = {
  name: hostile,
  state: 'paused' as const,
  reason: hostile,
  ...{ backlog: 1, backlogBytes: 1, oldestSeconds: 1, lastSuccess: null, nextAttempt: null, delivered: 1 },
  deadLetters: 1,
};
const status = {
  ...{ full: false, shards: [], counts: { emitted: 1 }, unmapped: { [hostile]: 1 }, destinations: [destination] },
  quarantine: { records: 1, bytes: 1, oldest: null, evicted: 0 },
};
const minute = { at: now, accepted: 1, delivered: 1, failed: 0, dead: 0, backlog: 0 };

describe('what came from outside is text on every page, whatever stands in it', () => {
  test.each([
    [
      'dead letters',
      letterList(
        {
          ...list,
          filter: { ...texts, destination: hostile, reason: hostile },
          letters: [letter],
          groups: [group],
        },
        config,
        csrf,
      ),
    ],
    ['a dead letter', letterPage(letter, now, csrf)],
    [
      'kept records',
      recordList(
        {
          ...list,
          filter: { ...texts, source: hostile, kind: hostile, code: hostile, name: hostile },
          records: [record],
          groups: [{ ...kept, oldest: '2026-03-02T08:00:00Z', newest: '2026-03-02T08:00:00Z' }],
        },
        config,
        csrf,
      ),
    ],
    ['a kept record', recordPage(record, now, csrf)],
    [
      'an envelope',
      envelopePage(
        {
          id: 1,
          receivedAt: now,
          signature: `${Buffer.from(JSON.stringify({ alg: hostile })).toString('base64url')}..x`,
          body: JSON.stringify({ sensor: hostile, sendTime: hostile, dataVersion: hostile, data: [letter.event] }),
        },
        now,
      ),
    ],
    ['the overview', liveState({ now, status, minutes: [minute] }, csrf)],
  ])('%s', (_, page) => {
    const text = String(page);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<img');
    // No attribute ends early: what is left between tags has no quote of ours.
    expect(text).not.toMatch(/"[^"<>]*<script/);
  });
});

test('escaping loses nothing and leaves no sign that HTML reads', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const escaped = String(html`${text}`);
      expect(escaped).not.toMatch(/[<>"']/);
      const back = escaped.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => signs[name] ?? '');
      expect(back).toBe(text);
    }),
  );
});

const signs: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

test('the coloured view of JSON says what the JSON says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const shown = String(jsonView(value, 'JSON')).replace(/<[^>]*>/g, '');
      const text = shown.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => signs[name] ?? '');
      expect(text.trim()).toBe(JSON.stringify(value, undefined, 2).trim());
    }),
  );
});
