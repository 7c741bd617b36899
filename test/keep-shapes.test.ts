import { beforeAll, expect, test } from 'vitest';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createShapes } from '../src/keep-shapes.ts';

interface Item {
  kind: string;
  events: { text: string }[];
}

let collect: () => void;

beforeAll(() => {
  setFlagsFromString('--expose-gc');
  collect = runInNewContext('gc') as () => void; // V8's, by that flag
});

/** For each of these items, whether it lives on. */
async function livesOn(make: () => Item[]): Promise<boolean[]> {
  const references = ((): WeakRef<Item>[] => {
    const keepShape = createShapes();
    return make().map((item) => {
      keepShape(item.kind, item, item.events);
      return new WeakRef(item);
    });
  })();
  // What a WeakRef was made of lives until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  return references.map((reference) => reference.deref() !== undefined);
}

test('of the objects that are kept for their shapes the last of each kind lives on, and no other', async () => {
  const kinds = ['emitted', 'skipped', 'emitted', 'emitted'];
  expect(await livesOn(() => kinds.map((kind) => ({ kind, events: [] })))).toEqual([false, true, false, true]);
});

test('an object with long events, or many of them, is not kept for its shape', async () => {
  const events = (count: number, length: number): Item['events'] =>
    Array.from({ length: count }, () => ({ text: 'x'.repeat(length) }));
  const items = (): Item[] => [
    { kind: 'a', events: events(8, 16_384) },
    { kind: 'a', events: events(1, 16_385) },
    { kind: 'a', events: events(9, 1) },
  ];
  expect(await livesOn(items)).toEqual([true, false, false]);
});
