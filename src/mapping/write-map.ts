import { compileOutput, type Lets } from './compile-values.ts';
import { present } from './scope.ts';
import { op, step, type WriteStep } from './step.ts';
import type { ValueNode } from './table.ts';
import { writeProperties, type Written } from './write-properties.ts';

/** An object moves such keys to its front. */
const POSITION = /^\d+$/;

/** Compiles an object below `extensions`, where Caliper has no rules, to its text: what JSON.stringify gives for it. */
export function writeMap(node: Extract<ValueNode, { k: 'map' }>, lets: Lets): WriteStep {
  if (node.entity || node.fields.some(([name]) => POSITION.test(name))) return step(op.json, compileOutput(node, lets));
  const fields = node.fields.map(([name, value]): Written => {
    if (value.k === 'const') {
      const constant = present(value.v);
      return { name, missing: 'fine', text: constant === undefined ? '' : JSON.stringify(constant) };
    }
    const write = value.k === 'map' ? writeMap(value, lets) : step(op.json, compileOutput(value, lets));
    return { name, missing: 'fine', write };
  });
  return writeProperties('', fields);
}
