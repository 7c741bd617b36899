import { allHold } from './compile-conditions.ts';
import { encodePart } from './functions/encode-part.ts';
import { toText } from './functions/text.ts';
import { flatText } from './flat-text.ts';
import { recall, recallSettled } from './remember.ts';
import { Demanded, present, readPath, UNSET, type Scope } from './scope.ts';
import { op, type Beginning, type Holder, type Step } from './step.ts';

/** The value of a step for a record; `undefined` where it is missing. @throws Demanded for a missing value marked with `!` */
export function evaluate(step: Step, scope: Scope): unknown {
  // The most frequent first.
  switch (step.k) {
    case op.var: {
      const known = scope.vars[step.a];
      if (known !== UNSET) return known;
      // A `let` may name one that stands behind it.
      const of = (step.b ??= step.c[step.a]);
      return (scope.vars[step.a] = of === undefined ? undefined : evaluate(of, scope));
    }
    case op.call: {
      const value = evaluate(step.b, scope);
      return value === undefined ? undefined : present(step.a(value, step.c, scope.context));
    }
    case op.inner: {
      const map = heldBy(step.a, scope);
      return map === null ? undefined : present((map as Record<string, unknown>)[step.b]);
    }
    case op.scalars:
      return scalars(evaluate(step.a, scope));
    case op.field:
      return present(scope.fields[step.a]);
    case op.first: {
      for (const of of step.a) {
        const value = evaluate(of, scope);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    case op.ending: {
      const beginning = beginningOf(step.a, scope);
      if (beginning === undefined) return undefined;
      const part = toText(evaluate(step.b, scope));
      if (part === undefined) return undefined;
      return beginning + (step.c ? encodePart(part) : part);
    }
    case op.const:
      return step.a;
    case op.case: {
      for (const { when, then } of step.a) if (allHold(when, scope)) return evaluate(then, scope);
      return step.b === undefined ? undefined : evaluate(step.b, scope);
    }
    case op.text:
      return text(step.a, step.b, step.c, scope);
    case op.remember:
      return recall(step.b, step.a, scope, evaluate);
    case op.textOf:
      return toText(evaluate(step.a, scope));
    case op.callWith: {
      const value = evaluate(step.b, scope);
      return value === undefined ? undefined : present(step.a(value, all(step.c, scope), scope.context));
    }
    case op.path:
      return readPath(scope.fields, step.a);
    case op.within:
      return readPath(evaluate(step.a, scope), step.b);
    case op.settled:
      return recallSettled(step.b, step.a, scope, evaluate);
    case op.demand: {
      const value = evaluate(step.a, scope);
      if (value === undefined) throw new Demanded(step.b);
      return value;
    }
    case op.lms:
      return scope.lms;
    case op.map:
      return map(step.a, step.b, step.c, scope);
    case op.list:
      return filled(all(step.a, scope));
    case op.textsOf: {
      const list = evaluate(step.a, scope);
      return list === undefined ? undefined : filled((Array.isArray(list) ? list : [list]).map(toText));
    }
  }
}

function heldBy({ slot, within, key }: Holder, scope: Scope): object | null {
  const known = scope.held[slot];
  if (known !== undefined) return known;
  const outer = within === undefined ? scope.fields : heldBy(within, scope);
  const found = outer === null ? null : (outer as Record<string, unknown>)[key];
  return (scope.held[slot] = typeof found === 'object' ? found : null);
}

// Functions of their own: one closure in `evaluate` would make it allocate at each call.

function all(steps: readonly Step[], scope: Scope): unknown[] {
  return steps.map((of) => evaluate(of, scope));
}

function filled(list: readonly unknown[]): unknown {
  const items = list.filter((item) => item !== undefined);
  return items.length > 0 ? items : undefined;
}

/** What a text begins with, made once for the settings. */
export function beginningOf(beginning: Beginning, scope: Scope): string | undefined {
  if (scope.lms !== beginning.lms) {
    const made = joined('', beginning.parts, beginning.encoded, scope);
    beginning.text = made === undefined ? undefined : flatText(made);
    beginning.lms = scope.lms;
  }
  return beginning.text;
}

function text(
  beginning: Beginning,
  parts: readonly Step[],
  encoded: readonly boolean[],
  scope: Scope,
): string | undefined {
  const begin = beginningOf(beginning, scope);
  const made = begin === undefined ? undefined : joined(begin, parts, encoded, scope);
  return made === '' ? undefined : made;
}

function joined(begin: string, parts: readonly Step[], encoded: readonly boolean[], scope: Scope): string | undefined {
  let made = begin;
  let i = 0;
  for (const value of parts) {
    const part = toText(evaluate(value, scope));
    if (part === undefined) return undefined;
    made += encoded[i++] === true ? encodePart(part) : part;
  }
  return made;
}

function map(names: readonly string[], values: readonly Step[], id: string | undefined, scope: Scope): unknown {
  const made: Record<string, unknown> = {};
  let any = false;
  let i = 0;
  for (const name of names) {
    const of = values[i++];
    const value = of && evaluate(of, scope);
    if (value === undefined) {
      // Never half an entity: what it says would be said of nothing.
      if (name === id) return undefined;
      continue;
    }
    made[name] = value;
    any = true;
  }
  return any ? made : undefined;
}

function scalars(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.filter((item) => typeof item !== 'object' && present(item) !== undefined);
    return items.length > 0 ? items : undefined;
  }
  return typeof value === 'object' ? undefined : value;
}
