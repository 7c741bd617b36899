import { expect, test } from 'vitest';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createShapes } from '../src/keep-shapes.ts';

test('of the objects that are kept for their shapes the last of each kind lives on, and no other', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // V8's, by that flag
  const references = ['emitted', 'skipped', 'emitted', 'emitted'].map((kind) => ({ kind, of: new WeakRef({ kind }) }));
  const keepShape = createShapes();
  for (const { kind, of } of references) keepShape(kind, of.deref() ?? {});
  // What a WeakRef was made of lives until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(references.map(({ of }) => of.deref())).toEqual([
    undefined,
    { kind: 'skipped' },
    undefined,
    { kind: 'emitted' },
  ]);
});
