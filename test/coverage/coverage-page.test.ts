import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coverageOf } from '../../src/coverage/coverage.ts';
import { knownOpenedxNames } from '../../src/coverage/known-openedx-names.ts';
import { countRows, coveragePage } from '../../src/coverage/page.ts';
import { loadShipped } from '../mappings/shipped.ts';

const coverage = coverageOf(loadShipped().table, { openedx: knownOpenedxNames });

it('docs/10-coverage.md is what the tables say: else run npm run docs', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/10-coverage.md'), 'utf8')).toBe(coveragePage(coverage));
});

it('no known name of a tracking event is unmapped', () => {
  expect(coverage.openedx.filter(({ status }) => status === 'unmapped').map(({ name }) => name)).toEqual([]);
});

it('the known names are each there once', () => {
  expect(knownOpenedxNames.length).toBe(295);
  expect(new Set(knownOpenedxNames).size).toBe(295);
});

it('all fifteen profiles of Caliper are reached from Open edX', () => {
  expect(countRows(coverage.openedx).profiles).toBe(15);
});
