import { comesFrom, compileOutput, compileValue, type Lets } from './compile-values.ts';
import { op, step, type Beginning, type Step } from './step.ts';
import { LIST_OF_TEXT, TEXT } from './text-properties.ts';
import type { ValueNode } from './table.ts';

/** Compiles text with values in it. */
export function compileText(node: { parts: ValueNode[]; iri: boolean }, lets: Lets): Step {
  const parts = node.parts.map((part) => compileValue(part, lets));
  const encoded = node.parts.map((part, at) => node.iri && at > 0 && part.k !== 'const' && !isPseudonym(part, lets));
  // What stands before the first value that a record has is one text, made once.
  const fixed = node.parts.findIndex(({ k }) => k !== 'const' && k !== 'setting');
  const first = fixed < 0 ? parts.length : fixed;
  const beginning: Beginning = {
    parts: parts.slice(0, first),
    encoded: encoded.slice(0, first),
    lms: undefined,
    text: undefined,
  };
  // Most texts have one value, at their end.
  const [only, ...more] = parts.slice(first);
  return only !== undefined && more.length === 0
    ? step(op.ending, beginning, only, encoded[first] === true)
    : step(op.text, beginning, parts.slice(first), encoded.slice(first));
}

/** Whether all that the node gives are pseudonyms: UUIDs, in which nothing needs encoding. */
function isPseudonym(node: ValueNode, lets: Lets): boolean {
  return comesFrom(node, lets, (of) => of.k === 'call' && of.fn === 'pseudonym');
}

/** Compiles an object; see the node's own documentation for what becomes of missing fields. */
export function compileMap(node: Extract<ValueNode, { k: 'map' }>, lets: Lets): Step {
  const names = node.fields.map(([name]) => name);
  const values = node.fields.map(([name, value]) =>
    node.entity ? compileProperty(name, value, lets) : compileOutput(value, lets),
  );
  return step(op.map, names, values, node.entity ? 'id' : undefined);
}

/** Properties that Caliper defines as text get text, also where the record has a number. */
export function compileProperty(name: string, value: ValueNode, lets: Lets): Step {
  const output = compileOutput(value, lets);
  if (value.k === 'const' || value.k === 'map') return output;
  if (TEXT.has(name)) return step(op.textOf, output);
  return LIST_OF_TEXT.has(name) ? step(op.textsOf, output) : output;
}

/** Compiles a list. */
export function compileList(node: { items: ValueNode[] }, lets: Lets): Step {
  return step(
    op.list,
    node.items.map((item) => compileOutput(item, lets)),
  );
}
