import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deadLetterReasons, failureCodes, rejectionCodes, unopenedCodes } from '../../scripts/openapi/codes.ts';
import { problemMeanings } from '../../scripts/openapi/problem-meanings.ts';
import { tokenCodes } from '../../scripts/openapi/sending.ts';

/** The text of files and of all sources below folders of src. */
function sources(...places: string[]): string {
  const src = join(import.meta.dirname, '../../src');
  return places
    .flatMap((place) => {
      if (place.endsWith('.ts')) return [readFileSync(join(src, place), 'utf8')];
      const names = readdirSync(join(src, place), { recursive: true, encoding: 'utf8' });
      return names.filter((name) => name.endsWith('.ts')).map((name) => readFileSync(join(src, place, name), 'utf8'));
    })
    .join('\n');
}

function all(pattern: RegExp, text: string): string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, word = '']) => word))].sort();
}

describe('codes that are plain text in the types', () => {
  test('of a failure are those of the engine and of the last look', () => {
    const text = sources('mapping/engine.ts', 'mapping/compile-event.ts', 'mapping/outcome.ts', 'pipeline');
    expect(all(/code: '([A-Z]\w+)'/g, text)).toEqual([...failureCodes]);
  });

  test('of a rejection are those of the readers of tracking events', () => {
    const text = sources(
      'ingest/split',
      'ingest/tracking-log',
      'ingest/unwrap.ts',
      'ingest/read-records.ts',
      'ingest/judged.ts',
    );
    expect(all(/(?:code: |reject\()'([A-Z]\w+)'/g, text)).toEqual([...rejectionCodes]);
  });

  test('of a dead letter are those of the delivery and the outbox', () => {
    const progress = all(/reason: '([A-Z_]+)' \| /g, sources('delivery/progress.ts'));
    expect(progress.every((reason) => deadLetterReasons.some((known) => known === reason))).toBe(true);
    const text = sources('delivery/progress.ts', 'outbox');
    const found = all(/reason: '([A-Z][A-Z_0-9]+)'/g, text);
    expect(found).toEqual(deadLetterReasons.filter((reason) => found.includes(reason)));
    expect(found).toContain('TOO_LARGE');
  });

  test('of a record that cannot be opened are those of its type', () => {
    expect(all(/'([A-Z]+_[A-Z]+)'/g, sources('quarantine/open.ts'))).toEqual([...unopenedCodes]);
  });

  test('of a token are those of its type', () => {
    const type = sources('ingest/source-tokens.ts').split('type TokenFault =')[1]?.split(';')[0] ?? '';
    expect(all(/'([A-Z_]+)'/g, type)).toEqual([...tokenCodes, 'JWKS_UNREACHABLE'].sort());
  });

  test('of problems are all explained', () => {
    const text = sources(
      'worker.ts',
      'status',
      'external-ids/routes.ts',
      'ingest/routes.ts',
      'http',
      'inbox/routes.ts',
      'ingest/xapi/routes.ts',
    );
    const other = sources(
      'inbox/check-envelope.ts',
      'ingest/body/read-body.ts',
      'ingest/xapi/request-body.ts',
      'ingest/xapi/received.ts',
    );
    const codes = [
      ...all(/problemResponse\(\s*\{[^}]*code: '([A-Z_]+)'/gs, text),
      ...all(/refuse\((?:\w+, )?'([A-Z_]+)'/g, `${text}\n${other}`),
      ...all(/code: '(PART_\w+|WRONG_HASH|UNDECLARED_\w+)'/g, other),
    ];
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !(code in problemMeanings))).toEqual([]);
  });
});
