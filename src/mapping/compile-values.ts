import { compileList, compileMap, compileText } from './compile-built.ts';
import { compileConditions } from './compile-conditions.ts';
import { evaluate } from './evaluate.ts';
import type { Kind } from './functions/function.ts';
import { functions } from './functions/index.ts';
import { highestSlot, readsOf } from './reads.ts';
import { remember } from './remember.ts';
import { isPlainKey, present, type Scope } from './scope.ts';
import { op, step, type Branch, type Holder, type Step, type WriteStep } from './step.ts';
import type { LetNode, ValueNode } from './table.ts';

/** The named values that the nodes of one rule may read, by slot: shared ones, then the rule's own. */
export interface Lets {
  nodes: readonly (LetNode | undefined)[];
  steps: (Step | undefined)[];
  /** What was compiled already of nodes that read no `let` of a rule, for all rules. */
  shared: SharedSteps;
  /** Entities that are values of `let`s of the rule, as text. */
  named: Map<ValueNode, WriteStep>;
}

/** Compiled nodes that read the first `slots` `let`s at most. The table has one node for all that are equal. */
export interface SharedSteps {
  slots: number;
  values: Map<ValueNode, Step>;
  outputs: Map<ValueNode, Step>;
  /** Entities as text (src/mapping/write-entity.ts). */
  entities: Map<ValueNode, WriteStep>;
  /** Objects in the record whose fields are read, by path. */
  holders: Map<string, Holder>;
}

/**
 * Compiles the shared `let`s of a table, or those of a rule on top of them. Each is computed at most once for a record, when it is
 * first needed. The slot of a loop variable has no `let`: the engine sets it.
 */
export function compileLets(nodes: readonly LetNode[], base?: Lets): Lets {
  const bySlot: (LetNode | undefined)[] = [...(base?.nodes ?? [])];
  for (const node of nodes) bySlot[node.slot] = node;
  const shared = base?.shared ?? newShared(bySlot.length);
  const lets: Lets = { nodes: bySlot, steps: [...(base?.steps ?? [])], shared, named: new Map() };
  for (const node of nodes) lets.steps[node.slot] = compileValue(node.value, lets);
  return lets;
}

function newShared(slots: number): SharedSteps {
  return { slots, values: new Map(), outputs: new Map(), entities: new Map(), holders: new Map() };
}

/** Compiles a value for reading inside the tables: in conditions, `let`s and arguments. */
export function compileValue(node: ValueNode, lets: Lets): Step {
  if (highestSlot(node) >= lets.shared.slots) return compileNode(node, lets);
  const known = lets.shared.values.get(node);
  if (known !== undefined) return known;
  const plain = compileNode(node, lets);
  const isBuilt = node.k === 'text' || node.k === 'map';
  const compiled = isBuilt ? remember(plain, readsOf(node, lets.nodes), (path) => compileField(path, lets)) : plain;
  lets.shared.values.set(node, compiled);
  return compiled;
}

