const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;

/** What may follow, by the grammar of JSON (RFC 8259). */
type Expected = 'value' | 'first value or ]' | 'key' | 'first key or }' | ':' | ', or end';

/** Whether a value ended there, and where reading stopped: behind the value, or where it is known to be broken. */
export interface ValueEnd {
  complete: boolean;
  end: number;
}

/** Deeper values are given up: nothing that Open edX or xAPI sends is anywhere near. */
const maximumDepth = 512;

/**
 * Finds the end of the object that begins at `start`. It may run over line ends up to `last`. What cannot stand in JSON is
 * passed over on the first line, where the braces still tell the end of the value; behind `endOfLine` it ends the search,
 * so that a cut line does not swallow those after it.
 *
 * @param endOfLine end of the line of `start`
 * @param last where to stop at the latest
 */
export function findValueEnd(text: string, start: number, endOfLine: number, last: number): ValueEnd {
  const objects: boolean[] = [];
  let expected: Expected = 'value';
  let broken = false;
  let position = start;
  while (position < last) {
    if (broken && position >= endOfLine) return { complete: false, end: Math.max(position, endOfLine) };
    const code = text.charCodeAt(position);
    if (isSpace(code)) {
      position += 1;
      continue;
    }
    const valueMayCome: boolean = expected === 'value' || expected === 'first value or ]';
    const keyMayCome: boolean = expected === 'key' || expected === 'first key or }';
    if (isOpening(code)) {
      broken ||= !valueMayCome;
      if (objects.length === maximumDepth) return { complete: false, end: Math.min(endOfLine, last) };
      objects.push(code === 0x7b);
      expected = code === 0x7b ? 'first key or }' : 'first value or ]';
      position += 1;
    } else if (isClosing(code)) {
      broken ||= objects.at(-1) !== (code === 0x7d) || expected === 'value' || expected === 'key' || expected === ':';
      objects.pop();
      expected = ', or end';
      position += 1;
      if (objects.length === 0) return { complete: true, end: position };
    } else if (code === 0x2c) {
      broken ||= expected !== ', or end';
      expected = objects.at(-1) === true ? 'key' : 'value';
      position += 1;
    } else if (code === 0x3a) {
      broken ||= expected !== ':';
      expected = 'value';
      position += 1;
    } else if (code === quote) {
      const end = endOfString(text, position, last);
      if (end === -1) return { complete: false, end: lineEnd(text, position, last) };
      broken ||= !valueMayCome && !keyMayCome;
      expected = keyMayCome ? ':' : ', or end';
      position = end;
    } else {
      broken ||= !valueMayCome || !beginsLiteral(code);
      expected = ', or end';
      position = endOfLiteral(text, position, last);
    }
  }
  return { complete: false, end: last };
}

/** Position behind the closing quote; -1 when the line ends before it, since JSON allows no line end in a string. */
function endOfString(text: string, start: number, last: number): number {
  for (let position = start + 1; position < last; position += 1) {
    const code = text.charCodeAt(position);
    if (code === quote) return position + 1;
    if (code === newline) return -1;
    if (code === backslash && text.charCodeAt(position + 1) !== newline) position += 1;
  }
  return -1;
}

function endOfLiteral(text: string, start: number, last: number): number {
  let position = start + 1;
  while (position < last && !isStructural(text.charCodeAt(position))) position += 1;
  return position;
}

function lineEnd(text: string, position: number, last: number): number {
  const end = text.indexOf('\n', position);
  return end === -1 ? last : Math.min(end, last);
}

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === newline || code === 0x0d || code === 0xfeff;
}

function isStructural(code: number): boolean {
  return isSpace(code) || isOpening(code) || isClosing(code) || code === quote || code === 0x2c || code === 0x3a;
}

/** `-`, a digit, or the first letter of true, false, null. */
function beginsLiteral(code: number): boolean {
  return code === 0x2d || (code >= 0x30 && code <= 0x39) || code === 0x74 || code === 0x66 || code === 0x6e;
}
