import { toNumber } from './functions/numbers.ts';
import type { Evaluate, Scope } from './scope.ts';
import type { ConditionNode, TestNode, ValueNode } from './table.ts';

type Test = (value: unknown) => boolean;

/** All of the conditions as one closure. Values are read lazily, in order, up to the first that does not hold. */
export function compileConditions(
  conditions: readonly ConditionNode[],
  compileValue: (node: ValueNode) => Evaluate,
): (scope: Scope) => boolean {
  const compiled = conditions.map(({ value, test }) => ({ evaluate: compileValue(value), holds: compileTest(test) }));
  const [first, second] = compiled;
  if (first === undefined) return () => true;
  if (second === undefined) return (scope) => first.holds(first.evaluate(scope));
  return (scope) => {
    for (let i = 0; i < compiled.length; i++) {
      const condition = compiled[i];
      if (condition?.holds(condition.evaluate(scope)) === false) return false;
    }
    return true;
  };
}

/** One test of a value; a missing value (`undefined`) passes only `exists: false` and `not`. */
export function compileTest(test: TestNode): Test {
  switch (test.t) {
    case 'is': {
      const { v } = test;
      if (typeof v !== 'number') return (value) => value === v;
      return (value) => value === v || (typeof value === 'string' && toNumber(value) === v);
    }
    case 'any': {
      const texts = test.of.flatMap((one) => (one.t === 'is' && typeof one.v === 'string' ? [one.v] : []));
      if (texts.length === test.of.length) {
        const known = new Set<unknown>(texts);
        return (value) => known.has(value);
      }
      const tests = test.of.map(compileTest);
      return (value) => tests.some((holds) => holds(value));
    }
    case 'all': {
      const tests = test.of.map(compileTest);
      return (value) => tests.every((holds) => holds(value));
    }
    case 'not': {
      const holds = compileTest(test.test);
      return (value) => !holds(value);
    }
    case 'exists':
      return (value) => (value !== undefined) === test.v;
    case 'below':
      return (value) => (toNumber(value) ?? Number.NaN) < test.v;
    case 'above':
      return (value) => (toNumber(value) ?? Number.NaN) > test.v;
    case 'like': {
      const fits = compileGlob(test.glob);
      return (value) => typeof value === 'string' && fits(value);
    }
  }
}

/** A pattern with `*` for any run of characters, as a closure that needs linear time and no regular expression. */
export function compileGlob(glob: string): (text: string) => boolean {
  const [head = '', ...rest] = glob.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (text) => text === head;
  const middles = rest.filter((part) => part !== '');
  return (text) => {
    if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
    const limit = text.length - tail.length;
    let at = head.length;
    for (const middle of middles) {
      const found = text.indexOf(middle, at);
      if (found < 0 || found + middle.length > limit) return false;
      at = found + middle.length;
    }
    return true;
  };
}
