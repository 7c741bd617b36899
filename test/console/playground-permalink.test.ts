import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFragment, writeFragment } from '../../src/console/playground/front/permalink.ts';

describe('a link to the playground', () => {
  test('gives back what it keeps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('openedx' as const, 'xapi' as const),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        async (kind, record, rule) => {
          const fragment = await writeFragment({ kind, record, rule });
          expect(fragment).toMatch(/^p=[\w-]+$/);
          expect(await readFragment(`#${fragment}`)).toEqual({ kind, record, rule });
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each(['', '#', '#p=', '#p=!', '#p=AAAA', '#kind=openedx&name=x', '#q=abc'])(
    'keeps nothing as %j',
    async (fragment) => {
      expect(await readFragment(fragment)).toBeUndefined();
    },
  );

  test('that unfolds without measure keeps nothing', async () => {
    const bomb = await writeFragment({ kind: 'xapi', record: ' '.repeat(3_000_000), rule: '' });
    expect(bomb.length).toBeLessThan(10_000);
    expect(await readFragment(bomb)).toBeUndefined();
  });
});
