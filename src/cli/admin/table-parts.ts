/** A part of a CSV table, with the header of the whole. */
export interface TablePart {
  text: string;
  /** Lines of the whole before the part's first row, without those that stand in the part itself: the header. */
  linesBefore: number;
}

const enough = 4 * 1024 * 1024;

/**
 * Cuts a table at line ends into parts that fit into a request each. Each begins with the first line of the whole.
 *
 * @param bytes UTF-8, in any division
 * @param length of a part, in characters
 */
export async function* tableParts(bytes: AsyncIterable<Uint8Array>, length = enough): AsyncGenerator<TablePart> {
  const decoder = new TextDecoder();
  let header: string | undefined;
  let rest = '';
  let linesBefore = 0;
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    if (header === undefined) {
      const end = rest.indexOf('\n') + 1;
      if (end === 0) continue;
      [header, rest] = [rest.slice(0, end), rest.slice(end)];
    }
    const end = rest.length < length ? 0 : rest.lastIndexOf('\n') + 1;
    if (end === 0) continue;
    const rows = rest.slice(0, end);
    yield { text: header + rows, linesBefore };
    linesBefore += rows.split('\n').length - 1;
    rest = rest.slice(end);
  }
  // A table without rows is sent too: the adapter says what is wrong with it.
  if (rest !== '' || linesBefore === 0) yield { text: (header ?? '') + rest, linesBefore };
}
