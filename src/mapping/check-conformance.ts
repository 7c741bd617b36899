import { eventTypes, profileObjects, profiles } from '../caliper/model.ts';
import type { EventType, SlotName } from '../caliper/model.ts';
import { conditions } from './checks/conditional-slots.ts';
import { checkEntity, checkExtensions } from './checks/entities.ts';
import type { Surroundings } from './checks/entities.ts';
import { isNever, outcomesOf } from './checks/outcomes.ts';
import { plainExtensionKeys } from './checks/plain-extension-keys.ts';
import { scopeOf } from './checks/provenance.ts';
import type { Fault } from './checks/report.ts';
import { collectDiagnostics } from './checks/report.ts';
import { meant, scalarFault, withHint } from './checks/values.ts';
import type { Diagnostic, Locations } from './diagnostic.ts';
import { inSite } from './language/source-text.ts';
import type { EventNode, SourceTable, ValueNode } from './table.ts';

/** The keys of an event that the engine adds. */
const automatic = new Set(['@context', 'id', 'type']);
const plain = ['profile', 'action', 'eventTime', 'extensions'];
/** Caliper 1.2, section A.4 "Event": what every event has. */
const required = ['actor', 'action', 'object', 'eventTime'];

type Field = [string, ValueNode];

interface Check {
  event: EventNode;
  /** What Caliper says of the event type. */
  model: EventType;
  around: Surroundings;
  /** The places of a slot: its own, or that of the site; none for a shipped shared one, which is the rule's to override. */
  nodesOf: (field: Field) => readonly object[];
  fault: (nodes: readonly object[], fault: Fault) => void;
}

/**
 * Checks every event of every rule against Caliper 1.2, in all the forms that it can take: types, actions, profiles, slots, the
 * entities in them with their properties, and the kinds of their values. What only a record can tell (whether a value is
 * there) is not checked.
 */
export function checkConformance(table: SourceTable, locations: Locations): Diagnostic[] {
  const report = collectDiagnostics(locations);
  for (const rule of table.rules) {
    if (rule.then.kind === 'skip') continue;
    const own = /\/site\//.test(rule.file) ? { plainKeys: plainExtensionKeys } : {};
    for (const event of rule.then.events) {
      const fault = (nodes: readonly object[], found: Fault): void => report.add(rule, nodes, found);
      const model = eventTypes[event.event];
      if (model === undefined) {
        const found = { code: 'UNKNOWN_EVENT', message: `Caliper has no event ${event.event}` };
        fault([event], withHint(found, meant(event.event, Object.keys(eventTypes))));
        continue;
      }
      const scope = scopeOf([...table.lets, ...rule.lets], event.forEach);
      checkEvent({
        event,
        model,
        around: { scope, source: table.source, fault, ...own },
        nodesOf: (field) => {
          const place = locations.get(field);
          const own = event.own.includes(field[0]) || (place !== undefined && inSite(place));
          return own ? [field, field[1], event] : [];
        },
        fault,
      });
    }
  }
  return report.diagnostics;
}

function checkEvent(check: Check): void {
  const { event, around, nodesOf } = check;
  for (const name of required) {
    const value = event.fields.find((field) => field[0] === name)?.[1];
    if (value !== undefined && !isNever(value, around.scope)) continue;
    check.fault([event], { code: 'MISSING_SLOT', message: `${event.event} must have ${name}` });
  }
  const actions = checkAction(check);
  const chosen = checkProfile(check);
  for (const field of event.fields) {
    const [name, value] = field;
    const place = `${event.event}.${name}`;
    const nodes = nodesOf(field);
    if (isSlot(check, name)) {
      const types = allowedTypes(check, name, actions, chosen);
      checkEntity(value, types, place, nodes, around, nodes);
    } else if (name === 'extensions') {
      checkExtensions(value, place, nodes, around);
    } else if (name === 'eventTime') {
      for (const leaf of outcomesOf(value, around.scope)) {
        const fault = scalarFault(leaf, 'datetime', place, around.scope, around.source);
        if (fault !== undefined) check.fault([leaf, ...nodes], fault);
      }
    } else if (!plain.includes(name)) {
      checkUnknown(check, name, nodes);
    }
  }
}

