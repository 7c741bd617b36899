const encoder = new TextEncoder();

/** More bytes are given back: a text may be as long as a body, and nearly all are short. */
const mostKept = 100_000;

/** Bytes of the text being hashed; they grow with the longest one. */
let bytes = new Uint8Array(4096);
let view = new DataView(bytes.buffer);
/** The same bytes from a position on: a view for each text costs as much as encoding it. */
let tail = bytes;

/**
 * Lays out a text as the last blocks of a hash of the SHA family (FIPS 180-4, 5.1.1 and 5.2.1): its UTF-8, padded.
 *
 * @param prefix bytes that stand before it
 * @param before bytes that were hashed before these, whole blocks; they count in the length at the end
 * @returns the bytes, good until the next call, and where the last block ends
 */
export function layOut(prefix: Uint8Array, text: string, before: number): { view: DataView; end: number } {
  const most = prefix.length + 3 * text.length + 72;
  if (bytes.length < most || bytes.length > mostKept) {
    tail = bytes = new Uint8Array(2 * most);
    view = new DataView(bytes.buffer);
  }
  bytes.set(prefix);
  let { length } = prefix;
  if (text !== '') {
    if (tail.byteOffset !== length) tail = bytes.subarray(length);
    length += encoder.encodeInto(text, tail).written;
  }
  const end = (length + 8 + 64) & -64;
  bytes.fill(0, length, end);
  bytes[length] = 0x80;
  const bits = (before + length) * 8;
  view.setUint32(end - 8, bits / 2 ** 32);
  view.setUint32(end - 4, bits);
  return { view, end };
}
