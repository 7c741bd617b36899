import { compileList, compileMap, compileText } from './compile-built.ts';
import { compileConditions } from './compile-conditions.ts';
import { functions } from './functions/index.ts';
import { highestSlot, readsOf } from './reads.ts';
import { remember } from './remember.ts';
import {
  Demanded,
  isPlainKey,
  keyReader,
  pathReader,
  present,
  UNSET,
  type Evaluate,
  type Scope,
  type Write,
} from './scope.ts';
import type { LetNode, ValueNode } from './table.ts';

/** The named values that the nodes of one rule may read, by slot: shared ones, then the rule's own. */
export interface Lets {
  nodes: readonly (LetNode | undefined)[];
  evaluate: (Evaluate | undefined)[];
  /** What was compiled already of nodes that read no `let` of a rule, for all rules. */
  shared: SharedValues;
  /** Entities that are values of `let`s of the rule, as text. */
  named: Map<ValueNode, Write>;
}

/** Compiled nodes that read the first `slots` `let`s at most. The table has one node for all that are equal. */
export interface SharedValues {
  slots: number;
  values: Map<ValueNode, Evaluate>;
  outputs: Map<ValueNode, Evaluate>;
  /** Entities as text (src/mapping/write-entity.ts). */
  entities: Map<ValueNode, Write>;
}

/**
 * Compiles the shared `let`s of a table, or those of a rule on top of them. Each is computed at most once for a record, when it is
 * first needed. The slot of a loop variable has no `let`: the engine sets it.
 */
export function compileLets(nodes: readonly LetNode[], base?: Lets): Lets {
  const bySlot: (LetNode | undefined)[] = [...(base?.nodes ?? [])];
  for (const node of nodes) bySlot[node.slot] = node;
  const shared = base?.shared ?? { slots: bySlot.length, values: new Map(), outputs: new Map(), entities: new Map() };
  const lets: Lets = { nodes: bySlot, evaluate: [...(base?.evaluate ?? [])], shared, named: new Map() };
  for (const node of nodes) lets.evaluate[node.slot] = compileValue(node.value, lets);
  return lets;
}

/** Compiles a value for reading inside the tables: in conditions, `let`s and arguments. */
export function compileValue(node: ValueNode, lets: Lets): Evaluate {
  if (highestSlot(node) >= lets.shared.slots) return compileNode(node, lets);
  const known = lets.shared.values.get(node);
  if (known !== undefined) return known;
  const plain = compileNode(node, lets);
  const isBuilt = node.k === 'text' || node.k === 'map';
  const evaluate = isBuilt ? remember(plain, readsOf(node, lets.nodes)) : plain;
  lets.shared.values.set(node, evaluate);
  return evaluate;
}

function compileNode(node: ValueNode, lets: Lets): Evaluate {
  switch (node.k) {
    case 'const': {
      const value = present(node.v);
      return () => value;
    }
    case 'setting':
      return (scope) => scope.lms;
    case 'field':
      return compileField(node.path);
    case 'var':
      return compileVariable(node, lets);
    case 'first': {
      const all = node.of.map((of) => compileValue(of, lets));
      return (scope) => firstPresent(all, scope);
    }
    case 'demand': {
      const of = compileValue(node.of, lets);
      return (scope) => {
        const value = of(scope);
        if (value === undefined) throw new Demanded(node.label);
        return value;
      };
    }
    case 'call':
      return compileCall(node, lets);
    case 'text':
      return compileText(node, lets);
    case 'case':
      return compileCase(node, lets, compileValue);
    case 'map':
      return compileMap(node, lets);
    case 'list':
      return compileList(node, lets);
  }
}

/**
 * Compiles a value that stands in an event. Where the value is raw, only scalars and lists of scalars go out: an object of the
 * record would take along whatever its sender put into it.
 */
export function compileOutput(node: ValueNode, lets: Lets): Evaluate {
  if (highestSlot(node) >= lets.shared.slots) return compileOutputNode(node, lets);
  const known = lets.shared.outputs.get(node) ?? compileOutputNode(node, lets);
  lets.shared.outputs.set(node, known);
  return known;
}

function compileOutputNode(node: ValueNode, lets: Lets): Evaluate {
  if (node.k === 'case') return compileCase(node, lets, compileOutput);
  const evaluate = compileValue(node, lets);
  return isBuilt(node, lets) ? evaluate : (scope) => scalars(evaluate(scope));
}