/** The actions that the event may report. */
function checkAction(check: Check): string[] {
  const { event, model } = check;
  const actions = constants(check, 'action', (nodes) =>
    check.fault(nodes, {
      code: 'NOT_CONSTANT',
      message: `${event.event}.action is a value of the record: it may be none of Caliper's actions`,
      hint: 'write the action out, with $case where it depends on the record',
    }),
  );
  for (const { word, nodes } of actions) {
    if (model.actions.includes(word)) {
      checkNeeds(check, word, nodes);
      continue;
    }
    const fault = { code: 'ACTION_NOT_ALLOWED', message: `${event.event} has no action ${word}` };
    check.fault(
      nodes,
      withHint(fault, meant(word, model.actions) ?? `it takes ${model.actions.slice(0, 8).join(', ')}`),
    );
  }
  return actions.map(({ word }) => word);
}

function checkNeeds({ event, around, fault }: Check, action: string, nodes: readonly object[]): void {
  for (const name of conditions[event.event]?.[action]?.needs ?? []) {
    const value = event.fields.find((field) => field[0] === name)?.[1];
    if (value !== undefined && !isNever(value, around.scope)) continue;
    fault(nodes, { code: 'MISSING_SLOT', message: `${event.event} with the action ${action} must have ${name}` });
  }
}

/** The profiles that the event may name. */
function checkProfile(check: Check): string[] {
  const { event } = check;
  const found = constants(check, 'profile', (nodes) =>
    check.fault(nodes, {
      code: 'NOT_CONSTANT',
      message: `${event.event}.profile is a value of the record: it may be none of Caliper's profiles`,
      hint: 'write the profile out, with $case where it depends on the record',
    }),
  );
  for (const { word, nodes } of found) {
    const members = profiles[word];
    if (members === undefined) {
      const fault = { code: 'UNKNOWN_PROFILE', message: `Caliper has no profile ${word}` };
      check.fault(nodes, withHint(fault, meant(word, Object.keys(profiles))));
    } else if (!members.includes(event.event)) {
      const homes = Object.keys(profiles).filter((profile) => profiles[profile]?.includes(event.event));
      check.fault(nodes, {
        code: 'PROFILE_NOT_ALLOWED',
        message: `${word} has no ${event.event}`,
        hint: `${event.event} belongs to ${homes.join(', ')}`,
      });
    }
  }
  return found.map(({ word }) => word);
}

/** The constants that a field may have; `otherwise` is told of each outcome that is none. */
function constants(
  { event, around, nodesOf }: Check,
  name: string,
  otherwise: (nodes: readonly object[]) => void,
): { word: string; nodes: readonly object[] }[] {
  const field = event.fields.find((found) => found[0] === name);
  if (field === undefined) return [];
  return outcomesOf(field[1], around.scope).flatMap((leaf) => {
    const nodes = nodesOf(field);
    const at = nodes.length === 0 ? nodes : [leaf, ...nodes];
    if (leaf.k === 'const' && typeof leaf.v === 'string') return [{ word: leaf.v, nodes: at }];
    otherwise(at);
    return [];
  });
}

function isSlot({ model }: Check, name: string): name is SlotName {
  return Object.hasOwn(model.slots, name);
}

/** The types allowed in a slot, narrowed by the profile and the action where there is only one. */
function allowedTypes(
  { event, model }: Check,
  slot: SlotName,
  actions: readonly string[],
  chosen: readonly string[],
): readonly string[] {
  const byAction = actions.map((action) => conditions[event.event]?.[action]?.types?.[slot] ?? model.slots[slot]);
  const byProfile = chosen.map((profile) => profileObjects[profile]?.[event.event] ?? model.slots.object);
  if (slot === 'object' && byProfile.length > 0 && byAction.every((types) => types === model.slots.object)) {
    return [...new Set(byProfile.flat())];
  }
  return byAction.length > 0 ? [...new Set(byAction.flat())] : model.slots[slot];
}

function checkUnknown({ model, fault }: Check, name: string, nodes: readonly object[]): void {
  if (automatic.has(name)) {
    fault(nodes, { code: 'UNKNOWN_SLOT', message: `${name} comes by itself`, hint: 'leave it out' });
    return;
  }
  const found = { code: 'UNKNOWN_SLOT', message: `events have no slot ${name}` };
  const hint =
    meant(name, [...Object.keys(model.slots), ...plain]) ?? 'what Caliper does not define goes into extensions';
  fault(nodes, withHint(found, hint));
}
