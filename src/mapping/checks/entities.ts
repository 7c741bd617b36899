import { entityTypes, isSubtype, propertiesOf } from '../../caliper/model.ts';
import type { Property } from '../../caliper/model.ts';
import type { SourceKind, ValueNode } from '../table.ts';
import { isNever, kindOf, outcomesOf } from './outcomes.ts';
import type { Leaf } from './outcomes.ts';
import type { Scope } from './provenance.ts';
import type { Fault } from './report.ts';
import { described, meant, scalarFault, textsFault, withHint } from './values.ts';

/** What the check of values needs to know around it. */
export interface Surroundings {
  scope: Scope;
  source: SourceKind;
  /** Reports a fault at the first of `nodes` whose place is known. */
  fault: (nodes: readonly object[], fault: Fault) => void;
  /** Keys that `extensions` may hold without a namespace; left out: none. */
  plainKeys?: ReadonlySet<string>;
}

type MapNode = ValueNode & { k: 'map' };

/**
 * Checks a value that stands where an entity is due: an entity written as a map, an IRI, or a value of the record that may be
 * one. `place` names it (`MediaEvent.target`), `types` are the types allowed there.
 *
 * @param slot where a type that is not allowed is reported, if not where it is written; empty for a slot that the rule takes over
 */
export function checkEntity(
  value: ValueNode,
  types: readonly string[],
  place: string,
  nodes: readonly object[],
  around: Surroundings,
  slot?: readonly object[],
): void {
  for (const leaf of outcomesOf(value, around.scope)) {
    if (leaf.k !== 'map') {
      const fault = scalarFault(leaf, 'iri', place, around.scope, around.source);
      if (fault !== undefined) around.fault([leaf, ...nodes], { ...fault, message: asEntity(fault.message) });
      continue;
    }
    const found = checkMap(leaf, [leaf, ...nodes], place, around);
    for (const type of found) {
      if (types.some((allowed) => isSubtype(type, allowed))) continue;
      const fault = { code: 'ENTITY_NOT_ALLOWED', message: `${place} takes ${types.join(' or ')}, not ${type}` };
      const hint = 'it comes from _shared.yaml: set it here, or take it away with null';
      around.fault(slot ?? [leaf, ...nodes], withHint(fault, slot?.length === 0 ? hint : undefined));
    }
  }
}

/** Checks an entity written as a map, and gives the types that it may have. */
function checkMap(map: MapNode, nodes: readonly object[], place: string, around: Surroundings): string[] {
  const pair = map.fields.find(([name]) => name === 'type');
  if (pair === undefined) {
    around.fault(nodes, {
      code: 'MISSING_TYPE',
      message: `${place} is an entity without a type`,
      hint: 'write its type, e.g. type: WebPage',
    });
    return [];
  }
  const types = knownTypes(pair, place, nodes, around);
  for (const field of map.fields) {
    if (field[0] !== 'type') checkField(field, types, nodes, around);
  }
  for (const type of types) {
    for (const [name, { required }] of propertiesOf(type)) {
      const given = map.fields.find((field) => field[0] === name)?.[1];
      if (!required || (given !== undefined && !isNever(given, around.scope))) continue;
      around.fault([pair, ...nodes], { code: 'MISSING_PROPERTY', message: `${type} must have ${name}` });
    }
  }
  return types;
}

function knownTypes(
  pair: [string, ValueNode],
  place: string,
  nodes: readonly object[],
  around: Surroundings,
): string[] {
  return outcomesOf(pair[1], around.scope).flatMap((leaf) => {
    const [type] = constantText(leaf);
    const at = [leaf, pair[1], pair, ...nodes];
    if (type === undefined) {
      around.fault(at, {
        code: 'NOT_CONSTANT',
        message: `the type of ${place} is a value of the record: it may be none of Caliper's`,
        hint: 'write the type out, with $case where it depends on the record',
      });
      return [];
    }
    if (Object.hasOwn(entityTypes, type)) return [type];
    const fault = { code: 'UNKNOWN_ENTITY', message: `Caliper has no entity ${type}` };
    around.fault(at, withHint(fault, meant(type, Object.keys(entityTypes))));
    return [];
  });
}

function checkField(
  field: [string, ValueNode],
  types: readonly string[],
  nodes: readonly object[],
  around: Surroundings,
): void {
  const [name, value] = field;
  const checked = new Set<string>();
  for (const type of types) {
    const property = propertiesOf(type).get(name);
    if (property === undefined) {
      const fault = { code: 'UNKNOWN_PROPERTY', message: `${type} has no property ${name}` };
      const hint = meant(name, propertiesOf(type).keys()) ?? 'what Caliper does not define goes into extensions';
      around.fault([field, value, ...nodes], { ...fault, hint });
      continue;
    }
    const kind = JSON.stringify(property);
    if (checked.has(kind)) continue;
    checked.add(kind);
    checkProperty(value, property, `${type}.${name}`, [value, field, ...nodes], around);
  }
}

function checkProperty(
  value: ValueNode,
  property: Property,
  place: string,
  nodes: readonly object[],
  around: Surroundings,
): void {
  const { kind, types = [] } = property;
  switch (kind) {
    case 'entity':
      checkEntity(value, types, place, nodes, around);
      break;
    case 'entities':
      checkEntities(value, types, place, nodes, around);
      break;
    case 'map':
      checkExtensions(value, place, nodes, around);
      break;
    case 'type':
      break;
    default:
      for (const leaf of outcomesOf(value, around.scope)) {
        const fault =
          kind === 'strings' || kind === 'roles'
            ? textsFault(leaf, kind, place, around.scope)
            : scalarFault(leaf, kind, place, around.scope, around.source);
        if (fault !== undefined) around.fault([leaf, ...nodes], fault);
      }
  }
}

function checkEntities(
  value: ValueNode,
  types: readonly string[],
  place: string,
  nodes: readonly object[],
  around: Surroundings,
): void {
  for (const leaf of outcomesOf(value, around.scope)) {
    const found = kindOf(leaf, around.scope);
    if (leaf.k === 'list') {
      for (const item of leaf.items) checkEntity(item, types, place, [item, leaf, ...nodes], around);
    } else if (found !== 'list' && found !== 'any') {
      around.fault([leaf, ...nodes], {
        code: 'WRONG_KIND',
        message: `${place} takes a list of entities, not ${described[found]}`,
        hint: 'write a list: [ … ]',
      });
    }
  }
}

/** `extensions` hold anything, under keys that cannot be mistaken for those of another sender. */
export function checkExtensions(value: ValueNode, place: string, nodes: readonly object[], around: Surroundings): void {
  for (const leaf of outcomesOf(value, around.scope)) {
    if (leaf.k !== 'map') {
      around.fault([leaf, ...nodes], {
        code: 'WRONG_KIND',
        message: `${place} takes a map, not ${described[kindOf(leaf, around.scope)]}`,
        hint: 'write each of its keys',
      });
      continue;
    }
    for (const pair of leaf.fields) {
      if (/[.:]/.test(pair[0]) || around.plainKeys?.has(pair[0]) === true) continue;
      around.fault([pair, leaf, ...nodes], {
        code: 'NOT_NAMESPACED',
        message: `${place} has the key ${pair[0]}, which another sender may use for something else`,
        hint: `put a domain of yours before it, e.g. edu.example.${pair[0]}`,
      });
    }
  }
}

function constantText(leaf: Leaf): string[] {
  return leaf.k === 'const' && typeof leaf.v === 'string' ? [leaf.v] : [];
}

function asEntity(message: string): string {
  return message.replace('takes an absolute IRI', 'takes an entity or its IRI');
}
