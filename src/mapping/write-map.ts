import { writeString } from '../caliper/serialise.ts';
import { compileOutput, type Lets } from './compile-values.ts';
import { present, type Write } from './scope.ts';
import type { ValueNode } from './table.ts';
import { writeProperties, type Written } from './write-properties.ts';

/** An object moves such keys to its front. */
const POSITION = /^\d+$/;

/** Compiles an object below `extensions`, where Caliper has no rules, to its text: what JSON.stringify gives for it. */
export function writeMap(node: Extract<ValueNode, { k: 'map' }>, lets: Lets): Write {
  if (node.entity || node.fields.some(([name]) => POSITION.test(name))) {
    const evaluate = compileOutput(node, lets);
    return (scope) => {
      const value = evaluate(scope);
      return value === undefined ? '' : JSON.stringify(value);
    };
  }
  const fields = node.fields.map(([name, value]): Written => {
    if (value.k === 'const') {
      const constant = present(value.v);
      return { name, missing: 'fine', text: constant === undefined ? '' : JSON.stringify(constant) };
    }
    if (value.k === 'map') return { name, missing: 'fine', write: writeMap(value, lets) };
    const evaluate = compileOutput(value, lets);
    return { name, missing: 'fine', write: (scope) => writeJson(evaluate(scope)) };
  });
  return writeProperties('', fields);
}

function writeJson(value: unknown): string {
  if (typeof value === 'string') return writeString(value);
  return value === undefined ? '' : JSON.stringify(value);
}
