import { evaluate } from './evaluate.ts';
import { toNumber } from './functions/numbers.ts';
import type { Scope } from './scope.ts';
import { op, step, type Condition, type Step, type Test } from './step.ts';
import type { ConditionNode, TestNode, ValueNode } from './table.ts';

export function compileConditions(
  conditions: readonly ConditionNode[],
  compileValue: (node: ValueNode) => Step,
): readonly Condition[] {
  return conditions.map(({ value, test }) => ({ value: compileValue(value), test: compileTest(test) }));
}

/** Whether all hold. Values are read lazily, in order, up to the first that does not. */
export function allHold(conditions: readonly Condition[], scope: Scope): boolean {
  for (const { value, test } of conditions) if (!passes(evaluate(value, scope), test)) return false;
  return true;
}

export function compileTest(test: TestNode): Test {
  switch (test.t) {
    case 'is':
      return typeof test.v === 'number' ? step(op.equals, test.v) : step(op.is, test.v);
    case 'any': {
      const texts = test.of.flatMap((one) => (one.t === 'is' && typeof one.v === 'string' ? [one.v] : []));
      if (texts.length === test.of.length)
        return texts.length > 4 ? step(op.among, new Set(texts)) : step(op.oneOf, texts);
      return step(op.any, test.of.map(compileTest));
    }
    case 'all':
      return step(op.all, test.of.map(compileTest));
    case 'not':
      return step(op.not, compileTest(test.test));
    // By name, each: then the numbers stand in the code that is uploaded, and `op` does not.
    case 'exists':
      return step(op.exists, test.v);
    case 'below':
      return step(op.below, test.v);
    case 'above':
      return step(op.above, test.v);
    case 'like':
      return step(op.like, compileGlob(test.glob));
  }
}

/** Whether a value passes; a missing one (`undefined`) passes only `exists: false` and `not`. */
export function passes(value: unknown, test: Test): boolean {
  switch (test.k) {
    case op.exists:
      return (value !== undefined) === test.a;
    case op.among:
      return test.a.has(value);
    case op.oneOf:
      for (const text of test.a) if (value === text) return true;
      return false;
    case op.is:
      return value === test.a;
    case op.equals:
      return value === test.a || (typeof value === 'string' && toNumber(value) === test.a);
    case op.all:
      for (const one of test.a) if (!passes(value, one)) return false;
      return true;
    case op.any:
      for (const one of test.a) if (passes(value, one)) return true;
      return false;
    case op.not:
      return !passes(value, test.a);
    case op.below:
      return (toNumber(value) ?? Number.NaN) < test.a;
    case op.above:
      return (toNumber(value) ?? Number.NaN) > test.a;
    case op.like:
      return typeof value === 'string' && test.a(value);
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
