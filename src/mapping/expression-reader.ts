import type { Expression, Span, TemplateFault } from './expression.ts';

class Fault extends Error {
  readonly fault: TemplateFault;
  constructor(code: string, message: string, span: Span, hint?: string) {
    super(message);
    this.fault = hint === undefined ? { code, message, span } : { code, message, span, hint };
  }
}

type Read = { ok: true; expression: Expression; end: number } | { ok: false; fault: TemplateFault };

const SEGMENT = /[A-Za-z0-9_@:$-]+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![A-Za-z0-9_@:$.-])/y;
const NAME = /[A-Za-z][A-Za-z0-9]*/y;

/**
 * Reads one expression of a template, from behind `$(` to its closing parenthesis. The grammar is that of `parseTemplate`. The
 * faults that it throws inside end in `read`.
 */
export class ExpressionReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  read(): Read {
    try {
      const expression = this.#pipeline();
      this.#space();
      if (this.#text[this.#at] !== ')') throw this.#unexpected();
      return { ok: true, expression, end: this.#at + 1 };
    } catch (error) {
      if (error instanceof Fault) return { ok: false, fault: error.fault };
      throw error;
    }
  }

  #pipeline(): Expression {
    let value = this.#demanded(this.#choice());
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '|') return value;
      this.#at += 1;
      value = this.#demanded(this.#call(value));
    }
  }

  #demanded(value: Expression): Expression {
    this.#space();
    if (this.#text[this.#at] !== '!') return value;
    this.#at += 1;
    return { kind: 'demand', of: value, span: { start: value.span.start, end: this.#at } };
  }

  #choice(): Expression {
    const of = [this.#term()];
    for (;;) {
      this.#space();
      if (!this.#text.startsWith('??', this.#at)) break;
      this.#at += 2;
      of.push(this.#term());
    }
    const [first] = of;
    const last = of.at(-1);
    if (of.length === 1 || first === undefined || last === undefined) return of[0] ?? this.#never();
    return { kind: 'first', of, span: { start: first.span.start, end: last.span.end } };
  }

  #call(input: Expression): Expression {
    if (this.#text[this.#at] === '|') {
      const span = { start: this.#at - 1, end: this.#at + 1 };
      throw new Fault('SYNTAX', 'there is no operator || in expressions', span, 'the first that is present is a ?? b');
    }
    this.#space();
    const nameSpan = this.#match(NAME);
    if (nameSpan === undefined) {
      throw new Fault('SYNTAX', 'the name of a function is missing after |', this.#here());
    }
    const args: Expression[] = [];
    if (this.#text[this.#at] === '(') {
      this.#at += 1;
      this.#space();
      if (this.#text[this.#at] === ')') this.#at += 1;
      else this.#arguments(args);
    }
    const name = this.#text.slice(nameSpan.start, nameSpan.end);
    return { kind: 'call', name, nameSpan, input, args, span: { start: input.span.start, end: this.#at } };
  }

  #arguments(args: Expression[]): void {
    for (;;) {
      args.push(this.#term());
      this.#space();
      const char = this.#text[this.#at];
      if (char !== ',' && char !== ')') throw this.#unexpected();
      this.#at += 1;
      if (char === ')') return;
    }
  }

  #term(): Expression {
    this.#space();
    const start = this.#at;
    if (this.#text[start] === "'") {
      const value = this.#quoted();
      // A quoted text that goes on with a dot is the first key of a path.
      if (this.#text[this.#at] !== '.') return { kind: 'literal', value, span: { start, end: this.#at } };
      return this.#path([{ name: value, quoted: true, span: { start, end: this.#at } }]);
    }
    const number = this.#match(NUMBER);
    if (number !== undefined) {
      return { kind: 'literal', value: Number(this.#text.slice(number.start, number.end)), span: number };
    }
    const segment = this.#match(SEGMENT);
    if (segment === undefined) throw this.#unexpected();
    const name = this.#text.slice(segment.start, segment.end);
    if ((name === 'true' || name === 'false') && this.#text[this.#at] !== '.') {
      return { kind: 'literal', value: name === 'true', span: segment };
    }
    return this.#path([{ name, quoted: false, span: segment }]);
  }

  #path(segments: { name: string; quoted: boolean; span: Span }[]): Expression {
    while (this.#text[this.#at] === '.') {
      this.#at += 1;
      const start = this.#at;
      if (this.#text[start] === "'") {
        segments.push({ name: this.#quoted(), quoted: true, span: { start, end: this.#at } });
        continue;
      }
      const span = this.#match(SEGMENT);
      if (span === undefined) throw new Fault('SYNTAX', 'a key is missing after the dot', this.#here());
      segments.push({ name: this.#text.slice(span.start, span.end), quoted: false, span });
    }
    return { kind: 'path', segments, span: { start: segments[0]?.span.start ?? this.#at, end: this.#at } };
  }

  #quoted(): string {
    const start = this.#at;
    const end = this.#text.indexOf("'", start + 1);
    if (end < 0) {
      const span = { start, end: this.#text.length };
      throw new Fault('SYNTAX', 'the text that begins here has no closing quote', span, "close it with '");
    }
    this.#at = end + 1;
    return this.#text.slice(start + 1, end);
  }

  #match(pattern: RegExp): Span | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    const start = this.#at;
    this.#at += found[0].length;
    return { start, end: this.#at };
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #here(): Span {
    return { start: this.#at, end: Math.min(this.#at + 1, Math.max(this.#text.length, this.#at + 1)) };
  }

  #unexpected(): Fault {
    const char = this.#text[this.#at];
    if (char === undefined) {
      return new Fault('SYNTAX', 'the expression is not closed', this.#here(), 'close it with )');
    }
    if (char === '"') {
      return new Fault('SYNTAX', 'text in an expression stands in single quotes', this.#here(), "write '…'");
    }
    if (char === ')') return new Fault('SYNTAX', 'a value is missing here', this.#here());
    if (char === '&' || char === '=') {
      return new Fault(
        'SYNTAX',
        `there is no operator ${char} in expressions`,
        this.#here(),
        'conditions stand in when',
      );
    }
    return new Fault('SYNTAX', `${char} has no place here`, this.#here());
  }

  #never(): never {
    throw new Error('a choice has at least one term');
  }
}
