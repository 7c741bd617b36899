/** True for the first bytes of a gzip member (RFC 1952, section 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

interface ForeignFormat {
  name: string;
  remedy: string;
}

const compress = 'compress with gzip or not at all';

const formats: (ForeignFormat & { starts: number[] })[] = [
  // RFC 8878, section 3.1.1
  { starts: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd', remedy: compress },
  // framing_format.txt of google/snappy, section 4.1
  { starts: [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e], name: 'snappy', remedy: compress },
  { starts: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive', remedy: compress },
  { starts: [0x42, 0x5a, 0x68], name: 'bzip2', remedy: compress },
  { starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'xz', remedy: compress },
];

const msgpack: ForeignFormat = { name: 'msgpack', remedy: 'set the output format to JSON (Fluent Bit: Format json)' };

/** What the bytes are, if their beginning shows that they cannot be text with JSON in it. */
export function foreignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  const known = formats.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte));
  return known ?? (isMsgpack(bytes) ? msgpack : undefined);
}

/**
 * A map or an array of the msgpack specification: 0x80–0x9f, which no UTF-8 text begins with, or a 16 or 32 bit length,
 * which is then not followed by what UTF-8 demands, or by a zero.
 */
function isMsgpack(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  if (first >= 0x80 && first <= 0x9f) return true;
  return first >= 0xdc && first <= 0xdf && (second < 0x80 || second > 0xbf);
}
