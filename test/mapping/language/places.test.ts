import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument, isScalar } from 'yaml';
import { renderDiagnostic } from '../../../src/mapping/diagnostics.ts';
import { loadMappings } from '../../../src/mapping/language/load.ts';
import { nearest } from '../../../src/mapping/language/nearest.ts';
import { scalarOffsets } from '../../../src/mapping/language/scalar-offsets.ts';
import { SourceText } from '../../../src/mapping/language/source-text.ts';
import { checkFiles } from '../../../src/cli/mapping-project.ts';
import { readCases } from './cases.ts';

const folder = import.meta.dirname;
const words = fc.array(fc.stringMatching(/^[a-z$()|'"\\é😀]{1,6}$/u), { minLength: 1, maxLength: 6 });

/** The value of the only scalar under `a:`, and the offsets of its characters. */
function offsetsIn(text: string, style: 'plain' | 'single' | 'double' | 'block'): { value: string; offsets: number[] } {
  const node: unknown = parseDocument(text).get('a', true);
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) throw new Error('not a text');
  return { value: node.value, offsets: scalarOffsets(node.value, text, node.range[0], style) };
}

describe('the place of a character of a scalar', () => {
  it.each([
    { style: 'double', text: 'a: "x \\"y\\"\\u0020\\x7a é"', char: 'z', at: 17 },
    { style: 'double', text: 'a: "x\n  y\\\n  z"', char: 'z', at: 13 },
    { style: 'single', text: "a: 'it''s z'", char: 'z', at: 10 },
    { style: 'plain', text: 'a: x\n  y\n\n  z', char: 'z', at: 12 },
    { style: 'block', text: 'a: |-\n  x\n    y\n  z', char: 'z', at: 18 },
    { style: 'block', text: 'a: >+2\n  x\n  z\n', char: 'z', at: 13 },
    { style: 'plain', text: 'a: x\r\n  z', char: 'z', at: 8 },
  ] as const)('$style: $text', ({ style, text, char, at }) => {
    const { value, offsets } = offsetsIn(text, style);
    expect(offsets[value.indexOf(char)]).toBe(at);
  });

  it('is where that character stands, in whatever block of text', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('|', '>', '|-', '>+'),
        (lines, mark) => {
          const text = `a: ${mark}\n${lines.map((line) => `  ${line.join(' ')}\n`).join('')}`;
          const { value, offsets } = offsetsIn(text, 'block');
          const wrong = offsets.slice(0, -1).filter((at, i) => /\S/.test(value[i] ?? '') && text[at] !== value[i]);
          expect(wrong).toEqual([]);
        },
      ),
    );
  });

  it('is where that character stands, in whatever quotes', () => {
    fc.assert(
      fc.property(words, (line) => {
        const text = `a: '${line.join('\n  ').replaceAll("'", "''")}'`;
        const { value, offsets } = offsetsIn(text, 'single');
        const wrong = offsets.slice(0, -1).filter((at, i) => /\S/.test(value[i] ?? '') && text[at] !== value[i]);
        expect(wrong).toEqual([]);
      }),
    );
  });
});

describe('a place in a file', () => {
  const source = new SourceText({ path: 'a.yaml', text: 'one\n  two three\nfour' });
  it('has lines and columns from 1', () => {
    expect(source.locate(6, 9)).toEqual({ file: 'a.yaml', line: 2, column: 3, length: 3 });
  });
  it('does not go over the end of its line', () => {
    expect(source.locate(10, 20)).toEqual({ file: 'a.yaml', line: 2, column: 7, length: 5 });
  });
  it('at the end of the file is one character', () => {
    expect(source.locate(20, 20)).toEqual({ file: 'a.yaml', line: 3, column: 5, length: 1 });
  });
});

describe('whatever a file holds', () => {
  const shared = readFileSync(join(folder, '_shared.yaml'), 'utf8');
  const base = readCases('valid', 'json').flatMap(({ files }) => files.map(({ text }) => text));

  it('loading ends with a table or with faults that stand in the file', () => {
    const edit = fc.record({
      text: fc.constantFrom(...base),
      at: fc.nat(2000),
      cut: fc.nat(12),
      put: fc.string({ maxLength: 6 }),
    });
    fc.assert(
      fc.property(
        edit,
        fc.constantFrom('_shared.yaml', 'video.yaml', 'site/a.yaml'),
        ({ text, at, cut, put }, name) => {
          const start = at % text.length;
          const path = `mappings/openedx/${name}`;
          const files = [
            { path: 'mappings/openedx/_shared.yaml', text: shared },
            { path, text: text.slice(0, start) + put + text.slice(start + cut) },
          ].slice(name === '_shared.yaml' ? 1 : 0);
          for (const { file, line, column, length } of loadMappings(files).diagnostics) {
            const lines = files.find((each) => each.path === file)?.text.split('\n') ?? [];
            expect(lines.length).toBeGreaterThanOrEqual(line);
            expect(column).toBeGreaterThan(0);
            expect(column + length - 1).toBeLessThanOrEqual(Math.max(column, (lines[line - 1] ?? '').length));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a check of it ends too', () => {
    const lines = base.join('\n').split('\n');
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { maxLength: 40 }), (some) => {
        const files = [
          { path: 'mappings/openedx/_shared.yaml', text: shared },
          { path: 'mappings/openedx/video.yaml', text: some.join('\n') },
        ];
        checkFiles(files);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a rendered diagnostic', () => {
  const fault = { file: 'a.yaml', line: 2, column: 3, length: 2, code: 'CODE', message: 'something is wrong' };

  it('shows the line above, the line, a caret under the word, and the hint', () => {
    expect(renderDiagnostic({ ...fault, hint: 'mend it' }, 'one:\n  two\n')).toBe(
      'a.yaml:2:3 CODE something is wrong\n    1 | one:\n    2 |   two\n      |   ^^\n  hint: mend it',
    );
  });
  it('keeps tabs, so that the caret stands under its word', () => {
    expect(renderDiagnostic(fault, '\n\t two')).toBe(
      'a.yaml:2:3 CODE something is wrong\n    2 | \t two\n      | \t ^^',
    );
  });
  it('is one line without the text', () => {
    expect(renderDiagnostic(fault)).toBe('a.yaml:2:3 CODE something is wrong');
  });
});

describe('did you mean', () => {
  it.each([
    ['isoDuraton', 'isoDuration'],
    ['cotnext', 'context'],
    ['IsoInstant', 'isoInstant'],
    ['elephant', undefined],
  ])('%s: %s', (word, expected) => {
    expect(nearest(word, ['isoDuration', 'isoInstant', 'context'])).toBe(expected);
  });
});
