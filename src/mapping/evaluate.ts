import { allHold } from './compile-conditions.ts';
import { encodePart } from './functions/encode-part.ts';
import { toText } from './functions/text.ts';
import { flatText } from './flat-text.ts';
import { recall, recallSettled } from './remember.ts';
import { Demanded, present, readPath, UNSET, type Scope } from './scope.ts';
import type { Beginning, Step } from './step.ts';

/** The value of a step for a record; `undefined` where it is missing. @throws Demanded for a missing value marked with `!` */
export function evaluate(step: Step, scope: Scope): unknown {
  switch (step.k) {
    case 'var': {
      const known = scope.vars[step.a];
      if (known !== UNSET) return known;
      // A `let` may name one that stands behind it.
      const of = (step.b ??= step.c[step.a]);
      return (scope.vars[step.a] = of === undefined ? undefined : evaluate(of, scope));
    }
    case 'field3': {
      const outer = scope.fields[step.a];
      if (typeof outer !== 'object' || outer === null) return undefined;
      const inner = (outer as Record<string, unknown>)[step.b];
      return typeof inner === 'object' && inner !== null
        ? present((inner as Record<string, unknown>)[step.c])
        : undefined;
    }
    case 'field2': {
      const map = scope.fields[step.a];
      return typeof map === 'object' && map !== null ? present((map as Record<string, unknown>)[step.b]) : undefined;
    }
    case 'field1':
      return present(scope.fields[step.a]);
    case 'ending': {
      const beginning = beginningOf(step.a, scope);
      if (beginning === undefined) return undefined;
      const part = toText(evaluate(step.b, scope));
      if (part === undefined) return undefined;
      return beginning + (step.c ? encodePart(part) : part);
    }
    case 'first': {
      for (const of of step.a) {
        const value = evaluate(of, scope);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    case 'const':
      return step.a;
    case 'call': {
      const value = evaluate(step.b, scope);
      return value === undefined ? undefined : present(step.a(value, step.c, scope.context));
    }
    case 'case': {
      for (const { when, then } of step.a) if (allHold(when, scope)) return evaluate(then, scope);
      return step.b === undefined ? undefined : evaluate(step.b, scope);
    }
    case 'scalars':
      return scalars(evaluate(step.a, scope));
    case 'textOf':
      return toText(evaluate(step.a, scope));
    case 'remember':
      return recall(step.b, step.a, scope, evaluate);
    case 'settled':
      return recallSettled(step.b, step.a, scope, evaluate);
    case 'text':
      return text(step.a, step.b, step.c, scope);
    case 'callWith': {
      const value = evaluate(step.b, scope);
      if (value === undefined) return undefined;
      const args = step.c.map((arg) => evaluate(arg, scope));
      return present(step.a(value, args, scope.context));
    }
    case 'path':
      return readPath(scope.fields, step.a);
    case 'within':
      return readPath(evaluate(step.a, scope), step.b);
    case 'demand': {
      const value = evaluate(step.a, scope);
      if (value === undefined) throw new Demanded(step.b);
      return value;
    }
    case 'lms':
      return scope.lms;
    case 'map':
      return map(step.a, step.b, step.c, scope);
    case 'list': {
      const list = step.a.map((item) => evaluate(item, scope)).filter((item) => item !== undefined);
      return list.length > 0 ? list : undefined;
    }
    case 'textsOf': {
      const list = evaluate(step.a, scope);
      if (list === undefined) return undefined;
      const texts = (Array.isArray(list) ? list : [list]).map(toText).filter((text) => text !== undefined);
      return texts.length > 0 ? texts : undefined;
    }
  }
}

function beginningOf(beginning: Beginning, scope: Scope): string | undefined {
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
