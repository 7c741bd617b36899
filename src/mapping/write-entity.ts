import { v1p2Plan, type Allowed, type EntityPlan, type PropertyPlan } from '../caliper/plan.ts';
import { compileProperty } from './compile-built.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileOutput, compileValue, isBuilt, type Lets } from './compile-values.ts';
import { highestSlot, readsOf } from './reads.ts';
import { remember } from './remember.ts';
import { Demanded, present, type Evaluate, type Write } from './scope.ts';
import type { ValueNode } from './table.ts';
import { isPlainBeginning, isPlainPart, leafWriter, writeIri } from './write-leaf.ts';
import { writeMap } from './write-map.ts';
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
        return entity(node, allowed, lets, depth + 1);
      case 'text':
        return allowed.identified ? writeIriOf(node, compileValue(node, lets), lets) : unsure;
      case 'var': {
        const named = lets.nodes[node.slot]?.value;
        if (named === undefined) return unsure;
        if (named.k === 'map') return namedEntity(named, allowed, lets, depth + 1);
        if (named.k === 'text') return allowed.identified ? writeIriOf(named, compileValue(node, lets), lets) : unsure;
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

/** The type that the table writes for an entity; `undefined` where it depends on the record, or is none. */
function typeOf(node: MapNode): string | undefined {
  const type = typeNode(node);
  return type?.k === 'const' && typeof type.v === 'string' ? type.v : undefined;
}

function typeNode(node: MapNode): ValueNode | undefined {
  return node.entity ? node.fields.find(([name]) => name === 'type')?.[1] : undefined;
}

function entity(node: MapNode, allowed: Allowed, lets: Lets, depth: number): Write {
  const type = typeOf(node);
  if (type === undefined) return entityOfAnyType(node, allowed, lets, depth);
  if (!allowed.types.has(type)) return unsure;
  if (highestSlot(node) >= lets.shared.slots) return compileEntity(node, type, lets, depth);
  // Nodes of many rules may have it: compiled once, and remembered by the field that it depends on.
  let known = lets.shared.entities.get(node);
  if (known === undefined) {
    known = remember(compileEntity(node, type, lets, depth), readsOf(node, lets.nodes));
    lets.shared.entities.set(node, known);
  }
  return known;
}

/** An entity whose type depends on the record: compiled for each type that comes. */
function entityOfAnyType(node: MapNode, allowed: Allowed, lets: Lets, depth: number): Write {
  const type = typeNode(node);
  // What throws must do so in its turn.
  if (type === undefined || !readsOf(type, lets.nodes).pure) return unsure;
  const evaluate = compileProperty('type', type, lets);
  const byType = new Map<unknown, Write>();
  return (scope) => {
    const found = evaluate(scope);
    let write = byType.get(found);
    if (write === undefined) {
      if (typeof found !== 'string' || !allowed.types.has(found)) return undefined;
      write = compileEntity(node, found, lets, depth);
      byType.set(found, write);
    }
    return write(scope);
  };
}

/** The entity of a `let`, made once for a record, however many places name it. */
function namedEntity(node: MapNode, allowed: Allowed, lets: Lets, depth: number): Write {
  const type = typeOf(node);
  if (type === undefined || !allowed.types.has(type)) return entity(node, allowed, lets, depth);
  const known = lets.named.get(node);
  if (known !== undefined) return known;
  const write = entity(node, allowed, lets, depth);
  let turn: number | undefined;
  let text: string | undefined;
  const once: Write = (scope) => {
    if (scope.turn === undefined || scope.turn !== turn) {
      text = write(scope);
      turn = scope.turn;
    }
    return text;
  };
  lets.named.set(node, once);
  return once;
}

function compileEntity(node: MapNode, type: string, lets: Lets, depth: number): Write {
  const plan = v1p2Plan.entities.get(type);
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
  if (kind === 'map' && name === 'extensions' && value.k === 'map') return { write: writeMap(value, lets) };
  const evaluate = compileProperty(name, value, lets);
  if (kind === 'iri') {
    const named = value.k === 'var' && value.path.length === 0 ? lets.nodes[value.slot]?.value : value;
    if (named?.k === 'text') return { write: writeIriOf(named, evaluate, lets) };
  }
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
    rest.every((part) => part.k !== 'const' || (typeof part.v === 'string' && isPlainPart(part.v)));
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
