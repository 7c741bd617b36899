import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { functionsPage } from '../../scripts/functions-page.ts';

it('the page of the functions is what the registry says: else run npm run docs', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/05-functions.md'), 'utf8')).toBe(functionsPage());
});
