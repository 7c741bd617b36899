import type { ConditionNode, EventNode, LetNode, RuleNode, TestNode, ValueNode } from './table.ts';

/**
 * A node of the table as an array of a mark and its parts, which gzip makes smaller than an object with keys; `undefined` for what stays
 * an object. unpackNode (unpack-node.ts) undoes it.
 */
export function packNode(node: object): unknown[] | undefined {
  // Each kind of node has a key that no other has; see table.ts.
  if ('k' in node) return packValue(node as ValueNode);
  if ('t' in node) return packTest(node as TestNode);
  if ('label' in node) {
    const { label, value, test } = node as ConditionNode;
    return ['~=', label, value, test];
  }
  if ('slot' in node && 'value' in node) {
    const { name, slot, value } = node as LetNode;
    return ['~:', name, slot, value];
  }
  if ('own' in node) {
    const { event, line, if: conditions, fields, own, forEach } = node as EventNode;
    return ['~E', event, line, conditions, fields, own, ...(forEach === undefined ? [] : [forEach])];
  }
  if ('rule' in node) {
    const { rule, file, line, names, globs, when, lets, then, slots } = node as RuleNode;
    return ['~R', rule, file, line, names, globs, when, lets, then, slots];
  }
  return undefined;
}

function packValue(node: ValueNode): unknown[] {
  switch (node.k) {
    case 'const':
      return ['~c', node.v];
    case 'setting':
      return ['~s', node.name];
    case 'field':
      return ['~f', ...node.path];
    case 'var':
      return ['~v', node.slot, node.name, ...node.path];
    case 'first':
      return ['~?', ...node.of];
    case 'demand':
      return ['~!', node.of, node.label];
    case 'call':
      return ['~|', node.fn, node.input, ...node.args];
    case 'text':
      return [node.iri ? '~i' : '~t', ...node.parts];
    case 'case':
      return ['~$', node.branches, ...(node.otherwise === undefined ? [] : [node.otherwise])];
    case 'map':
      return [node.entity ? '~e' : '~m', ...node.fields.flat()];
    case 'list':
      return ['~l', ...node.items];
  }
}

function packTest(test: TestNode): unknown[] {
  switch (test.t) {
    case 'is':
      return ['~is', test.v];
    case 'any':
      return ['~any', ...test.of];
    case 'all':
      return ['~all', ...test.of];
    case 'not':
      return ['~not', test.test];
    case 'exists':
      return ['~exists', test.v];
    case 'below':
      return ['~below', test.v];
    case 'above':
      return ['~above', test.v];
    case 'like':
      return ['~like', test.glob];
  }
}
