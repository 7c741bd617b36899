import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces } from '../../src/cli/pieces.ts';
import { split } from '../../src/ingest/split/split.ts';

async function cut(chunks: string[], length: number): Promise<{ text: string; line: number }[]> {
  const parts = [];
  for await (const piece of pieces(stream(chunks), length)) parts.push(piece);
  return parts;
}

async function* stream(chunks: string[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield chunk;
  }
}

test('lines are cut behind a line end, and counted', async () => {
  expect(await cut(['{"a":1}\n{"a":2}\n{"a"', ':3}\n{"a":4}'], 10)).toEqual([
    { text: '{"a":1}\n{"a":2}\n', line: 1 },
    { text: '{"a":3}\n', line: 3 },
    { text: '{"a":4}', line: 4 },
  ]);
});

test('a value over several lines is not cut, whatever its length', async () => {
  const value = JSON.stringify([{ a: [1, 2] }, { b: { c: 3 } }], undefined, 2);
  expect(await cut(value.split(''), 5)).toEqual([{ text: value, line: 1 }]);
});

test('nothing is lost, and every value is read as from the whole text, however it is cut', async () => {
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
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 40 }),
      async (all, layout, length, chunk) => {
        const text = layout(all);
        const chunks = Array.from({ length: Math.ceil(text.length / chunk) }, (_, at) =>
          text.slice(at * chunk, (at + 1) * chunk),
        );
        const parts = await cut(chunks, length);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) {
          const before = text.slice(0, text.indexOf(part.text));
          if (text.indexOf(part.text) === text.lastIndexOf(part.text))
            expect(part.line).toBe(before.split('\n').length);
        }
        expect(parts.flatMap((part) => split(part.text))).toEqual(split(text));
      },
    ),
  );
});
