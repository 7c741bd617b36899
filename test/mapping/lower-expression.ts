import type { Expression } from '../../src/mapping/expression.ts';
import { parseTemplate } from '../../src/mapping/parse-template.ts';
import type { ValueNode } from '../../src/mapping/table.ts';

/** Lowers an expression whose paths are all fields of the record (or `lms`), without the loader of the tables. */
export function lowered(text: string): ValueNode {
  const { template, faults } = parseTemplate(text);
  if (template === undefined) throw new Error(faults.map(({ message }) => message).join('; '));
  const parts = template.parts.map((part): ValueNode => {
    return typeof part === 'string' ? { k: 'const', v: part } : node(part);
  });
  const [only] = parts;
  return template.sole && only !== undefined ? only : { k: 'text', parts, iri: false };
}

function node(expression: Expression): ValueNode {
  switch (expression.kind) {
    case 'literal':
      return { k: 'const', v: expression.value };
    case 'path': {
      const path = expression.segments.map(({ name }) => name);
      return path.length === 1 && path[0] === 'lms' ? { k: 'setting', name: 'lms' } : { k: 'field', path };
    }
    case 'first':
      return { k: 'first', of: expression.of.map(node) };
    case 'demand':
      return { k: 'demand', of: node(expression.of), label: 'value' };
    case 'call':
      return { k: 'call', fn: expression.name, input: node(expression.input), args: expression.args.map(node) };
  }
}
