/** A part of a text that can be read by itself. */
export interface Piece {
  text: string;
  /** Number of its first line in the whole text, from 1. */
  line: number;
}

/** Characters that are gathered before a piece is cut off. */
const pieceLength = 1024 * 1024;

/**
 * Cuts a text where no JSON value is cut: behind a line end, where the next line begins at its margin as records do,
 * neither with white space nor with what stands inside a value that is printed over several lines. A log of any length is
 * so read in pieces of about one MiB; a single JSON document stays whole.
 *
 * @param chunks the text, in any division
 */
export async function* pieces(chunks: AsyncIterable<string>, length: number = pieceLength): AsyncGenerator<Piece> {
  let text = '';
  let line = 1;
  let searchAt = length;
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length < searchAt) continue;
    const end = lastCut(text);
    if (end === 0) {
      // One long line or document: looking again for every chunk would cost the square of its length.
      searchAt = text.length * 2;
      continue;
    }
    const piece = text.slice(0, end);
    yield { text: piece, line };
    line += countLines(piece);
    text = text.slice(end);
    searchAt = length;
  }
  if (text !== '') yield { text, line };
}

/** Position behind the last line end that nothing spans; 0 when there is none. */
function lastCut(text: string): number {
  for (let end = text.lastIndexOf('\n'); end > 0; end = text.lastIndexOf('\n', end - 1)) {
    const next = text[end + 1];
    if (next !== undefined && !/[\s"\]},]/.test(next)) return end + 1;
  }
  return 0;
}

function countLines(text: string): number {
  let lines = 0;
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) lines += 1;
  return lines;
}
