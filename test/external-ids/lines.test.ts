import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines, splitFields } from '../../src/external-ids/lines.ts';

async function* pieces(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

async function linesOf(text: string, sizes: readonly number[] = []): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const { number, text: line } of readLines(pieces(text, sizes))) {
    expect(number).toBe(lines.length + 1);
    lines.push(line);
  }
  return lines;
}

describe('lines', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\nb\r\n\r\n', ['a', 'b', '']],
    ['\uFEFFuser_id\n', ['user_id']],
    ['\n\na', ['', '', 'a']],
  ])('of %j are %j', async (text, expected) => {
    expect(await linesOf(text)).toEqual(expected);
  });

  it('are the same however the text comes in pieces, characters cut in two included', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', ',', '"', 'é', '𐍈', ' ') });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(5)), async (lines, sizes) => {
        const text = lines.map((one) => `${one}\n`).join('');
        expect(await linesOf(text, sizes)).toEqual(lines);
      }),
    );
  });

  it('that are too long have no text, and the next one does', async () => {
    const long = 'x'.repeat(5000);
    expect(await linesOf(`${'x'.repeat(4096)}\n${long}\nb\n${long}`)).toEqual([
      'x'.repeat(4096),
      undefined,
      'b',
      undefined,
    ]);
    expect(await linesOf(`${long}${long}\nb`, [1000, 4000, 3000])).toEqual([undefined, 'b']);
  });
});

describe('fields', () => {
  it.each<[string, string[] | undefined]>([
    ['a,b', ['a', 'b']],
    [' a , b ', ['a', 'b']],
    ['a,', ['a', '']],
    [',', ['', '']],
    ['', ['']],
    ['"a","b,c"', ['a', 'b,c']],
    ['"a ""b""", c', ['a "b"', 'c']],
    [' "a" ,b', ['a', 'b']],
    ['""', ['']],
    ['a"b,c', undefined],
    ['"a', undefined],
    ['"a"b,c', undefined],
  ])('of %s are %j', (line, expected) => {
    expect(splitFields(line)).toEqual(expected);
  });

  it('are what was written, quoted or not', () => {
    const value = fc.string().map((text) => text.replaceAll(/[\r\n]/g, ' ').trim());
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const line = values.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        expect(splitFields(line)).toEqual(values);
      }),
    );
  });

  it('take a time that grows no faster than the line', () => {
    expect(splitFields(`${' '.repeat(4000)}"`)).toBeUndefined();
    expect(splitFields('"'.repeat(4000))).toEqual(['"'.repeat(1999)]);
  });
});
