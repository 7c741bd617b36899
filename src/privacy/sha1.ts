import { layOut } from './hash-text.ts';

const bytes = new Uint8Array(20);
const hash = new DataView(bytes.buffer);

/**
 * SHA-1 (FIPS 180-4, 6.1.3, with the schedule in sixteen words) of some bytes and the UTF-8 of a text, for names of UUIDs of version 5.
 * The platform's own takes a call for each step, which in workerd is longer than hashing a record here.
 *
 * A round a line, so that no variable has to be moved to the next, and no word to be looked up in a list (0.13 µs for a block; 0.18 in
 * loops of five rounds).
 *
 * @returns 20 bytes, good until the next call
 */
export function sha1(prefix: Uint8Array, text: string): Uint8Array {
  const { view, end } = layOut(prefix, text, 0);
  let s0 = 0x67452301;
  let s1 = 0xefcdab89 | 0;
  let s2 = 0x98badcfe | 0;
  let s3 = 0x10325476;
  let s4 = 0xc3d2e1f0 | 0;
  // prettier-ignore
  let w0: number, w1: number, w2: number, w3: number, w4: number, w5: number, w6: number, w7: number, w8: number, w9: number,
    w10: number, w11: number, w12: number, w13: number, w14: number, w15: number;
  // prettier-ignore
  for (let at = 0; at < end; at += 64) {
    let a = s0, b = s1, c = s2, d = s3, e = s4;
    w0 = view.getInt32(at); e = (left(a, 5) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + w0) | 0; b = left(b, 30);
    w1 = view.getInt32(at + 4); d = (left(e, 5) + (c ^ (a & (b ^ c))) + d + 0x5a827999 + w1) | 0; a = left(a, 30);
    w2 = view.getInt32(at + 8); c = (left(d, 5) + (b ^ (e & (a ^ b))) + c + 0x5a827999 + w2) | 0; e = left(e, 30);
    w3 = view.getInt32(at + 12); b = (left(c, 5) + (a ^ (d & (e ^ a))) + b + 0x5a827999 + w3) | 0; d = left(d, 30);
    w4 = view.getInt32(at + 16); a = (left(b, 5) + (e ^ (c & (d ^ e))) + a + 0x5a827999 + w4) | 0; c = left(c, 30);
    w5 = view.getInt32(at + 20); e = (left(a, 5) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + w5) | 0; b = left(b, 30);
    w6 = view.getInt32(at + 24); d = (left(e, 5) + (c ^ (a & (b ^ c))) + d + 0x5a827999 + w6) | 0; a = left(a, 30);
    w7 = view.getInt32(at + 28); c = (left(d, 5) + (b ^ (e & (a ^ b))) + c + 0x5a827999 + w7) | 0; e = left(e, 30);
    w8 = view.getInt32(at + 32); b = (left(c, 5) + (a ^ (d & (e ^ a))) + b + 0x5a827999 + w8) | 0; d = left(d, 30);
    w9 = view.getInt32(at + 36); a = (left(b, 5) + (e ^ (c & (d ^ e))) + a + 0x5a827999 + w9) | 0; c = left(c, 30);
    w10 = view.getInt32(at + 40); e = (left(a, 5) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + w10) | 0; b = left(b, 30);
    w11 = view.getInt32(at + 44); d = (left(e, 5) + (c ^ (a & (b ^ c))) + d + 0x5a827999 + w11) | 0; a = left(a, 30);
    w12 = view.getInt32(at + 48); c = (left(d, 5) + (b ^ (e & (a ^ b))) + c + 0x5a827999 + w12) | 0; e = left(e, 30);
    w13 = view.getInt32(at + 52); b = (left(c, 5) + (a ^ (d & (e ^ a))) + b + 0x5a827999 + w13) | 0; d = left(d, 30);
    w14 = view.getInt32(at + 56); a = (left(b, 5) + (e ^ (c & (d ^ e))) + a + 0x5a827999 + w14) | 0; c = left(c, 30);
    w15 = view.getInt32(at + 60); e = (left(a, 5) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + w15) | 0; b = left(b, 30);
    w0 = left(w13 ^ w8 ^ w2 ^ w0, 1); d = (left(e, 5) + (c ^ (a & (b ^ c))) + d + 0x5a827999 + w0) | 0; a = left(a, 30);
    w1 = left(w14 ^ w9 ^ w3 ^ w1, 1); c = (left(d, 5) + (b ^ (e & (a ^ b))) + c + 0x5a827999 + w1) | 0; e = left(e, 30);
    w2 = left(w15 ^ w10 ^ w4 ^ w2, 1); b = (left(c, 5) + (a ^ (d & (e ^ a))) + b + 0x5a827999 + w2) | 0; d = left(d, 30);
    w3 = left(w0 ^ w11 ^ w5 ^ w3, 1); a = (left(b, 5) + (e ^ (c & (d ^ e))) + a + 0x5a827999 + w3) | 0; c = left(c, 30);
    w4 = left(w1 ^ w12 ^ w6 ^ w4, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0x6ed9eba1 + w4) | 0; b = left(b, 30);
    w5 = left(w2 ^ w13 ^ w7 ^ w5, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0x6ed9eba1 + w5) | 0; a = left(a, 30);
    w6 = left(w3 ^ w14 ^ w8 ^ w6, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0x6ed9eba1 + w6) | 0; e = left(e, 30);
    w7 = left(w4 ^ w15 ^ w9 ^ w7, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0x6ed9eba1 + w7) | 0; d = left(d, 30);
    w8 = left(w5 ^ w0 ^ w10 ^ w8, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0x6ed9eba1 + w8) | 0; c = left(c, 30);
    w9 = left(w6 ^ w1 ^ w11 ^ w9, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0x6ed9eba1 + w9) | 0; b = left(b, 30);
    w10 = left(w7 ^ w2 ^ w12 ^ w10, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0x6ed9eba1 + w10) | 0; a = left(a, 30);
    w11 = left(w8 ^ w3 ^ w13 ^ w11, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0x6ed9eba1 + w11) | 0; e = left(e, 30);
    w12 = left(w9 ^ w4 ^ w14 ^ w12, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0x6ed9eba1 + w12) | 0; d = left(d, 30);
    w13 = left(w10 ^ w5 ^ w15 ^ w13, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0x6ed9eba1 + w13) | 0; c = left(c, 30);
    w14 = left(w11 ^ w6 ^ w0 ^ w14, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0x6ed9eba1 + w14) | 0; b = left(b, 30);
    w15 = left(w12 ^ w7 ^ w1 ^ w15, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0x6ed9eba1 + w15) | 0; a = left(a, 30);
    w0 = left(w13 ^ w8 ^ w2 ^ w0, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0x6ed9eba1 + w0) | 0; e = left(e, 30);
    w1 = left(w14 ^ w9 ^ w3 ^ w1, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0x6ed9eba1 + w1) | 0; d = left(d, 30);
    w2 = left(w15 ^ w10 ^ w4 ^ w2, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0x6ed9eba1 + w2) | 0; c = left(c, 30);
    w3 = left(w0 ^ w11 ^ w5 ^ w3, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0x6ed9eba1 + w3) | 0; b = left(b, 30);
    w4 = left(w1 ^ w12 ^ w6 ^ w4, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0x6ed9eba1 + w4) | 0; a = left(a, 30);
    w5 = left(w2 ^ w13 ^ w7 ^ w5, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0x6ed9eba1 + w5) | 0; e = left(e, 30);
    w6 = left(w3 ^ w14 ^ w8 ^ w6, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0x6ed9eba1 + w6) | 0; d = left(d, 30);
    w7 = left(w4 ^ w15 ^ w9 ^ w7, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0x6ed9eba1 + w7) | 0; c = left(c, 30);
    w8 = left(w5 ^ w0 ^ w10 ^ w8, 1); e = (left(a, 5) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + w8) | 0; b = left(b, 30);
    w9 = left(w6 ^ w1 ^ w11 ^ w9, 1); d = (left(e, 5) + ((a & b) | (c & (a | b))) + d + 0x8f1bbcdc + w9) | 0; a = left(a, 30);
    w10 = left(w7 ^ w2 ^ w12 ^ w10, 1); c = (left(d, 5) + ((e & a) | (b & (e | a))) + c + 0x8f1bbcdc + w10) | 0; e = left(e, 30);
    w11 = left(w8 ^ w3 ^ w13 ^ w11, 1); b = (left(c, 5) + ((d & e) | (a & (d | e))) + b + 0x8f1bbcdc + w11) | 0; d = left(d, 30);
    w12 = left(w9 ^ w4 ^ w14 ^ w12, 1); a = (left(b, 5) + ((c & d) | (e & (c | d))) + a + 0x8f1bbcdc + w12) | 0; c = left(c, 30);
    w13 = left(w10 ^ w5 ^ w15 ^ w13, 1); e = (left(a, 5) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + w13) | 0; b = left(b, 30);
    w14 = left(w11 ^ w6 ^ w0 ^ w14, 1); d = (left(e, 5) + ((a & b) | (c & (a | b))) + d + 0x8f1bbcdc + w14) | 0; a = left(a, 30);
    w15 = left(w12 ^ w7 ^ w1 ^ w15, 1); c = (left(d, 5) + ((e & a) | (b & (e | a))) + c + 0x8f1bbcdc + w15) | 0; e = left(e, 30);
    w0 = left(w13 ^ w8 ^ w2 ^ w0, 1); b = (left(c, 5) + ((d & e) | (a & (d | e))) + b + 0x8f1bbcdc + w0) | 0; d = left(d, 30);
    w1 = left(w14 ^ w9 ^ w3 ^ w1, 1); a = (left(b, 5) + ((c & d) | (e & (c | d))) + a + 0x8f1bbcdc + w1) | 0; c = left(c, 30);
    w2 = left(w15 ^ w10 ^ w4 ^ w2, 1); e = (left(a, 5) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + w2) | 0; b = left(b, 30);
    w3 = left(w0 ^ w11 ^ w5 ^ w3, 1); d = (left(e, 5) + ((a & b) | (c & (a | b))) + d + 0x8f1bbcdc + w3) | 0; a = left(a, 30);
    w4 = left(w1 ^ w12 ^ w6 ^ w4, 1); c = (left(d, 5) + ((e & a) | (b & (e | a))) + c + 0x8f1bbcdc + w4) | 0; e = left(e, 30);
    w5 = left(w2 ^ w13 ^ w7 ^ w5, 1); b = (left(c, 5) + ((d & e) | (a & (d | e))) + b + 0x8f1bbcdc + w5) | 0; d = left(d, 30);
    w6 = left(w3 ^ w14 ^ w8 ^ w6, 1); a = (left(b, 5) + ((c & d) | (e & (c | d))) + a + 0x8f1bbcdc + w6) | 0; c = left(c, 30);
    w7 = left(w4 ^ w15 ^ w9 ^ w7, 1); e = (left(a, 5) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + w7) | 0; b = left(b, 30);
    w8 = left(w5 ^ w0 ^ w10 ^ w8, 1); d = (left(e, 5) + ((a & b) | (c & (a | b))) + d + 0x8f1bbcdc + w8) | 0; a = left(a, 30);
    w9 = left(w6 ^ w1 ^ w11 ^ w9, 1); c = (left(d, 5) + ((e & a) | (b & (e | a))) + c + 0x8f1bbcdc + w9) | 0; e = left(e, 30);
    w10 = left(w7 ^ w2 ^ w12 ^ w10, 1); b = (left(c, 5) + ((d & e) | (a & (d | e))) + b + 0x8f1bbcdc + w10) | 0; d = left(d, 30);
    w11 = left(w8 ^ w3 ^ w13 ^ w11, 1); a = (left(b, 5) + ((c & d) | (e & (c | d))) + a + 0x8f1bbcdc + w11) | 0; c = left(c, 30);
    w12 = left(w9 ^ w4 ^ w14 ^ w12, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0xca62c1d6 + w12) | 0; b = left(b, 30);
    w13 = left(w10 ^ w5 ^ w15 ^ w13, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0xca62c1d6 + w13) | 0; a = left(a, 30);
    w14 = left(w11 ^ w6 ^ w0 ^ w14, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0xca62c1d6 + w14) | 0; e = left(e, 30);
    w15 = left(w12 ^ w7 ^ w1 ^ w15, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0xca62c1d6 + w15) | 0; d = left(d, 30);
    w0 = left(w13 ^ w8 ^ w2 ^ w0, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0xca62c1d6 + w0) | 0; c = left(c, 30);
    w1 = left(w14 ^ w9 ^ w3 ^ w1, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0xca62c1d6 + w1) | 0; b = left(b, 30);
    w2 = left(w15 ^ w10 ^ w4 ^ w2, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0xca62c1d6 + w2) | 0; a = left(a, 30);
    w3 = left(w0 ^ w11 ^ w5 ^ w3, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0xca62c1d6 + w3) | 0; e = left(e, 30);
    w4 = left(w1 ^ w12 ^ w6 ^ w4, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0xca62c1d6 + w4) | 0; d = left(d, 30);
    w5 = left(w2 ^ w13 ^ w7 ^ w5, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0xca62c1d6 + w5) | 0; c = left(c, 30);
    w6 = left(w3 ^ w14 ^ w8 ^ w6, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0xca62c1d6 + w6) | 0; b = left(b, 30);
    w7 = left(w4 ^ w15 ^ w9 ^ w7, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0xca62c1d6 + w7) | 0; a = left(a, 30);
    w8 = left(w5 ^ w0 ^ w10 ^ w8, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0xca62c1d6 + w8) | 0; e = left(e, 30);
    w9 = left(w6 ^ w1 ^ w11 ^ w9, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0xca62c1d6 + w9) | 0; d = left(d, 30);
    w10 = left(w7 ^ w2 ^ w12 ^ w10, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0xca62c1d6 + w10) | 0; c = left(c, 30);
    w11 = left(w8 ^ w3 ^ w13 ^ w11, 1); e = (left(a, 5) + (b ^ c ^ d) + e + 0xca62c1d6 + w11) | 0; b = left(b, 30);
    w12 = left(w9 ^ w4 ^ w14 ^ w12, 1); d = (left(e, 5) + (a ^ b ^ c) + d + 0xca62c1d6 + w12) | 0; a = left(a, 30);
    w13 = left(w10 ^ w5 ^ w15 ^ w13, 1); c = (left(d, 5) + (e ^ a ^ b) + c + 0xca62c1d6 + w13) | 0; e = left(e, 30);
    w14 = left(w11 ^ w6 ^ w0 ^ w14, 1); b = (left(c, 5) + (d ^ e ^ a) + b + 0xca62c1d6 + w14) | 0; d = left(d, 30);
    w15 = left(w12 ^ w7 ^ w1 ^ w15, 1); a = (left(b, 5) + (c ^ d ^ e) + a + 0xca62c1d6 + w15) | 0; c = left(c, 30);
    s0 = (s0 + a) | 0; s1 = (s1 + b) | 0; s2 = (s2 + c) | 0; s3 = (s3 + d) | 0; s4 = (s4 + e) | 0;
  }
  hash.setInt32(0, s0);
  hash.setInt32(4, s1);
  hash.setInt32(8, s2);
  hash.setInt32(12, s3);
  hash.setInt32(16, s4);
  return bytes;
}

/** The word with its bits moved to the left, in a circle (FIPS 180-4, 3.2). */
function left(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
