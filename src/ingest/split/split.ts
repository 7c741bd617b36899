import type { Rejection } from '../record.ts';
import { findValueEnd } from './find-value-end.ts';

/** A JSON value that stood in a body, or a line in which none could be read. */
export type SplitEntry = { ok: true; value: unknown } | { ok: false; rejection: Rejection };

/**
 * Finds the JSON values in a text: one object, an array (nested ones are flattened), one object a line, objects with no
 * separator between them, objects printed over several lines, each with any prefix before its first `{`. Blank lines,
 * lines that begin with `#`, byte order marks and NUL are passed over. A line in which nothing can be read gives one
 * rejection, `NOT_JSON` with the line's number and never its content; the lines around it are unharmed. An object that was
 * printed over several lines and is broken gives one as well.
 *
 * The time is linear in the length of the text, whatever it holds. Never throws.
 *
 * @param most where to stop: at most `most + 1` entries are given, so that more than `most` means too many
 * @param firstLine number of the first line, for the text of a rejection, when `text` is a part of something longer
 */
export function split(text: string, most: number = Number.MAX_SAFE_INTEGER, firstLine = 1): SplitEntry[] {
  const entries: SplitEntry[] = [];
  const whole = parse(text);
  if (whole !== undefined) collect(whole.value, entries, most);
  else new Splitter(text, entries, most, firstLine).run();
  return entries;
}

/**
 * How much of the text, as a multiple of its length, may be read in vain for objects over several lines. When it is spent,
 * only whole lines are read: that keeps a hostile text from costing the square of its length.
 */
const retries = 8;

/** What a line costs that JSON.parse refuses, in characters read: making the exception takes that long. */
const costOfRefusal = 1000;

class Splitter {
  /** Its shape: see src/keep-shapes.ts. */
  static readonly shape = new Splitter('', [], 0, 1);

  readonly #text: string;
  readonly #entries: SplitEntry[];
  readonly #most: number;
  #budget: number;
  /** Behind the start of an object over several lines that could not be read: its further lines are not rejected again. */
  #inBroken = false;
  #line: number;

  constructor(text: string, entries: SplitEntry[], most: number, firstLine: number) {
    this.#line = firstLine - 1;
    this.#text = text.includes('\0') ? text.replaceAll('\0', ' ') : text;
    this.#entries = entries;
    this.#most = most;
    this.#budget = retries * text.length;
  }

  run(): void {
    let position = 0;
    while (position < this.#text.length && this.#entries.length <= this.#most) {
      const end = this.#endOfLine(position);
      this.#line += 1;
      const next = this.#readLine(position, end);
      // An object over several lines ends on a later one; what follows it there is read as the rest of that line.
      position = next > end ? this.#finishLine(end, next) : end + 1;
    }
  }

  #finishLine(from: number, to: number): number {
    let end = from;
    let position = to;
    while (position > end) {
      while (end < position) {
        this.#line += 1;
        end = this.#endOfLine(end + 1);
      }
      position = this.#readObjects(position, end, this.#line);
    }
    return end + 1;
  }

  #endOfLine(position: number): number {
    const end = this.#text.indexOf('\n', position);
    return end === -1 ? this.#text.length : end;
  }

  /** Reads the line from `start` to `end`. Gives the position up to which the text is read, beyond `end` or not. */
  #readLine(start: number, end: number): number {
    const line = withoutComma(this.#text.slice(start, end).trim());
    if (line === '' || line.startsWith('#') || isPunctuation(line)) return end;
    if (this.#inBroken && isInsideObject(line)) return end;
    const brace = line.indexOf('{');
    const found = (mayBeWhole(line) ? parse(line) : undefined) ?? (brace > 0 ? parse(line.slice(brace)) : undefined);
    if (found !== undefined) {
      this.#inBroken = false;
      collect(found.value, this.#entries, this.#most);
      return end;
    }
    if (this.#inBroken && this.#budget > 0 && isIndented(this.#text, start)) {
      this.#budget -= costOfRefusal;
      return end;
    }
    this.#inBroken = false;
    if (brace !== -1) return this.#readObjects(start, end, this.#line);
    this.#reject(this.#line);
    return end;
  }

  /** Reads objects one after another from `position`, as long as they begin before `end`. */
  #readObjects(from: number, end: number, line: number): number {
    let position = from;
    while (this.#entries.length <= this.#most) {
      const brace = this.#text.slice(position, end).indexOf('{') + position;
      if (brace < position) return end;
      const last = this.#budget > 0 ? this.#text.length : end;
      const found = findValueEnd(this.#text, brace, end, last);
      const value = found.complete ? parse(this.#text.slice(brace, found.end)) : undefined;
      if (value === undefined) {
        this.#reject(line);
        this.#budget -= found.end - brace;
        this.#inBroken = found.end > end;
        if (this.#inBroken || !found.complete) return end;
      } else {
        collect(value.value, this.#entries, this.#most);
        if (found.end > end) return found.end;
      }
      position = found.end;
    }
    return end;
  }

  #reject(line: number): void {
    const message = `line ${line} is not JSON, or was cut: send JSON objects, one a line or in an array`;
    this.#entries.push({ ok: false, rejection: { code: 'NOT_JSON', message } });
  }
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Adds the value, or the items of an array and of the arrays in it, without recursion: depth is the sender's choice. */
function collect(value: unknown, entries: SplitEntry[], most: number): void {
  if (!Array.isArray(value)) {
    entries.push({ ok: true, value });
    return;
  }
  const open: { items: readonly unknown[]; next: number }[] = [{ items: value, next: 0 }];
  for (let top = open.at(-1); top !== undefined && entries.length <= most; top = open.at(-1)) {
    if (top.next === top.items.length) {
      open.pop();
      continue;
    }
    const item = top.items[top.next];
    top.next += 1;
    if (Array.isArray(item)) open.push({ items: item, next: 0 });
    else entries.push({ ok: true, value: item });
  }
}

/** Brackets and commas that stand alone on a line, as in an array with one object a line. */
function isPunctuation(line: string): boolean {
  return line.length <= 8 && /^[[\],\s]*$/.test(line);
}

/** The comma behind an object that stands alone on its line in an array. */
function withoutComma(line: string): string {
  return line.endsWith(',') ? line.slice(0, -1).trimEnd() : line;
}

function mayBeWhole(line: string): boolean {
  const first = line[0];
  return first === '{' || first === '[' || first === '"';
}

/** True for a line such as `"context": {},` or `},`, which goes on with an object. */
function isInsideObject(line: string): boolean {
  return line.startsWith('"') || line.startsWith('}') || line.startsWith(']');
}

function isIndented(text: string, start: number): boolean {
  return text[start] === ' ' || text[start] === '\t';
}
