import { compileOutput, compileValue, type Lets } from './compile-values.ts';
import { encodePart } from './functions/encode-part.ts';
import { flatText } from './flat-text.ts';
import { toText } from './functions/text.ts';
import { present, type Evaluate, type Scope } from './scope.ts';
import { LIST_OF_TEXT, TEXT } from './text-properties.ts';
import type { Json, ValueNode } from './table.ts';

/** Compiles text with values in it. */
export function compileText(node: { parts: ValueNode[]; iri: boolean }, lets: Lets): Evaluate {
  const parts = node.parts.map((part) => compileValue(part, lets));
  // What stands before the first value that a record has is one text, made once.
  const fixed = node.parts.findIndex(({ k }) => k !== 'const' && k !== 'setting');
  const first = fixed < 0 ? parts.length : fixed;
  const encoded = node.parts.map((part, at) => node.iri && at > 0 && part.k !== 'const');
  const begin = (scope: Scope): string | undefined => {
    let text = '';
    for (let i = 0; i < first; i++) {
      const part = toText(parts[i]?.(scope));
      if (part === undefined) return undefined;
      text += encoded[i] === true ? encodePart(part) : part;
    }
    return text;
  };
  // Most texts have one value, at their end.
  const only = first === parts.length - 1 ? parts[first] : undefined;
  const isEncoded = encoded[first] === true;
  let lms: string | undefined;
  let beginning: string | undefined;
  return (scope) => {
    if (scope.lms !== lms) {
      const text = begin(scope);
      beginning = text === undefined ? undefined : flatText(text);
      lms = scope.lms;
    }
    if (beginning === undefined) return undefined;
    if (only !== undefined) {
      const part = toText(only(scope));
      if (part === undefined) return undefined;
      return beginning + (isEncoded ? encodePart(part) : part);
    }
    let text = beginning;
    for (let i = first; i < parts.length; i++) {
      const part = toText(parts[i]?.(scope));
      if (part === undefined) return undefined;
      text += encoded[i] === true ? encodePart(part) : part;
    }
    return text === '' ? undefined : text;
  };
}

/** Compiles an object; see the node's own documentation for what becomes of missing fields. */
export function compileMap(node: Extract<ValueNode, { k: 'map' }>, lets: Lets): Evaluate {
  const names = node.fields.map(([name]) => name);
  const values = node.fields.map(([name, value]) =>
    node.entity ? compileProperty(name, value, lets) : compileOutput(value, lets),
  );
  // Types and names that the table writes; nothing has to be called for them.
  const constants = node.fields.map(([, value]) => (value.k === 'const' ? (present(value.v) as Json) : undefined));
  // Never half an entity: what it says would be said of nothing.
  const id = node.entity ? names.indexOf('id') : -1;
  return (scope) => {
    const map: Record<string, unknown> = {};
    let any = false;
    for (let i = 0; i < names.length; i++) {
      const value = constants[i] ?? values[i]?.(scope);
      if (value === undefined) {
        if (i === id) return undefined;
        continue;
      }
      map[names[i] ?? ''] = value;
      any = true;
    }
    return any ? map : undefined;
  };
}

/** Properties that Caliper defines as text get text, also where the record has a number. */
export function compileProperty(name: string, value: ValueNode, lets: Lets): Evaluate {
  const evaluate = compileOutput(value, lets);
  if (value.k === 'const' || value.k === 'map') return evaluate;
  if (TEXT.has(name)) return (scope) => toText(evaluate(scope));
  if (!LIST_OF_TEXT.has(name)) return evaluate;
  return (scope) => {
    const list = evaluate(scope);
    if (list === undefined) return undefined;
    const texts = (Array.isArray(list) ? list : [list]).map(toText).filter((text) => text !== undefined);
    return texts.length > 0 ? texts : undefined;
  };
}

/** Compiles a list. */
export function compileList(node: { items: ValueNode[] }, lets: Lets): Evaluate {
  const items = node.items.map((item) => compileOutput(item, lets));
  return (scope) => {
    const list = items.map((item) => item(scope)).filter((item) => item !== undefined);
    return list.length > 0 ? list : undefined;
  };
}
