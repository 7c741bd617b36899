import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha1 } from '../../src/privacy/sha1.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const none = new Uint8Array(0);
/** Also halves of pairs, which UTF-8 cannot write. */
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }));

describe('SHA-1', () => {
  it.each([
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
  ])('of "%s" is that of FIPS 180', (message, digest) => expect(hex(sha1(none, message))).toBe(digest));

  it('is what the platform makes of any bytes and text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), text, (prefix, message) => {
        expect(hex(sha1(prefix, message))).toBe(createHash('sha1').update(prefix).update(message).digest('hex'));
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the platform makes of texts of every length up to four blocks, and of a long one', () => {
    const expected = (message: string): string => createHash('sha1').update(message).digest('hex');
    for (let length = 0; length <= 256; length++) {
      expect(hex(sha1(none, 'x'.repeat(length)))).toBe(expected('x'.repeat(length)));
      expect(hex(sha1(none, 'é'.repeat(length)))).toBe(expected('é'.repeat(length)));
    }
    expect(hex(sha1(none, 'long '.repeat(100_000)))).toBe(expected('long '.repeat(100_000)));
  });
});
