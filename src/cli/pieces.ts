import { UsageError } from './command.ts';

/** A part of a text in UTF-8 that can be read by itself. */
export interface Piece {
  bytes: Uint8Array;
  /** Where it begins in the whole text, in bytes. */
  offset: number;
  /** Number of its first line in the whole text, from 1. */
  line: number;
  /** Line ends in it. */
  lines: number;
}

/** From how many bytes or lines on a piece is cut off, whichever comes first. */
export interface PieceSize {
  bytes?: number;
  lines?: number;
}

const mebibyte = 1024 * 1024;

/** A JSON document that is longer does not fit into memory in all its forms. */
const longest = 256 * mebibyte;

const newline = 0x0a;

/**
 * Cuts a text where no JSON value is cut: behind a line end, where the next line begins at its margin as records do, neither
 * with white space nor with what stands inside a value that is printed over several lines. A log of any length is so read in
 * pieces of little more than the size that is asked for; a single JSON document stays whole.
 *
 * @param chunks the text, in any division: the pieces do not depend on it
 * @param size one MiB unless told
 * @throws UsageError when something cannot be cut for 256 MiB
 */
export async function* pieces(chunks: AsyncIterable<Uint8Array>, size: PieceSize = {}): AsyncGenerator<Piece> {
  const { bytes: enoughBytes = mebibyte, lines: enoughLines = Number.POSITIVE_INFINITY } = size;
  let parts: Uint8Array[] = [];
  let length = 0;
  let lines = 0;
  let offset = 0;
  let line = 1;
  let behindLineEnd = false;
  for await (const chunk of chunks) {
    let start = 0;
    let at = 0;
    for (;;) {
      const first = behindLineEnd ? chunk[at] : undefined;
      if (first !== undefined) {
        behindLineEnd = false;
        const enough = length + at - start >= enoughBytes || lines >= enoughLines;
        if (enough && mayBegin(first)) {
          const bytes = joined(parts, chunk.subarray(start, at));
          yield { bytes, offset, line, lines };
          offset += bytes.length;
          line += lines;
          [parts, length, lines, start] = [[], 0, 0, at];
        }
      }
      const end = chunk.indexOf(newline, at);
      if (end === -1) break;
      at = end + 1;
      lines += 1;
      behindLineEnd = true;
    }
    const rest = chunk.subarray(start);
    parts.push(rest);
    length += rest.length;
    if (length > longest) {
      throw new UsageError(`what begins at line ${line} goes on for more than 256 MiB: write one record a line`);
    }
  }
  if (length > 0) yield { bytes: joined(parts), offset, line, lines };
}

/** Neither white space nor another control character (a record may stand behind NULs), nor `"`, `]`, `}`, `,`, nor beyond ASCII. */
function mayBegin(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5d && byte !== 0x7d && byte !== 0x2c;
}

function joined(parts: readonly Uint8Array[], last: Uint8Array = new Uint8Array(0)): Uint8Array {
  return parts.length === 0 ? last : Buffer.concat([...parts, last]);
}
