import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cliPage } from '../../scripts/cli-page.ts';

it('the page of the command line is what the commands say: else run npm run docs', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/07-command-line.md'), 'utf8')).toBe(cliPage());
});
