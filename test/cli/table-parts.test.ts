import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableParts } from '../../src/cli/admin/table-parts.ts';

async function parts(chunks: readonly Uint8Array[], length: number): Promise<{ text: string; linesBefore: number }[]> {
  const all = [];
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) {
      await Promise.resolve();
      yield chunk;
    }
  };
  for await (const part of tableParts(stream(), length)) all.push(part);
  return all;
}

test('each part has the header and whole lines', async () => {
  expect(await parts([Buffer.from('a,b\n1,x\n2,'), Buffer.from('y\n3,z\n'), Buffer.from('4,w')], 7)).toEqual([
    { text: 'a,b\n1,x\n2,y\n3,z\n', linesBefore: 0 },
    { text: 'a,b\n4,w', linesBefore: 3 },
  ]);
});

test('a table without rows, or of nothing, is one part', async () => {
  expect(await parts([Buffer.from('a,b\n')], 6)).toEqual([{ text: 'a,b\n', linesBefore: 0 }]);
  expect(await parts([], 6)).toEqual([{ text: '', linesBefore: 0 }]);
});

test('however the bytes are divided, the rows are those of the table', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
        { maxLength: 20 },
      ),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 30 }),
      async (rows, chunk, length) => {
        const bytes = Buffer.from(['a,b', ...rows].join('\n'));
        const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) =>
          bytes.subarray(at * chunk, (at + 1) * chunk),
        );
        const read = await parts(chunks, length);
        const without = read.map(({ text }) => (text.startsWith('a,b\n') ? text.slice(4) : text.slice(3)));
        expect(without.join('')).toBe(rows.join('\n'));
        for (const [index, { linesBefore }] of read.entries()) {
          expect(linesBefore).toBe(without.slice(0, index).join('').split('\n').length - 1);
        }
      },
    ),
  );
});