function compileNode(node: ValueNode, lets: Lets): Step {
  switch (node.k) {
    case 'const':
      return step(op.const, present(node.v));
    case 'setting':
      return step(op.lms);
    case 'field':
      return compileField(node.path, lets);
    case 'var': {
      const whole = step(op.var, node.slot, undefined, lets.steps);
      return node.path.length === 0 ? whole : step(op.within, whole, node.path);
    }
    case 'first':
      return step(
        op.first,
        node.of.map((of) => compileValue(of, lets)),
      );
    case 'demand':
      return step(op.demand, compileValue(node.of, lets), node.label);
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
export function compileOutput(node: ValueNode, lets: Lets): Step {
  if (highestSlot(node) >= lets.shared.slots) return compileOutputNode(node, lets);
  const known = lets.shared.outputs.get(node) ?? compileOutputNode(node, lets);
  lets.shared.outputs.set(node, known);
  return known;
}

function compileOutputNode(node: ValueNode, lets: Lets): Step {
  if (node.k === 'case') return compileCase(node, lets, compileOutput);
  const value = compileValue(node, lets);
  return isBuilt(node, lets) || isScalar(node, lets) ? value : step(op.scalars, value);
}

/** Whether all nodes that the value may come from, by way of `let`s and choices, are as wanted. */
export function comesFrom(node: ValueNode, lets: Lets, isWanted: (node: ValueNode) => boolean): boolean {
  switch (node.k) {
    case 'first':
      return node.of.every((of) => comesFrom(of, lets, isWanted));
    case 'demand':
      return comesFrom(node.of, lets, isWanted);
    case 'case': {
      const otherwise = node.otherwise === undefined ? [] : [node.otherwise];
      return [...node.branches.map(({ then }) => then), ...otherwise].every((then) => comesFrom(then, lets, isWanted));
    }
    case 'var': {
      const named = node.path.length === 0 ? lets.nodes[node.slot] : undefined;
      return named !== undefined && comesFrom(named.value, lets, isWanted);
    }
    default:
      return isWanted(node);
  }
}

/** True when the tables themselves wrote the value's structure. */
export function isBuilt(node: ValueNode, lets: Lets): boolean {
  return comesFrom(node, lets, ({ k }) => k !== 'field' && k !== 'call');
}

/** Kinds of which every value is one. */
const SCALARS: ReadonlySet<Kind> = new Set(['text', 'number', 'integer', 'boolean', 'instant', 'duration', 'iri']);

/** True when the value can be no object and no list, whatever the record holds. */
function isScalar(node: ValueNode, lets: Lets): boolean {
  return comesFrom(node, lets, (of) => {
    if (of.k === 'call') return SCALARS.has(functions.get(of.fn)?.returns ?? 'any');
    return of.k === 'text' || of.k === 'setting' || (of.k === 'const' && typeof of.v !== 'object');
  });
}

/** Compiles reading a field of the record. */
export function compileField(path: readonly string[], { shared }: Lets): Step {
  const key = path.at(-1) ?? '';
  if (!path.every(isPlainKey)) return step(op.path, path);
  const holder = holderOf(path.slice(0, -1), shared.holders);
  return holder === undefined ? step(op.field, key) : step(op.inner, holder, key);
}

function holderOf(path: readonly string[], holders: Map<string, Holder>): Holder | undefined {
  const key = path.at(-1);
  if (key === undefined) return undefined;
  const name = JSON.stringify(path);
  let holder = holders.get(name);
  if (holder === undefined) {
    const within = holderOf(path.slice(0, -1), holders);
    holder = { slot: holders.size, within, key };
    holders.set(name, holder);
  }
  return holder;
}

function compileCall(node: { fn: string; input: ValueNode; args: ValueNode[] }, lets: Lets): Step {
  const fn = functions.get(node.fn);
  if (fn === undefined) throw new Error(`the table calls ${node.fn}, which this version does not have: build it again`);
  const input = compileValue(node.input, lets);
  const args = node.args.map((arg) => compileValue(arg, lets));
  return node.args.every(({ k }) => k === 'const')
    ? step(
        op.call,
        fn.apply,
        input,
        args.map((arg) => evaluate(arg, NO_SCOPE)),
      )
    : step(op.callWith, fn.apply, input, args);
}

/** Constants read nothing of it. */
const NO_SCOPE: Scope = {
  fields: {},
  vars: [],
  held: [],
  lms: '',
  context: { freeText: false, pseudonym: () => '' },
};

function compileCase(
  node: Extract<ValueNode, { k: 'case' }>,
  lets: Lets,
  compile: (node: ValueNode, lets: Lets) => Step,
): Step {
  const branches = node.branches.map(({ when, then }): Branch<Step> => ({
    when: compileConditions(when, (value) => compileValue(value, lets)),
    then: compile(then, lets),
  }));
  return step(op.case, branches, node.otherwise === undefined ? undefined : compile(node.otherwise, lets));
}
