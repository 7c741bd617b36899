/** How a scalar is written in YAML 1.2 (chapters 7.3 and 8.1). */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

const BLANK = /\s/;
const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * For each character of a scalar's value, where it stands in the text of the file; one more entry for the end. Folded white space
 * stands where the break does, an escape where its backslash does.
 *
 * @param value the value that YAML makes of the scalar
 * @param text the file
 * @param start offset of the scalar: of its first character, its quote or its `|` or `>`
 */
export function scalarOffsets(value: string, text: string, start: number, style: ScalarStyle): number[] {
  const offsets: number[] = [];
  let at = start;
  if (style === 'single' || style === 'double') at += 1;
  if (style === 'block') at = text.indexOf('\n', start) + 1;
  let index = 0;
  while (index < value.length) {
    const char = value[index] ?? '';
    if (BLANK.test(char) && !(style === 'double' && isEscape(text, at))) {
      offsets.push(at);
      if (text[at] === char) at += 1;
      index += 1;
      continue;
    }
    if (!BLANK.test(char)) at = skipBlank(text, at, style);
    const escaped = style === 'double' && text[at] === '\\';
    const width = escaped && text[at + 1] === 'U' && (value.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
    for (let unit = 0; unit < width; unit += 1) offsets.push(at);
    index += width;
    if (escaped) at += ESCAPE_LENGTH[text[at + 1] ?? ''] ?? 2;
    else if (style === 'single' && char === "'") at += 2;
    else at += 1;
  }
  offsets.push(at);
  return offsets;
}

/** A backslash that stands for a character, not one that only joins two lines. */
function isEscape(text: string, at: number): boolean {
  return text[at] === '\\' && text[at + 1] !== '\n' && text[at + 1] !== '\r';
}

function skipBlank(text: string, from: number, style: ScalarStyle): number {
  let at = from;
  for (;;) {
    if (BLANK.test(text[at] ?? 'x')) at += 1;
    else if (style === 'double' && text[at] === '\\' && !isEscape(text, at)) at += 1;
    else return at;
  }
}
