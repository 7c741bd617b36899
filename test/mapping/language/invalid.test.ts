import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../../src/cli/mapping-project.ts';
import { renderDiagnostics } from '../../../src/mapping/diagnostics.ts';
import { readCases } from './cases.ts';

// With UPDATE=1 the expected messages are written anew: read the difference before you keep it.
const update = process.env['UPDATE'] !== undefined;

describe('each mistake is reported in full, where it stands', () => {
  it.each(readCases('invalid', 'txt'))('$name', ({ files, expected }) => {
    const { diagnostics } = checkFiles(files);
    const rendered = `${renderDiagnostics(diagnostics, files)}\n`;
    if (update) writeFileSync(expected, rendered);
    expect(diagnostics).not.toEqual([]);
    expect(rendered).toBe(existsSync(expected) ? readFileSync(expected, 'utf8') : undefined);
  });
});
