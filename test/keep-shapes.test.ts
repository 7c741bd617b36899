import { beforeAll, describe, expect, it } from 'vitest';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { keepShapes } from '../src/keep-shapes.ts';

interface Item {
  events: { text: string }[] | undefined;
}

let collect: () => void;

beforeAll(() => {
  setFlagsFromString('--expose-gc');
  collect = runInNewContext('gc') as () => void; // V8's, by that flag
});

/** How many of these items outlive the call. */
async function outliving(kind: string, make: () => Item[]): Promise<number> {
  const references = ((): WeakRef<Item>[] => {
    const items = make();
    keepShapes(kind, items, ({ events }) => events);
    return items.map((item) => new WeakRef(item));
  })();
  // What a WeakRef was made of lives until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  return references.filter((reference) => reference.deref() !== undefined).length;
}

const items = (count: number, length: number): Item[] =>
  Array.from({ length: count }, () => ({ events: [{ text: 'x'.repeat(length) }] }));

describe('objects that are kept for their shapes', () => {
  it('are the first of a request, until the next one', async () => {
    expect(await outliving('few', () => items(3, 10))).toBe(3);
    expect(await outliving('many', () => items(1000, 10))).toBe(250);
    const first = new WeakRef({ events: [] });
    keepShapes('few', [first.deref() ?? { events: [] }], ({ events }) => events);
    keepShapes('few', [], () => []);
    await new Promise((resolve) => setTimeout(resolve));
    collect();
    expect(first.deref()).toBeUndefined();
  });

  it('have 256 Ki characters of events at most', async () => {
    expect(await outliving('long', () => items(10, 100_000))).toBe(2);
    expect(await outliving('huge', () => items(3, 1_000_000))).toBe(0);
  });

  it('are none of those that name somebody', async () => {
    const one = (): Item => ({ events: undefined });
    expect(await outliving('named', () => [one(), ...items(1, 10), one()])).toBe(1);
  });
});
