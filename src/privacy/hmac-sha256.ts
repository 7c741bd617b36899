/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within its array, and a default at each would hide the formulas */
import { createHash } from 'node:crypto';
import { layOut } from './hash-text.ts';

const blockBytes = 64;
const nothing = new Uint8Array(0);

/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) of texts under one key. The platform's own takes 4 to 5 µs in workerd for each person, most of it
 * for the crossing; the blocks of the key are hashed once here, and a text of up to 55 bytes takes two more: 0.9 µs.
 *
 * @returns a function of a text, which is encoded as UTF-8; it gives 32 bytes
 */
export function createHmacSha256(key: Uint8Array): (text: string) => Uint8Array {
  const short = key.length > blockBytes ? createHash('sha256').update(key).digest() : key;
  const inner = keyed(short, 0x36);
  const outer = keyed(short, 0x5c);
  const state = new Int32Array(8);
  const digest = new Uint8Array(32);
  return (text) => {
    state.set(inner);
    hash(state, nothing, text, digest);
    state.set(outer);
    const result = new Uint8Array(32);
    hash(state, digest, '', result);
    return result;
  };
}

/** The state behind the block that the key makes with a padding. */
function keyed(key: Uint8Array, padding: number): Int32Array {
  const block = new Uint8Array(blockBytes).fill(padding);
  for (let i = 0; i < key.length; i++) block[i] = padding ^ (key[i] ?? 0);
  const state = Int32Array.from(initial);
  compress(state, new DataView(block.buffer), 0);
  return state;
}

function hash(state: Int32Array, prefix: Uint8Array, text: string, into: Uint8Array): void {
  const { view, end } = layOut(prefix, text, blockBytes);
  for (let at = 0; at < end; at += blockBytes) compress(state, view, at);
  for (let i = 0; i < 32; i++) into[i] = (state[i >> 2] ?? 0) >>> (24 - 8 * (i & 3));
}

const initial = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

/** The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const constants = Int32Array.from(cubeRoots());

function cubeRoots(): number[] {
  const roots: number[] = [];
  for (let number = 2; roots.length < 64; number++) {
    let prime = true;
    for (let by = 2; by * by <= number; by++) if (number % by === 0) prime = false;
    if (prime) roots.push(Math.floor((Math.cbrt(number) % 1) * 2 ** 32));
  }
  return roots;
}

const w = new Int32Array(64);

function compress(state: Int32Array, view: DataView, start: number): void {
  const k = constants;
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(start + 4 * i);
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0]! + a) | 0;
  state[1] = (state[1]! + b) | 0;
  state[2] = (state[2]! + c) | 0;
  state[3] = (state[3]! + d) | 0;
  state[4] = (state[4]! + e) | 0;
  state[5] = (state[5]! + f) | 0;
  state[6] = (state[6]! + g) | 0;
  state[7] = (state[7]! + h) | 0;
}
