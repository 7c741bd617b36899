import type { Expression, Span, Template, TemplateFault } from './expression.ts';

/**
 * Takes a scalar of a mapping table apart into text and `$(…)` expressions; `$$(` stands for the characters `$(`.
 * Grammar, in the order of binding: `value := choice ['!'] { '|' call } ['!']`, `choice := term { '??' term }`,
 * `term := path | 'text' | number | true | false`, `call := name [ '(' term { ',' term } ')' ]`.
 *
 * @returns the template, or the faults with their place in `text`; never throws.
 */
export function parseTemplate(text: string): { template?: Template; faults: TemplateFault[] } {
  const parts: (string | Expression)[] = [];
  const faults: TemplateFault[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('$', at);
    if (open < 0) break;
    if (text.startsWith('$$(', open)) {
      literal += text.slice(at, open) + '$(';
      at = open + 3;
      continue;
    }
    if (text[open + 1] !== '(') {
      literal += text.slice(at, open + 1);
      at = open + 1;
      continue;
    }
    literal += text.slice(at, open);
    const reader = new ExpressionReader(text, open + 2);
    const result = reader.read();
    if (!result.ok) {
      faults.push(result.fault);
      at = Math.max(closingParenthesis(text, open + 2), open + 2);
      continue;
    }
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(result.expression);
    at = result.end;
  }
  literal += text.slice(at);
  if (literal !== '' || parts.length === 0) parts.push(literal);
  if (faults.length > 0) return { faults };
  return { template: { parts, sole: parts.length === 1 && typeof parts[0] !== 'string' }, faults };
}

/** True when the text has no `$(…)` at all, so that it stands for itself. */
export function isPlain(text: string): boolean {
  return !text.includes('$(');
}

/** Reads a bare expression, without `$(` and `)` around it, as `for-each` takes it. */
export function parseExpression(text: string): { expression?: Expression; faults: TemplateFault[] } {
  const shift = 2;
  const { template, faults } = parseTemplate(`$(${text})`);
  const only = template?.sole === true ? template.parts[0] : undefined;
  if (only === undefined || typeof only === 'string') {
    if (faults.length === 0) {
      const message = 'one expression is wanted here, without $( and )';
      return { faults: [{ code: 'SYNTAX', message, span: { start: 0, end: text.length } }] };
    }
    return { faults: faults.map((fault) => ({ ...fault, span: moved(fault.span, -shift, text.length) })) };
  }
  return { expression: movedExpression(only, -shift, text.length), faults: [] };
}

/** Where reading goes on after a faulty expression: behind its closing parenthesis, or at the end. */
function closingParenthesis(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") quoted = !quoted;
    else if (!quoted && char === '(') depth += 1;
    else if (!quoted && char === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}

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

class ExpressionReader {
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

function moved(span: Span, by: number, limit: number): Span {
  const start = Math.min(Math.max(span.start + by, 0), limit);
  return { start, end: Math.min(Math.max(span.end + by, start), Math.max(limit, start + 1)) };
}

function movedExpression(expression: Expression, by: number, limit: number): Expression {
  const span = moved(expression.span, by, limit);
  const inner = (of: Expression): Expression => movedExpression(of, by, limit);
  switch (expression.kind) {
    case 'literal':
      return { ...expression, span };
    case 'path': {
      const segments = expression.segments.map((segment) => ({ ...segment, span: moved(segment.span, by, limit) }));
      return { ...expression, segments, span };
    }
    case 'first':
      return { ...expression, of: expression.of.map(inner), span };
    case 'demand':
      return { ...expression, of: inner(expression.of), span };
    case 'call': {
      const nameSpan = moved(expression.nameSpan, by, limit);
      return { ...expression, input: inner(expression.input), args: expression.args.map(inner), nameSpan, span };
    }
  }
}
