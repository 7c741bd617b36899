/** What {@link readJson} makes of a text. */
export type ReadOutcome =
  | {
      ok: true;
      /** The value, as JSON.parse gives it. */
      value: unknown;
      /** For each object, the keys whose number is whole but was written with a fraction or exponent (`10.0`). */
      fractions: ReadonlyMap<object, ReadonlySet<string>>;
      /** Path of each key that an object has already had. */
      duplicates: readonly (readonly (string | number)[])[];
    }
  | { ok: false; message: string };

const deepest = 500;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
// Text runs between escapes, unrolled so that an unfinished string fails in linear time.
const stringToken =
  // eslint-disable-next-line no-control-regex -- RFC 8259 section 7 forbids exactly these characters
  /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

/**
 * Reads a JSON text (RFC 8259) and keeps what JSON.parse throws away: how numbers were written, and keys that stand
 * twice. Like JSON.parse, the last of equal keys wins. At most 500 levels deep.
 */
export function readJson(text: string): ReadOutcome {
  const reader = new Reader(text.startsWith('\ufeff') ? text.slice(1) : text);
  try {
    const value = reader.document();
    return { ok: true, value, fractions: reader.fractions, duplicates: reader.duplicates };
  } catch (error) {
    if (error instanceof NotJson) return { ok: false, message: error.message };
    throw error;
  }
}

class NotJson extends Error {}

class Reader {
  readonly fractions = new Map<object, Set<string>>();
  readonly duplicates: (string | number)[][] = [];
  private readonly steps: (string | number)[] = [];
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    const value = this.value();
    this.skipSpace();
    if (this.position < this.text.length) throw this.unexpected();
    return value;
  }

  private value(owner?: object, key?: string): unknown {
    this.skipSpace();
    switch (this.text[this.position]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number(owner, key);
    }
  }

  private object(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const keys = new Set<string>();
    this.enter();
    if (!this.closes('}')) {
      do {
        this.skipSpace();
        const key = this.string();
        this.steps.push(key);
        if (keys.has(key)) {
          this.duplicates.push([...this.steps]);
          this.fractions.get(object)?.delete(key);
        }
        keys.add(key);
        this.expect(':');
        const value = this.value(object, key);
        // Assigning to __proto__ would change the object instead of giving it a property.
        if (key === '__proto__')
          Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
        else object[key] = value;
        this.steps.pop();
      } while (this.continues('}'));
    }
    return object;
  }

  private array(): unknown[] {
    const array: unknown[] = [];
    this.enter();
    if (!this.closes(']')) {
      do {
        this.steps.push(array.length);
        array.push(this.value());
        this.steps.pop();
      } while (this.continues(']'));
    }
    return array;
  }

  private string(): string {
    const token = this.match(stringToken);
    // The token is a whole JSON string.
    return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
  }

  private number(owner?: object, key?: string): number {
    const token = this.match(number);
    const value = Number(token);
    if (owner !== undefined && key !== undefined && Number.isInteger(value) && /[.eE]/.test(token)) {
      const keys = this.fractions.get(owner) ?? new Set();
      this.fractions.set(owner, keys.add(key));
    }
    return value;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.position)) throw this.unexpected();
    this.position += word.length;
    return value;
  }

  private enter(): void {
    this.position++;
    if (this.steps.length >= deepest) throw new NotJson(`The text is nested more than ${deepest} levels deep`);
  }

  private closes(bracket: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== bracket) return false;
    this.position++;
    return true;
  }

  private continues(bracket: string): boolean {
    if (this.closes(bracket)) return false;
    this.expect(',');
    return true;
  }

  private expect(character: string): void {
    this.skipSpace();
    if (this.text[this.position] !== character) throw this.unexpected();
    this.position++;
  }

  private match(token: RegExp): string {
    token.lastIndex = this.position;
    const found = token.exec(this.text)?.[0];
    if (found === undefined) throw this.unexpected();
    this.position += found.length;
    return found;
  }

  private skipSpace(): void {
    space.lastIndex = this.position;
    space.exec(this.text);
    this.position = space.lastIndex;
  }

  private unexpected(): NotJson {
    const before = this.text.slice(0, this.position).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    const what = this.position >= this.text.length ? 'the text ends' : 'something unexpected stands';
    return new NotJson(`The text is not JSON: ${what} at line ${before.length}, column ${column}`);
  }
}
