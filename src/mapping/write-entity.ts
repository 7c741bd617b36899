import { v1p2Plan, type Allowed, type EntityPlan, type PropertyPlan } from '../caliper/plan.ts';
import { keyText } from '../caliper/serialise.ts';
import { compileProperty } from './compile-built.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileOutput, compileValue, isBuilt, type Lets } from './compile-values.ts';
import { highestSlot, readsOf } from './reads.ts';
import { remember } from './remember.ts';
import { Demanded, present, type Evaluate, type Write } from './scope.ts';
import type { ValueNode } from './table.ts';
import { isPlainBeginning, isPlainPart, leafWriter, writeIri } from './write-leaf.ts';
import { writeProperties, type Written } from './write-properties.ts';

type MapNode = Extract<ValueNode, { k: 'map' }>;
type TextNode = Extract<ValueNode, { k: 'text' }>;

/** What is not written at first sight, whatever the record holds. */
const unsure: Write = () => undefined;

/**
 * Compiles what stands where an entity or its IRI is wanted: to text, without an object in between. It gives what
 * {@link compileOutput} gives for the node, checked and serialised.
 *
 * @param name of the slot or property
 * @param depth of the entity that has it; 0 for an event
 */
export function writeEntity(node: ValueNode, name: string, allowed: Allowed, lets: Lets, depth: number): Write {
  if (node.k === 'case') {
    const branches = node.branches.map(({ when, then }) => ({
      holds: compileConditions(when, (value) => compileValue(value, lets)),
      write: writeEntity(then, name, allowed, lets, depth),
    }));
    const otherwise = node.otherwise && writeEntity(node.otherwise, name, allowed, lets, depth);
    return (scope) => {
      for (let i = 0; i < branches.length; i++) {
        const branch = branches[i];
        if (branch?.holds(scope) === true) return branch.write(scope);
      }
      return otherwise === undefined ? '' : otherwise(scope);
    };
  }
  if (isBuilt(node, lets)) {
    switch (node.k) {
      case 'map':
        return isAllowed(node, allowed) ? entity(node, lets, depth + 1) : unsure;
      case 'text':
        return allowed.identified ? writeIriOf(node, compileValue(node, lets), lets) : unsure;
      case 'var': {
        const named = lets.nodes[node.slot]?.value;
        if (named === undefined) return unsure;
        if (named.k === 'map') return isAllowed(named, allowed) ? namedEntity(named, lets, depth + 1) : unsure;
        return writeEntity(named, name, allowed, lets, depth);
      }
      case 'first': {
        const all = node.of.map((of) => writeEntity(of, name, allowed, lets, depth));
        return (scope) => {
          for (let i = 0; i < all.length; i++) {
            const text = all[i]?.(scope);
            if (text !== '') return text;
          }
          return '';
        };
      }
      case 'demand': {
        const write = writeEntity(node.of, name, allowed, lets, depth);
        return (scope) => {
          const text = write(scope);
          if (text === '') throw new Demanded(node.label);
          return text;
        };
      }
      default:
    }
  }
  return leaf(compileOutput(node, lets), leafWriter(name, { kind: 'entity', allowed }, depth));
}

function isAllowed(node: MapNode, allowed: Allowed): boolean {
  const type = typeOf(node);
  return type !== undefined && allowed.types.has(type);
}

/** The type that the table writes for an entity. */
function typeOf(node: MapNode): string | undefined {
  const type = node.fields.find(([name]) => name === 'type')?.[1];
  return node.entity && type?.k === 'const' && typeof type.v === 'string' ? type.v : undefined;
}

/** An entity that nodes of many rules may have: compiled once, and remembered by the field that it depends on. */
function entity(node: MapNode, lets: Lets, depth: number): Write {
  if (highestSlot(node) >= lets.shared.slots) return compileEntity(node, lets, depth);
  let known = lets.shared.entities.get(node);
  if (known === undefined) {
    const compiled = compileEntity(node, lets, depth);
    known = remember((scope) => flat(compiled(scope)), readsOf(node, lets.nodes));
    lets.shared.entities.set(node, known);
  }
  return known;
}

