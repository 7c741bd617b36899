const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const codes = new Array<number>(36).fill(0);

/**
 * The first sixteen bytes of a hash as a UUID of variant 1 (RFC 9562, 4): version 5 for names under SHA-1, version 8 for all that is
 * one's own (5.5, 5.8). The bytes of version and variant are overwritten.
 */
export function uuidOf(hash: Uint8Array, version: 5 | 8): string {
  hash[6] = ((hash[6] ?? 0) & 0x0f) | (version << 4);
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  let at = 0;
  for (let i = 0; i < 16; i++) {
    // 8-4-4-4-12 digits.
    if (i === 4 || i === 6 || i === 8 || i === 10) codes[at++] = 0x2d;
    const byte = hash[i] ?? 0;
    codes[at++] = digits[byte >> 4] ?? 0;
    codes[at++] = digits[byte & 15] ?? 0;
  }
  // A third of the time that a Buffer takes in workerd.
  return String.fromCharCode(...codes);
}
