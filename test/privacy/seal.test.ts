import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSeal } from '../../src/privacy/seal.ts';

const bytes = (name: string): Uint8Array => createHash('sha256').update(name).digest();
const [first, second] = [bytes('first'), bytes('second')];

const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 2_000 }), fc.json());

/** The same bytes with one bit of one of them turned. */
function flipped(sealed: ArrayBuffer, bit: number): ArrayBuffer {
  const copy = new Uint8Array(sealed.slice(0));
  const at = (bit >> 3) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy.buffer;
}

describe('sealed text', () => {
  const seal = createSeal([first]);

  test('opens as it was, with the same key for the same thing', () => {
    fc.assert(
      fc.property(texts, fc.string(), (text, about) => {
        expect(seal.open(seal.seal(text, about), about)).toEqual({ ok: true, text });
      }),
    );
  });

  test('opens not when a bit of it was turned', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, bit) => {
        expect(seal.open(flipped(seal.seal(text, 'a'), bit), 'a').ok).toBe(false);
      }),
    );
  });

  test('opens not when it is cut or longer, and no bytes make it throw', () => {
    fc.assert(
      fc.property(texts, fc.nat(60), fc.uint8Array({ maxLength: 80 }), (text, cut, more) => {
        const sealed = new Uint8Array(seal.seal(text, 'a'));
        expect(seal.open(sealed.slice(0, Math.max(0, sealed.length - 1 - cut)).buffer, 'a').ok).toBe(false);
        expect(seal.open(Uint8Array.from([...sealed, 0]).buffer, 'a').ok).toBe(false);
        expect(seal.open(Uint8Array.from(more).buffer, 'a').ok).toBe(false);
      }),
    );
  });

  test('opens not for another thing', () => {
    fc.assert(
      fc.property(texts, fc.string(), fc.string(), (text, about, other) => {
        fc.pre(about !== other);
        expect(seal.open(seal.seal(text, about), other)).toEqual({ ok: false, code: 'NOT_GENUINE' });
      }),
    );
  });

  test('says that the key is missing where another one sealed it', () => {
    expect(createSeal([second]).open(seal.seal('text', 'a'), 'a')).toEqual({ ok: false, code: 'KEY_MISSING' });
  });

  test('is never the same twice', () => {
    const sealed = Array.from({ length: 100 }, () => Buffer.from(seal.seal('text', 'a')).toString('hex'));
    expect(new Set(sealed).size).toBe(100);
  });

  test('has the form that is documented', () => {
    const fixed = createSeal([first], (length) => new Uint8Array(length).fill(7));
    const sealed = Buffer.from(fixed.seal('text', 'a'));
    expect(sealed).toHaveLength(1 + 4 + 12 + 1 + 'text'.length + 16);
    expect([sealed[0], sealed.subarray(5, 17).toString('hex')]).toEqual([1, '07'.repeat(12)]);
  });

  test('opens as long as it is kept: these bytes were sealed in 2026', () => {
    const plain =
      '013a37c94a0707070707070707070707071f93e683958dd778559fbf22e44a58546e26f12d350c0190a67c5d60b263d3cb3cd19f5739';
    const packed = '013a37c94a0707070707070707070707071eccc4ab7bd6f85109a57514ed2becde3026c26167e5fc561d0253f825aa';
    const opened = (hex: string): unknown => seal.open(new Uint8Array(Buffer.from(hex, 'hex')).buffer, 'a');
    expect(opened(plain)).toEqual({ ok: true, text: 'the text of a record' });
    expect(opened(packed)).toEqual({ ok: true, text: 'record '.repeat(40) });
  });

  test('is shorter than the text where that repeats itself', () => {
    expect(seal.seal('record '.repeat(1_000), 'a').byteLength).toBeLessThan(200);
  });

  test('holds none of the text', () => {
    expect(Buffer.from(seal.seal('the name of a person', 'a')).includes('person')).toBe(false);
  });
});

describe('a new key in front', () => {
  test('seals from then on, and the old one still opens', () => {
    const old = createSeal([first]);
    const both = createSeal([second, first]);
    expect(both.open(old.seal('before', 'a'), 'a')).toEqual({ ok: true, text: 'before' });
    expect(old.open(both.seal('after', 'a'), 'a')).toEqual({ ok: false, code: 'KEY_MISSING' });
    expect(createSeal([second]).open(both.seal('after', 'a'), 'a')).toEqual({ ok: true, text: 'after' });
  });

  test('is needed to seal at all', () => {
    expect(() => createSeal([]).seal('text', 'a')).toThrow(RangeError);
  });
});
