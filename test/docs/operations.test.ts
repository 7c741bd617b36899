import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricsText } from '../../src/status/metrics.ts';
import { parseExposition } from '../status/exposition-parser.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/19-operations.md'), 'utf8');

/** The text of all sources below folders. */
function sources(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(root, 'src', folder, name), 'utf8')),
    )
    .join('\n');
}

/** What a pattern finds, each once. */
function all(pattern: RegExp, text: string): string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, word = '']) => word))];
}

const missing = (words: readonly string[]): string[] => words.filter((word) => !page.includes(`\`${word}\``));

describe('the runbook', () => {
  test('explains every reason for which a destination is not open, or an event is given up', () => {
    const delivery = sources('delivery', 'outbox');
    const reasons = all(/\breason: '([A-Z_0-9]+)'/g, delivery);
    const paused = all(/^ {2}4\d\d: '([A-Z_]+)',$/gm, delivery);
    expect(paused).toEqual(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'GONE']);
    expect(reasons).toContain('ATTEMPTS_SPENT');
    expect(missing([...reasons, ...paused, 'HTTP_429', 'TOKEN_TIMEOUT', 'PROFILE_NETWORK'])).toEqual([]);
  });

  test('explains every state, and every code of the log and of /healthz', () => {
    expect(missing(['open', 'backing-off', 'paused', 'unconfigured'])).toEqual([]);
    const log = `${sources('log', 'outbox', 'status')}\n${readFileSync(join(root, 'src/worker.ts'), 'utf8')}`;
    const codes = [...all(/faultLine\('([A-Z_]+)'/g, log), ...all(/what: 'fault', code: '([A-Z_]+)'/g, log)];
    expect(codes).toContain('OUTBOX_RUN_FAILED');
    const health = all(/code: '([A-Z_]+)'/g, readFileSync(join(root, 'src/status/health.ts'), 'utf8'));
    expect(health).toHaveLength(3);
    expect(missing([...codes, ...health])).toEqual([]);
  });

  test('explains every code that the bodies of sources meet', () => {
    const body = sources('ingest/body');
    expect(missing(all(/'([A-Z]+(?:_[A-Z]+)+)'/g, body).filter((code) => !code.startsWith('ERR_')))).toEqual([]);
    expect(missing(['OUTBOX_FULL', 'OUTBOX_UNREACHABLE', 'INTERNAL_FAULT', 'TOO_MANY_RECORDS', 'NO_KEY'])).toEqual([]);
  });

  test('has no link to a place that is not there', () => {
    const headings = all(/^#+ (.+)$/gm, page.replaceAll(/```.*?```/gs, ''));
    const anchors = headings.map((text) =>
      text
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(all(/\]\(#([^)]+)\)/g, page).filter((anchor) => !anchors.includes(anchor))).toEqual([]);
    const pages = readdirSync(join(root, 'docs'));
    expect(all(/\]\((\d\d-[\w-]+\.md)\)/g, page).filter((name) => !pages.includes(name))).toEqual([]);
  });
});

describe('the metrics of the runbook', () => {
  const families = parseExposition(
    metricsText([
      {
        now: 0,
        full: false,
        bytes: 0,
        bytesLimit: 1,
        destinations: [],
        counts: {},
        unmapped: {},
        quarantine: { records: 0, bytes: 0, oldest: null, evicted: 0 },
      },
    ]),
  );
  const blocks = all(/```yaml\n(.*?)```/gs, page).map((text) => parse(text) as Record<string, unknown>);

  test('are those that there are', () => {
    expect(missing([...families.keys()].map((name) => name.replace('caliper_edge_', '')))).toEqual([]);
    const table = page.slice(page.indexOf('| metric (`caliper_edge_…`)'), page.indexOf('# Alerts.'));
    const named = all(/^\| ((?:`\w+`(?:, )?)+) \|/gm, table).flatMap((cell) => all(/`(\w+)`/g, cell));
    expect(named.filter((name) => !families.has(`caliper_edge_${name}`))).toEqual([]);
  });

  test('are the only ones that its alerts ask for', () => {
    const [, rules] = blocks;
    const text = JSON.stringify(rules);
    expect(all(/(caliper_edge_\w+)/g, text).filter((name) => !families.has(name))).toEqual([]);
    expect(rules).toMatchObject({ groups: [{ name: 'caliper-edge' }] });
    const alerts = all(/"alert":"(\w+)","expr":"/g, text);
    expect(alerts).toHaveLength(10);
  });

  test('are scraped as the settings of Prometheus have it', () => {
    expect(blocks[0]).toEqual({
      scrape_configs: [
        {
          job_name: 'caliper-edge',
          scheme: 'https',
          authorization: { type: 'Bearer', credentials_file: '/etc/prometheus/caliper-edge-token' },
          static_configs: [{ targets: ['adapter.example.edu'] }],
        },
      ],
    });
  });
});
