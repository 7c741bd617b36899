/** A user id, an external id and a user name take some two hundred characters; a longer line is not such a table. */
const MOST_CHARACTERS = 4096;

/** A line of a text, by its number from 1; of one that is too long the text is undefined. */
export interface Line {
  number: number;
  text: string | undefined;
}

/**
 * The lines of a UTF-8 text as they come, whatever its length: never more than one piece and one line are held. Ends are LF or CRLF; a byte
 * order mark goes.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  let tooLong = false;
  let number = 1;
  const line = (text: string): Line => {
    const whole = rest + text;
    const long = tooLong || whole.length > MOST_CHARACTERS;
    rest = '';
    tooLong = false;
    return { number: number++, text: long ? undefined : whole.replace(/\r$/, '') };
  };
  for await (const bytes of body) {
    const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
    const last = others.pop();
    if (last !== undefined) {
      yield line(first);
      for (const other of others) yield line(other);
    }
    rest += last ?? first;
    if (rest.length > MOST_CHARACTERS) {
      rest = '';
      tooLong = true;
    }
  }
  if (rest !== '' || tooLong) yield line('');
}

/** The fields of a line of CSV (RFC 4180, 2), without white space at their ends; undefined where the quotes are wrong. */
export function splitFields(line: string): string[] | undefined {
  const fields: string[] = [];
  const field = /(?:\s*"((?:[^"]|"")*)"\s*|([^",]*))(?:,|$)/y;
  for (let at = 0; at <= line.length; at = field.lastIndex) {
    field.lastIndex = at;
    const found = field.exec(line);
    if (found === null) return undefined;
    fields.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim());
    if (!found[0].endsWith(',')) return fields;
  }
  return fields;
}
