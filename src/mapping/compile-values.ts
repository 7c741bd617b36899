import { compileConditions } from './compile-conditions.ts';
import { encodePart } from './functions/encode-part.ts';
import { functions } from './functions/index.ts';
import { toText } from './functions/text.ts';
import { Demanded, follow, present, UNSET, type Evaluate, type Scope } from './scope.ts';
import { LIST_OF_TEXT, TEXT } from './text-properties.ts';
import type { LetNode, ValueNode } from './table.ts';

/** The named values that the nodes of one rule may read, by slot: shared ones, then the rule's own. */
export interface Lets {
  nodes: readonly (LetNode | undefined)[];
  evaluate: (Evaluate | undefined)[];
}

/**
 * Compiles the `let`s of a rule. Each is computed at most once for a record, when it is first needed. The slot of a loop
 * variable has no `let`: the engine sets it.
 */
export function compileLets(nodes: readonly LetNode[]): Lets {
  const bySlot: (LetNode | undefined)[] = [];
  for (const node of nodes) bySlot[node.slot] = node;
  const lets: Lets = { nodes: bySlot, evaluate: [] };
  for (const node of nodes) lets.evaluate[node.slot] = compileValue(node.value, lets);
  return lets;
}

/** Compiles a value for reading inside the tables: in conditions, `let`s and arguments. */
export function compileValue(node: ValueNode, lets: Lets): Evaluate {
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
  if (node.k === 'case') return compileCase(node, lets, compileOutput);
  const evaluate = compileValue(node, lets);
  return isBuilt(node, lets) ? evaluate : (scope) => scalars(evaluate(scope));
}

/** True when the tables themselves wrote the value's structure. */
function isBuilt(node: ValueNode, lets: Lets): boolean {
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
  if (second === undefined) {
    return ({ fields }) => (Object.hasOwn(fields, only) ? present(fields[only]) : undefined);
  }
  if (third === undefined) {
    return ({ fields }) => {
      const map = Object.hasOwn(fields, only) ? fields[only] : undefined;
      if (typeof map !== 'object' || map === null || !Object.hasOwn(map, second)) return undefined;
      return present((map as Record<string, unknown>)[second]); // an own property of parsed JSON
    };
  }
  return ({ fields }) => follow(fields, path);
}

function compileVariable(node: { slot: number; path: string[] }, lets: Lets): Evaluate {
  const { slot, path } = node;
  const read: Evaluate = (scope) => {
    const known = scope.vars[slot];
    if (known !== UNSET) return known;
    return (scope.vars[slot] = lets.evaluate[slot]?.(scope));
  };
  return path.length === 0 ? read : (scope) => follow(read(scope), path);
}

function firstPresent(all: readonly Evaluate[], scope: Scope): unknown {
  for (const evaluate of all) {
    const value = evaluate(scope);
    if (value !== undefined) return value;
  }
  return undefined;
}

function compileCall(node: { fn: string; input: ValueNode; args: ValueNode[] }, lets: Lets): Evaluate {
  const fn = functions.get(node.fn);
  if (fn === undefined) throw new Error(`the table calls ${node.fn}, which this version does not have: build it again`);
  const input = compileValue(node.input, lets);
  const args = node.args.map((arg) => compileValue(arg, lets));
  const constant = node.args.every(({ k }) => k === 'const') ? args.map((arg) => arg(NO_SCOPE)) : undefined;
  return (scope) => {
    const value = input(scope);
    if (value === undefined) return undefined;
    return present(fn.apply(value, constant ?? args.map((arg) => arg(scope)), scope.context));
  };
}

/** Constants read nothing of it. */
const NO_SCOPE: Scope = {
  fields: {},
  vars: [],
  lms: '',
  context: { freeText: false, pseudonym: () => '' },
};

function compileText(node: { parts: ValueNode[]; iri: boolean }, lets: Lets): Evaluate {
  const parts = node.parts.map((part, position) => {
    const evaluate = compileValue(part, lets);
    const encoded = node.iri && position > 0 && part.k !== 'const';
    return { evaluate, encoded };
  });
  return (scope) => {
    let text = '';
    for (const { evaluate, encoded } of parts) {
      const part = toText(evaluate(scope));
      if (part === undefined) return undefined;
      text += encoded ? encodePart(part) : part;
    }
    return present(text);
  };
}

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
    for (const { holds, then } of branches) if (holds(scope)) return then(scope);
    return otherwise?.(scope);
  };
}

function compileMap(node: Extract<ValueNode, { k: 'map' }>, lets: Lets): Evaluate {
  const fields = node.fields.map(([name, value]) => ({
    name,
    evaluate: node.entity ? compileProperty(name, value, lets) : compileOutput(value, lets),
  }));
  return (scope) => {
    const map: Record<string, unknown> = {};
    let any = false;
    for (const { name, evaluate } of fields) {
      const value = evaluate(scope);
      if (value === undefined) {
        // Never half an entity: what it says would be said of nothing.
        if (node.entity && name === 'id') return undefined;
        continue;
      }
      map[name] = value;
      any = true;
    }
    return any ? map : undefined;
  };
}

/** Properties that Caliper defines as text get text, also where the record has a number. */
function compileProperty(name: string, value: ValueNode, lets: Lets): Evaluate {
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

function compileList(node: { items: ValueNode[] }, lets: Lets): Evaluate {
  const items = node.items.map((item) => compileOutput(item, lets));
  return (scope) => {
    const list = items.map((item) => item(scope)).filter((item) => item !== undefined);
    return list.length > 0 ? list : undefined;
  };
}