/** A text that is put together is a tree in memory, until one of its characters is asked for. Once is cheaper than each time. */
function flat(text: string | undefined): string | undefined {
  text?.charCodeAt(0);
  return text;
}

/** The entity of a `let`, made once for a record, however many places name it. */
function namedEntity(node: MapNode, lets: Lets, depth: number): Write {
  const known = lets.named.get(node);
  if (known !== undefined) return known;
  const write = entity(node, lets, depth);
  let turn = -1;
  let text: string | undefined;
  const once: Write = (scope) => {
    if (scope.turn !== turn) {
      text = write(scope);
      turn = scope.turn;
    }
    return text;
  };
  lets.named.set(node, once);
  return once;
}

function compileEntity(node: MapNode, lets: Lets, depth: number): Write {
  const plan = v1p2Plan.entities.get(typeOf(node) ?? '');
  if (plan === undefined || !plan.required.every((name) => node.fields.some(([field]) => field === name))) {
    return unsure;
  }
  const fields: Written[] = [];
  for (const [name, value] of node.fields) {
    const property = plan.properties.get(name);
    if (property === undefined) return unsure;
    const missing = name === 'id' ? 'nothing' : plan.required.includes(name) ? 'unsure' : 'fine';
    fields.push({ name, missing, ...propertyWriter(name, value, property, plan, lets, depth) });
  }
  return writeProperties('', fields);
}

function propertyWriter(
  name: string,
  value: ValueNode,
  property: PropertyPlan,
  plan: EntityPlan,
  lets: Lets,
  depth: number,
): { write: Write } | { text: string | undefined } {
  const { kind, allowed } = property;
  if (kind === 'type') return { text: `"${plan.type}"` };
  const write = leafWriter(name, property, depth);
  if (value.k === 'const') {
    const constant = present(value.v);
    return { text: constant === undefined ? '' : write(constant) };
  }
  if (kind === 'entity' && allowed !== undefined) return { write: writeEntity(value, name, allowed, lets, depth) };
  if (kind === 'entities' && allowed !== undefined && value.k === 'list') {
    return { write: writeList(value.items.map((item) => writeEntity(item, name, allowed, lets, depth))) };
  }
  const evaluate = compileProperty(name, value, lets);
  if (kind === 'iri' && value.k === 'text') return { write: writeIriOf(value, evaluate, lets) };
  return { write: leaf(evaluate, write) };
}

function leaf(evaluate: Evaluate, write: (value: unknown) => string | undefined): Write {
  return (scope) => {
    const value = evaluate(scope);
    return value === undefined ? '' : write(value);
  };
}

function writeList(items: readonly Write[]): Write {
  return (scope) => {
    let text = '';
    for (let i = 0; i < items.length; i++) {
      const item = items[i]?.(scope);
      if (item === undefined) return undefined;
      if (item !== '') text += text === '' ? item : `,${item}`;
    }
    return text === '' ? '' : `[${text}]`;
  };
}

/**
 * The text of a node that makes an IRI. Where a constant or a setting begins it and all else is encoded, it need not be looked at
 * again: `encodePart` leaves nothing that an IRI or JSON cannot have.
 */
function writeIriOf(node: TextNode, evaluate: Evaluate, lets: Lets): Write {
  const [beginning, ...rest] = node.parts;
  const sound =
    node.iri &&
    (beginning?.k === 'setting' || beginning?.k === 'const') &&
    rest.every((part) => part.k !== 'const' || isPlainPart(String(part.v)));
  if (!sound) return leaf(evaluate, writeIri);
  const begin = compileValue(beginning, lets);
  let lms: string | undefined;
  let plain = false;
  return (scope) => {
    if (scope.lms !== lms) {
      plain = isPlainBeginning(String(begin(scope)));
      lms = scope.lms;
    }
    const text = evaluate(scope);
    if (text === undefined) return '';
    // The node makes text.
    return plain && typeof text === 'string' && rest.length > 0 ? `"${text}"` : writeIri(text);
  };
}
