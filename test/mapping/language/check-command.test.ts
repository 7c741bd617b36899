import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCheck } from '../../../src/cli/check.ts';
import { readCases } from './cases.ts';

/** What the command says of a case, in a folder of its own. */
async function check(kind: 'valid' | 'invalid', name: string, args: string[]): Promise<{ code: number; out: string }> {
  const root = mkdtempSync(join(tmpdir(), 'check-'));
  for (const { path, text } of readCases(kind, 'txt').find((each) => each.name === name)?.files ?? []) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  let out = '';
  const write = (text: string): Promise<void> => {
    out += text;
    return Promise.resolve();
  };
  return { code: await runCheck(root, args, { stdout: { write, terminal: false, columns: 80 } }), out };
}

describe('caliper check', () => {
  it('says what was checked when all holds', async () => {
    const found = await check('valid', 'site-rules-come-first-and-replace', []);
    expect(found).toEqual({ code: 0, out: '3 files, 2 rules, 2 examples: all hold\n' });
  });

  it('shows each fault and counts them', async () => {
    expect(await check('invalid', 'unknown-fragment', [])).toEqual({
      code: 1,
      out: [
        'mappings/openedx/video.yaml:10:25 UNKNOWN_FRAGMENT there is no fragment "vidoe"',
        '    9 |         action: Paused',
        '   10 |         object: { $use: vidoe }',
        '      |                         ^^^^^',
        '  hint: did you mean video?',
        '',
        '2 files: 1 fault',
        '',
      ].join('\n'),
    });
  });

  it('gives one object with --json', async () => {
    const { code, out } = await check('invalid', 'unknown-fragment', ['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      files: 2,
      rules: 0,
      examples: 1,
      diagnostics: [
        {
          file: 'mappings/openedx/video.yaml',
          line: 10,
          column: 25,
          length: 5,
          code: 'UNKNOWN_FRAGMENT',
          message: 'there is no fragment "vidoe"',
          hint: 'did you mean video?',
        },
      ],
    });
  });
});