/** True when the tables themselves wrote the value's structure. */
export function isBuilt(node: ValueNode, lets: Lets): boolean {
  switch (node.k) {
    case 'const':
    case 'setting':
    case 'text':
    case 'map':
    case 'list':
      return true;
    case 'first':
      return node.of.every((of) => isBuilt(of, lets));
    case 'demand':
      return isBuilt(node.of, lets);
    case 'case':
      return [
        ...node.branches.map(({ then }) => then),
        ...(node.otherwise === undefined ? [] : [node.otherwise]),
      ].every((then) => isBuilt(then, lets));
    case 'var': {
      const named = lets.nodes[node.slot];
      return named !== undefined && node.path.length === 0 && isBuilt(named.value, lets);
    }
    case 'field':
    case 'call':
      return false;
  }
}

function scalars(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.filter((item) => typeof item !== 'object' && present(item) !== undefined);
    return items.length > 0 ? items : undefined;
  }
  return typeof value === 'object' ? undefined : value;
}

function compileField(path: readonly string[]): Evaluate {
  const [only = '', second, third] = path;
  // The usual case, without a closure for each key.
  if (third === undefined && second !== undefined && isPlainKey(only) && isPlainKey(second)) {
    return ({ fields }) => {
      const map = fields[only] as Record<string, unknown> | null | undefined; // or a scalar
      return typeof map === 'object' && map !== null ? present(map[second]) : undefined;
    };
  }
  const readOnly = keyReader(only);
  if (second === undefined) return ({ fields }) => present(readOnly(fields));
  const readSecond = keyReader(second);
  if (third === undefined) {
    return ({ fields }) => {
      const map = readOnly(fields);
      return typeof map === 'object' && map !== null ? present(readSecond(map)) : undefined;
    };
  }
  const read = pathReader(path);
  return ({ fields }) => read(fields);
}

function compileVariable(node: { slot: number; path: string[] }, lets: Lets): Evaluate {
  const { slot, path } = node;
  const { evaluate } = lets;
  const whole: Evaluate = (scope) => {
    const known = scope.vars[slot];
    if (known !== UNSET) return known;
    return (scope.vars[slot] = evaluate[slot]?.(scope));
  };
  if (path.length === 0) return whole;
  const read = pathReader(path);
  return (scope) => read(whole(scope));
}

function firstPresent(all: readonly Evaluate[], scope: Scope): unknown {
  for (let i = 0; i < all.length; i++) {
    const value = all[i]?.(scope);
    if (value !== undefined) return value;
  }
  return undefined;
}

function compileCall(node: { fn: string; input: ValueNode; args: ValueNode[] }, lets: Lets): Evaluate {
  const fn = functions.get(node.fn);
  if (fn === undefined) throw new Error(`the table calls ${node.fn}, which this version does not have: build it again`);
  const { apply } = fn;
  const input = compileValue(node.input, lets);
  const args = node.args.map((arg) => compileValue(arg, lets));
  const constant = node.args.every(({ k }) => k === 'const') ? args.map((arg) => arg(NO_SCOPE)) : undefined;
  if (constant !== undefined) {
    return (scope) => {
      const value = input(scope);
      return value === undefined ? undefined : present(apply(value, constant, scope.context));
    };
  }
  return (scope) => {
    const value = input(scope);
    if (value === undefined) return undefined;
    return present(
      apply(
        value,
        args.map((arg) => arg(scope)),
        scope.context,
      ),
    );
  };
}

/** Constants read nothing of it. */
const NO_SCOPE: Scope = {
  fields: {},
  vars: [],
  lms: '',
  context: { freeText: false, pseudonym: () => '' },
};

function compileCase(
  node: Extract<ValueNode, { k: 'case' }>,
  lets: Lets,
  compile: (node: ValueNode, lets: Lets) => Evaluate,
): Evaluate {
  const branches = node.branches.map(({ when, then }) => ({
    holds: compileConditions(when, (value) => compileValue(value, lets)),
    then: compile(then, lets),
  }));
  const otherwise = node.otherwise === undefined ? undefined : compile(node.otherwise, lets);
  return (scope) => {
    for (let i = 0; i < branches.length; i++) {
      const branch = branches[i];
      if (branch?.holds(scope) === true) return branch.then(scope);
    }
    return otherwise?.(scope);
  };
}
