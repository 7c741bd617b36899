import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces } from '../../src/cli/pieces.ts';
import type { PieceSize } from '../../src/cli/pieces.ts';
import { split } from '../../src/ingest/split/split.ts';

interface Cut {
  text: string;
  offset: number;
  line: number;
  lines: number;
}

async function cut(chunks: readonly (string | Uint8Array)[], size: PieceSize): Promise<Cut[]> {
  const parts: Cut[] = [];
  for await (const { bytes, ...rest } of pieces(stream(chunks), size)) {
    parts.push({ text: Buffer.from(bytes).toString('latin1'), ...rest });
  }
  return parts;
}

async function* stream(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield Buffer.from(chunk);
  }
}

/** Divides bytes at these places. */
function divided(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

test('lines are cut behind the line end at which there is enough, with their places', async () => {
  expect(await cut(['{"a":1}\n{"a":2}\n{"a"', ':3}\n{"a":4}'], { bytes: 10 })).toEqual([
    { text: '{"a":1}\n{"a":2}\n', offset: 0, line: 1, lines: 2 },
    { text: '{"a":3}\n{"a":4}', offset: 16, line: 3, lines: 1 },
  ]);
});

test('as many lines as are enough make a piece, however short they are', async () => {
  expect(await cut(['{"a":1}\n{"a":2}\n\n{"a":3}\n{"a":4}\n'], { lines: 1 })).toEqual([
    { text: '{"a":1}\n', offset: 0, line: 1, lines: 1 },
    { text: '{"a":2}\n\n', offset: 8, line: 2, lines: 2 },
    { text: '{"a":3}\n', offset: 17, line: 4, lines: 1 },
    { text: '{"a":4}\n', offset: 25, line: 5, lines: 1 },
  ]);
});

test('a value over several lines is not cut, whatever its length', async () => {
  const value = JSON.stringify([{ a: [1, 2] }, { b: { c: 3 } }], undefined, 2);
  expect(await cut(value.split(''), { bytes: 5 })).toEqual([
    { text: value, offset: 0, line: 1, lines: value.split('\n').length - 1 },
  ]);
});

test('any bytes, however they are divided, give the same pieces, which together are the bytes', async () => {
  const bytes = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom('\n', '\n{', '\r\n', '"}\n', ' ', '\n\0').map((text) => Buffer.from(text)),
    ),
    { maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(
      bytes.map((parts) => Buffer.concat(parts)),
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.record({ bytes: fc.integer({ min: 1, max: 40 }), lines: fc.integer({ min: 1, max: 9 }) }),
      async (all, places, size) => {
        const whole = await cut([all], size);
        expect(await cut(divided(all, places), size)).toEqual(whole);
        expect(whole.map(({ text }) => text).join('')).toBe(all.toString('latin1'));
        for (const { text, offset, line, lines } of whole) {
          const before = all.subarray(0, offset).toString('latin1');
          expect({ line, lines }).toEqual({ line: before.split('\n').length, lines: text.split('\n').length - 1 });
        }
      },
    ),
  );
});

test('every value is read as from the whole text, however that is cut', async () => {
  const values = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }), { maxLength: 20 });
  const layouts = fc.constantFrom(
    (all: object[]) => all.map((value) => JSON.stringify(value)).join('\n'),
    (all: object[]) => all.map((value) => JSON.stringify(value, undefined, 2)).join('\n'),
    (all: object[]) => JSON.stringify(all, undefined, 1),
    (all: object[]) => `[\n${all.map((value) => JSON.stringify(value)).join(',\n')}\n]`,
    (all: object[]) => all.map((value) => `prefix [user 1] - ${JSON.stringify(value)}`).join('\r\n'),
  );
  await fc.assert(
    fc.asyncProperty(
      values,
      layouts,
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 60 }),
      async (all, layout, places, bytes) => {
        const text = layout(all);
        const parts = [];
        for await (const piece of pieces(stream(divided(Buffer.from(text), places)), { bytes })) parts.push(piece);
        const read = parts.flatMap((part) => split(Buffer.from(part.bytes).toString(), undefined, part.line));
        expect(read).toEqual(split(text));
      },
    ),
  );
});
