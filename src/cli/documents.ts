/** A JSON document in a text; `line` is where it stands, from 1, when there is one a line. */
export interface Document {
  text: string;
  line?: number;
}

/**
 * The JSON documents of a text: one a line when the first line that is not blank is a whole document and others follow;
 * else the text is one document. Blank lines are passed over. Lines are read one by one.
 */
export async function* documents(chunks: AsyncIterable<string>): AsyncGenerator<Document> {
  const iterator = lines(chunks);
  const first = await nextWritten(iterator);
  if (first === undefined) {
    // Nothing is no JSON document, and the validator says so.
    yield { text: '' };
    return;
  }
  if (!isJson(first.text)) {
    const rest = [first.text];
    for await (const line of iterator) rest.push(line.text);
    // Blank lines before the first are kept, so that positions in faults are those of the file.
    yield { text: '\n'.repeat(first.line - 1) + rest.join('\n') };
    return;
  }
  let next = await nextWritten(iterator);
  yield next === undefined ? { text: first.text } : first;
  for (; next !== undefined; next = await nextWritten(iterator)) yield next;
}

interface Line {
  text: string;
  line: number;
}

async function nextWritten(iterator: AsyncGenerator<Line>): Promise<Line | undefined> {
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    if (next.value.text.trim() !== '') return next.value;
  }
  return undefined;
}

async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let parts: string[] = [];
  let line = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', start)) {
      yield { text: parts.join('') + chunk.slice(start, end), line };
      parts = [];
      line += 1;
      start = end + 1;
    }
    parts.push(chunk.slice(start));
  }
  yield { text: parts.join(''), line };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
