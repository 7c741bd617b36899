import { caliperContext, profiles } from '../caliper/model.ts';
import { v1p2Plan, type EventPlan } from '../caliper/plan.ts';
import type { Lets } from './compile-values.ts';
import { compileOutput } from './compile-values.ts';
import { flatText } from './flat-text.ts';
import { present } from './scope.ts';
import { op, step, type WriteStep } from './step.ts';
import type { EventNode, ValueNode } from './table.ts';
import { writeEntity } from './write-entity.ts';
import { leafOf, plain, writeLeaf, type Leaf } from './write-leaf.ts';
import { writeMap } from './write-map.ts';
import { writeProperties, type Written } from './write-properties.ts';

/** What an event begins with, up to its id. */
export const EVENT_BEGINNING = flatText(`{"@context":"${caliperContext.v1p2}","id":"`);

/**
 * Compiles an event to text: what the table fixes is checked against Caliper here, once, and at run time only what comes from a
 * record. Whatever is not plainly right takes the long way, by an object and the validator, so the outcome is that of the long way
 * in all cases. (17.0 µs for a record of the bench, instead of 20.9.)
 *
 * @param fields in the order in which they are written
 * @returns a step that writes the event behind {@link EVENT_BEGINNING} and its id; `undefined` where the table alone does not tell
 * enough
 */
export function compileEventText(
  node: EventNode,
  fields: readonly (readonly [string, ValueNode])[],
  lets: Lets,
): WriteStep | undefined {
  const plan = v1p2Plan.events.get(node.event);
  if (plan === undefined) return undefined;
  const action = constantOf(fields, 'action');
  // What stands in a slot may depend on the action.
  if (action === undefined && plan.byAction.size > 0) return undefined;
  const byAction = action === undefined ? undefined : plan.byAction.get(action);
  const byProfile = plan.byProfile.get(constantOf(fields, 'profile') ?? '');
  const required = ['actor', 'action', 'object', 'eventTime', ...(byAction?.requires ? [byAction.requires] : [])];
  if (!required.every((name) => fields.some(([field]) => field === name))) return undefined;

  const written: Written[] = [];
  for (const [name, value] of fields) {
    const missing = required.includes(name) ? 'unsure' : 'fine';
    const slot = byAction?.slots.get(name) ?? byProfile?.get(name) ?? plan.slots.get(name);
    if (value.k === 'const' && present(value.v) === undefined) written.push({ name, missing, text: '' });
    else if (plan.slots.has(name) && slot !== undefined) {
      written.push({ name, missing, write: writeEntity(value, name, slot, lets, 0) });
    } else if (name === 'extensions' && value.k === 'map') {
      written.push({ name, missing, write: writeMap(value, lets) });
    } else {
      const leaf = leafOfKey(name, plan);
      if (leaf === undefined) return undefined;
      const text = value.k === 'const' ? writeLeaf(leaf, value.v) : undefined;
      if (text !== undefined) written.push({ name, missing, text });
      else {
        const is = name === 'eventTime' && isInstantOf(value, lets) ? plain('instant') : leaf;
        written.push({ name, missing, write: step(op.leaf, compileOutput(value, lets), is) });
      }
    }
  }
  return writeProperties(flatText(`","type":"${plan.type}"`), written);
}

/** Whether the node gives a Caliper date-time or nothing: `isoInstant` does not give anything else. */
function isInstantOf(node: ValueNode, lets: Lets): boolean {
  const named = node.k === 'var' && node.path.length === 0 ? lets.nodes[node.slot]?.value : node;
  return named?.k === 'call' && named.fn === 'isoInstant';
}

function constantOf(fields: readonly (readonly [string, ValueNode])[], name: string): string | undefined {
  const node = fields.find(([field]) => field === name)?.[1];
  return node?.k === 'const' && typeof node.v === 'string' ? node.v : undefined;
}

/** How a key of an event is written that is no entity. */
function leafOfKey(name: string, plan: EventPlan): Leaf | undefined {
  switch (name) {
    case 'action':
      return { is: 'among', texts: plan.actions };
    case 'profile':
      return { is: 'among', texts: new Set(Object.keys(profiles).filter((profile) => plan.profiles.has(profile))) };
    case 'eventTime':
      return plain('datetime');
    case 'extensions':
      return leafOf(name, { kind: 'map' }, 0);
    default:
      return undefined;
  }
}
