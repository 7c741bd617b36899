import { ExpressionReader } from './expression-reader.ts';
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
