import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withPrivacyTable } from '../../scripts/privacy-table.ts';

it('the closed fields in docs/06-privacy.md are those of the code: else run npm run docs', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/06-privacy.md'), 'utf8');
  expect(withPrivacyTable(page)).toBe(page);
});
