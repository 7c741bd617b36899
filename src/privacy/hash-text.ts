const encoder = new TextEncoder();

/** Longer texts are encoded by the platform, whose call costs as much as this many characters one by one. */
const shortText = 64;

/** Bytes of the text being hashed; it grows with the longest one. */
let bytes = new Uint8Array(4096);
/** The same bytes from a position on: a view for each text costs as much as encoding it. */
let tail = bytes;

/**
 * Lays out a text as the last blocks of a hash of the SHA family (FIPS 180-4, 5.1.1 and 5.2.1): its UTF-8, padded.
 *
 * @param prefix bytes that stand before it
 * @param before bytes that were hashed before these, whole blocks; they count in the length at the end
 * @returns the bytes, good until the next call, and how many blocks of 64 they are
 */
export function layOut(prefix: Uint8Array, text: string, before: number): { bytes: Uint8Array; blocks: number } {
  const most = prefix.length + 3 * text.length + 72;
  if (bytes.length < most) tail = bytes = new Uint8Array(2 * most);
  bytes.set(prefix);
  const end = prefix.length + encode(text, prefix.length);
  const blocks = (end + 8 + 64) >> 6;
  bytes.fill(0, end, blocks << 6);
  bytes[end] = 0x80;
  let bits = (before + end) * 8;
  for (let at = (blocks << 6) - 1; bits > 0; at--) {
    bytes[at] = bits % 256;
    bits = Math.floor(bits / 256);
  }
  return { bytes, blocks };
}

/** Writes the UTF-8 of a text from `start` on, and gives the number of its bytes. */
function encode(text: string, start: number): number {
  if (text.length <= shortText) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return encodeInto(text, start);
      bytes[start + i] = code;
    }
    return text.length;
  }
  return encodeInto(text, start);
}

function encodeInto(text: string, start: number): number {
  if (tail.byteOffset !== start) tail = bytes.subarray(start);
  return encoder.encodeInto(text, tail).written;
}
