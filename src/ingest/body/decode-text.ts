/**
 * The text of a body: UTF-8, or UTF-16 where a byte order mark says so (files saved by PowerShell). The mark is removed.
 * Bytes that are no character become U+FFFD, so that they hurt only the record in which they stand.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
