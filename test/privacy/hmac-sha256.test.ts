import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHmacSha256 } from '../../src/privacy/hmac-sha256.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Also halves of pairs, which UTF-8 cannot write. */
const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }));

describe('HMAC-SHA-256', () => {
  it('is that of RFC 4231', () => {
    const mac = createHmacSha256(new TextEncoder().encode('Jefe'));
    expect(hex(mac('what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is what the platform makes of any key and text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), text, (key, message) => {
        expect(hex(createHmacSha256(key)(message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the platform makes of texts of every length up to four blocks', () => {
    const key = new Uint8Array(32).fill(7);
    const mac = createHmacSha256(key);
    for (let length = 0; length <= 256; length++) {
      const message = 'y'.repeat(length);
      expect(hex(mac(message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
    }
  });
});
