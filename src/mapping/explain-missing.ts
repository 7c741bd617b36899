import { allHold, compileConditions } from './compile-conditions.ts';
import { compileValue, type Lets } from './compile-values.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './scope.ts';
import type { ValueNode } from './table.ts';

/**
 * Why a value is missing, for the message of a failure: names the field of the record at fault, never a value of it. Slow;
 * only called when an event has failed already.
 */
export function explainMissing(node: ValueNode, lets: Lets, scope: Scope): string {
  const missing = (of: ValueNode): boolean => evaluate(compileValue(of, lets), scope) === undefined;
  switch (node.k) {
    case 'const':
    case 'setting':
      return 'it is empty';
    case 'field':
      return `${node.path.join('.')} is missing`;
    case 'var': {
      const named = lets.nodes[node.slot];
      if (named !== undefined && missing(named.value)) return explainMissing(named.value, lets, scope);
      return `${[node.name, ...node.path].join('.')} is missing`;
    }
    case 'first':
      return `${node.of.map((of) => describe(of, lets)).join(', ')}: all are missing`;
    case 'demand':
      return explainMissing(node.of, lets, scope);
    case 'call': {
      if (missing(node.input)) return explainMissing(node.input, lets, scope);
      const argument = node.args.find(missing);
      if (argument !== undefined) return explainMissing(argument, lets, scope);
      return `${node.fn} can make nothing of ${describe(node.input, lets)}`;
    }
    case 'text': {
      const part = node.parts.find(missing);
      return part === undefined ? 'it is empty' : explainMissing(part, lets, scope);
    }
    case 'case': {
      const holds = node.branches.find(({ when }) =>
        allHold(
          compileConditions(when, (of) => compileValue(of, lets)),
          scope,
        ),
      );
      const then = holds?.then ?? node.otherwise;
      return then === undefined ? 'no branch of its $case holds' : explainMissing(then, lets, scope);
    }
    case 'map': {
      const id = node.fields.find(([name]) => name === 'id');
      return id === undefined ? 'all of it is missing' : explainMissing(id[1], lets, scope);
    }
    case 'list':
      return node.items.length === 1 && node.items[0] !== undefined
        ? explainMissing(node.items[0], lets, scope)
        : 'all of its items are missing';
  }
}

/** The value as an operator would name it, e.g. `event.id` or `event.currentTime | number`. */
export function describe(node: ValueNode, lets: Lets): string {
  switch (node.k) {
    case 'const':
      return JSON.stringify(node.v);
    case 'setting':
      return node.name;
    case 'field':
      return node.path.join('.');
    case 'var': {
      const named = lets.nodes[node.slot];
      return node.path.length === 0 && named?.value.k === 'field'
        ? describe(named.value, lets)
        : [node.name, ...node.path].join('.');
    }
    case 'call':
      return `${describe(node.input, lets)} | ${node.fn}`;
    case 'first':
      return node.of.map((of) => describe(of, lets)).join(' ?? ');
    case 'demand':
      return describe(node.of, lets);
    case 'text':
    case 'case':
    case 'map':
    case 'list':
      return node.k;
  }
}
