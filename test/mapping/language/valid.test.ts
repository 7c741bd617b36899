import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../../src/cli/mapping-project.ts';
import { renderDiagnostics } from '../../../src/mapping/diagnostics.ts';
import { readCases } from './cases.ts';

// With UPDATE=1 the expected tables are written anew: read the difference before you keep it.
const update = process.env['UPDATE'] !== undefined;

describe('what is written is what the table holds, and its examples hold', () => {
  it.each(readCases('valid', 'json'))('$name', ({ files, expected }) => {
    const { diagnostics, table } = checkFiles(files);
    expect(renderDiagnostics(diagnostics, files)).toBe('');
    if (update) writeFileSync(expected, `${JSON.stringify(table, undefined, 1)}\n`);
    expect(table).toEqual(existsSync(expected) ? JSON.parse(readFileSync(expected, 'utf8')) : undefined);
  });
});
