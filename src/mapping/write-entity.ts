import { v1p2Plan, type Allowed, type EntityPlan, type PropertyPlan } from '../caliper/plan.ts';
import { compileProperty } from './compile-built.ts';
import { compileConditions } from './compile-conditions.ts';
import { compileField, compileOutput, compileValue, isBuilt, type Lets } from './compile-values.ts';
import { highestSlot, readsOf } from './reads.ts';
import { remember } from './remember.ts';
import { present } from './scope.ts';
import { op, step, type Branch, type Step, type WriteStep } from './step.ts';
import type { ValueNode } from './table.ts';
import { isPlainPart, leafOf, plain, writeLeaf } from './write-leaf.ts';
import { writeMap } from './write-map.ts';
import { writeProperties, type Written } from './write-properties.ts';

type MapNode = Extract<ValueNode, { k: 'map' }>;
type TextNode = Extract<ValueNode, { k: 'text' }>;

/** What is not written at first sight, whatever the record holds. */
const unsure: WriteStep = step(op.unsure);

/**
 * Compiles what stands where an entity or its IRI is wanted: to text, without an object in between. It gives what
 * {@link compileOutput} gives for the node, checked and serialised.
 *
 * @param name of the slot or property
 * @param depth of the entity that has it; 0 for an event
 */
export function writeEntity(node: ValueNode, name: string, allowed: Allowed, lets: Lets, depth: number): WriteStep {
  if (node.k === 'case') {
    const branches = node.branches.map(({ when, then }): Branch<WriteStep> => ({
      when: compileConditions(when, (value) => compileValue(value, lets)),
      then: writeEntity(then, name, allowed, lets, depth),
    }));
    return step(op.case, branches, node.otherwise && writeEntity(node.otherwise, name, allowed, lets, depth));
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
      case 'first':
        return step(
          op.first,
          node.of.map((of) => writeEntity(of, name, allowed, lets, depth)),
        );
      case 'demand':
        return step(op.demand, writeEntity(node.of, name, allowed, lets, depth), node.label);
      default:
    }
  }
  return step(op.leaf, compileOutput(node, lets), leafOf(name, { kind: 'entity', allowed }, depth));
}

/** The type that the table writes for an entity; `undefined` where it depends on the record, or is none. */
function typeOf(node: MapNode): string | undefined {
  const type = typeNode(node);
  return type?.k === 'const' && typeof type.v === 'string' ? type.v : undefined;
}

function typeNode(node: MapNode): ValueNode | undefined {
  return node.entity ? node.fields.find(([name]) => name === 'type')?.[1] : undefined;
}

function entity(node: MapNode, allowed: Allowed, lets: Lets, depth: number): WriteStep {
  const type = typeOf(node);
  if (type === undefined) return entityOfAnyType(node, allowed, lets, depth);
  if (!allowed.types.has(type)) return unsure;
  if (highestSlot(node) >= lets.shared.slots) return compileEntity(node, type, lets, depth);
  // Nodes of many rules may have it: compiled once, and remembered by the field that it depends on.
  let known = lets.shared.entities.get(node);
  if (known === undefined) {
    known = remember(compileEntity(node, type, lets, depth), readsOf(node, lets.nodes), (path) =>
      compileField(path, lets),
    );
    lets.shared.entities.set(node, known);
  }
  return known;
}

/** An entity whose type depends on the record: compiled for each type that comes. */
function entityOfAnyType(node: MapNode, allowed: Allowed, lets: Lets, depth: number): WriteStep {
  const type = typeNode(node);
  // What throws must do so in its turn.
  if (type === undefined || !readsOf(type, lets.nodes).pure) return unsure;
  const compile = (found: unknown): WriteStep | undefined =>
    typeof found === 'string' && allowed.types.has(found) ? compileEntity(node, found, lets, depth) : undefined;
  return step(op.ofAnyType, compileProperty('type', type, lets), { byType: new Map(), compile });
}

/** The entity of a `let`, made once for a record, however many places name it. */
function namedEntity(node: MapNode, allowed: Allowed, lets: Lets, depth: number): WriteStep {
  const type = typeOf(node);
  if (type === undefined || !allowed.types.has(type)) return entity(node, allowed, lets, depth);
  const known = lets.named.get(node);
  if (known !== undefined) return known;
  const once = step(op.once, entity(node, allowed, lets, depth), { turn: undefined, text: undefined });
  lets.named.set(node, once);
  return once;
}

function compileEntity(node: MapNode, type: string, lets: Lets, depth: number): WriteStep {
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
): { write: WriteStep } | { text: string | undefined } {
  const { kind, allowed } = property;
  if (kind === 'type') return { text: `"${plan.type}"` };
  const leaf = leafOf(name, property, depth);
  if (value.k === 'const') {
    const constant = present(value.v);
    return { text: constant === undefined ? '' : writeLeaf(leaf, constant) };
  }
  if (kind === 'entity' && allowed !== undefined) return { write: writeEntity(value, name, allowed, lets, depth) };
  if (kind === 'entities' && allowed !== undefined && value.k === 'list') {
    const items = value.items.map((item) => writeEntity(item, name, allowed, lets, depth));
    return { write: step(op.list, items) };
  }
  if (kind === 'map' && name === 'extensions' && value.k === 'map') return { write: writeMap(value, lets) };
  const compiled = compileProperty(name, value, lets);
  if (kind === 'iri') {
    const named = value.k === 'var' && value.path.length === 0 ? lets.nodes[value.slot]?.value : value;
    if (named?.k === 'text') return { write: writeIriOf(named, compiled, lets) };
  }
  return { write: step(op.leaf, compiled, leaf) };
}

/**
 * The text of a node that makes an IRI. Where a constant or a setting begins it and all else is encoded, it need not be looked at
 * again: `encodePart` leaves nothing that an IRI or JSON cannot have.
 */
function writeIriOf(node: TextNode, value: Step, lets: Lets): WriteStep {
  const begin = soundBeginning(node, lets);
  if (begin === undefined) return step(op.leaf, value, plain('iri'));
  const plainBeginning = { begin: compileValue(begin, lets), lms: undefined, plain: false };
  const iri = step(op.iri, value, plainBeginning);
  const ending = endingOf(value);
  if (ending === undefined) return iri;
  const { a: beginning, b: end, c: encoded } = ending;
  const around = { before: '"', after: '"', beginning, plain: plainBeginning, otherwise: iri };
  return step(op.ended, end, encoded, { ...around, lms: undefined, begin: undefined });
}

/** The text with one value at its end that the step makes; of a `let` only where making it again is no work. */
function endingOf(value: Step): Extract<Step, { k: typeof op.ending }> | undefined {
  if (value.k === op.ending) return value;
  const named = value.k === op.var ? value.c[value.a] : undefined;
  return named?.k === op.ending && (named.b.k === op.var || named.b.k === op.field || named.b.k === op.inner)
    ? named
    : undefined;
}

/** What such an IRI begins with, also by way of a `let`; `undefined` where something else may stand in it. */
function soundBeginning(node: TextNode, lets: Lets): ValueNode | undefined {
  const [beginning, ...rest] = node.parts;
  const sound =
    node.iri &&
    rest.length > 0 &&
    rest.every((part) => part.k !== 'const' || (typeof part.v === 'string' && isPlainPart(part.v)));
  if (!sound || beginning?.k === 'setting' || beginning?.k === 'const') return sound ? beginning : undefined;
  const named = beginning?.k === 'var' && beginning.path.length === 0 ? lets.nodes[beginning.slot]?.value : undefined;
  return named?.k === 'text' ? soundBeginning(named, lets) : undefined;
}
