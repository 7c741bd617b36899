import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression } from '../../src/mapping/expression.ts';
import { isPlain, parseExpression, parseTemplate } from '../../src/mapping/parse-template.ts';

/** The expression as fully bracketed text, so that a test can show how tightly things bind. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'path':
      return expression.segments.map(({ name }) => name).join(' > ');
    case 'first':
      return `(${expression.of.map(shown).join(' ?? ')})`;
    case 'demand':
      return `${shown(expression.of)}!`;
    case 'call':
      return `${expression.name}(${[expression.input, ...expression.args].map(shown).join(', ')})`;
  }
}

function parts(text: string): string[] | string {
  const { template, faults } = parseTemplate(text);
  if (template === undefined) return faults.map(({ code, message, span }) => `${code} ${span.start}: ${message}`);
  return template.parts.map((part) => (typeof part === 'string' ? `text ${JSON.stringify(part)}` : shown(part)));
}

describe('an expression', () => {
  it.each([
    ['$(event.duration)', ['event > duration']],
    ["$(a ?? b.c ?? 'x')", ['(a ?? b > c ?? "x")']],
    ["$(a ?? b | f('q', event.id) | g)", ['g(f((a ?? b), "q", event > id))']],
    ['$(a ?? b ! | f)', ['f((a ?? b)!)']],
    ['$(a | f !)', ['f(a)!']],
    ['$( 3 ?? -1.5 ?? true )', ['(3 ?? -1.5 ?? true)']],
    ['$(result.extensions.video:time-from)', ['result > extensions > video:time-from']],
    ["$(context.extensions.'https://w3id.org/x.y'.0)", ['context > extensions > https://w3id.org/x.y > 0']],
    ['$(lms)/course/$(context.course_id)', ['lms', 'text "/course/"', 'context > course_id']],
    ['costs $5 and $$(this)', ['text "costs $5 and $(this)"']],
    ['', ['text ""']],
  ])('%s', (text, expected) => expect(parts(text)).toEqual(expected));

  it.each([
    ['$(event.duration', ['SYNTAX 16: the expression is not closed']],
    ['$(a | )', ['SYNTAX 6: the name of a function is missing after |']],
    ["$(a ?? 'x)", ['SYNTAX 7: the text that begins here has no closing quote']],
    ['$("x")', ['SYNTAX 2: text in an expression stands in single quotes']],
    ['$(a && b)', ['SYNTAX 4: there is no operator & in expressions']],
    ['$(a || b)', ['SYNTAX 4: there is no operator || in expressions']],
    ['$()', ['SYNTAX 2: a value is missing here']],
    ['$(a.)', ['SYNTAX 4: a key is missing after the dot']],
    ['$(a b) and $(c d)', ['SYNTAX 4: b has no place here', 'SYNTAX 15: d has no place here']],
  ])('%s is a fault', (text, expected) => expect(parts(text)).toEqual(expected));

  it('without $( ) is read bare', () => {
    const { expression } = parseExpression("event.items | get('a')");
    expect(expression && shown(expression)).toBe('get(event > items, "a")');
    expect(expression?.span).toEqual({ start: 0, end: 22 });
    expect(parseExpression('a)').faults).toHaveLength(1);
  });

  it('is parsed or refused, whatever the text, with faults inside it', () => {
    const pieces = fc.constantFrom(
      '$(',
      ')',
      '$$(',
      ' ?? ',
      '|',
      '!',
      "'",
      'a',
      '.b',
      '1',
      ',',
      '(',
      'f',
      ' ',
      '"',
      '=',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (all) => {
        const text = all.join('');
        const { template, faults } = parseTemplate(text);
        expect(template === undefined).toBe(faults.length > 0);
        for (const { span } of faults) expect(span.start).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps any text that has no dollar', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('$'));
        expect(isPlain(text)).toBe(true);
        expect(parseTemplate(text).template?.parts).toEqual([text]);
      }),
    );
  });
});
