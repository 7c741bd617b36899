import type { EventNode, ValueNode } from '../table.ts';
import { readConditions, readConstant } from './conditions.ts';
import { lowerExpression } from './expressions.ts';
import { isUsableName, reportHidesAdded } from './lets.ts';
import { mapOf } from './shape.ts';
import { didYouMean } from './nearest.ts';
import { isMissing, missingValue, placed } from './scope.ts';
import type { Scope } from './scope.ts';
import { describe } from './source-node.ts';
import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';
import { inSite } from './source-text.ts';
import { isText, readExpression } from './templates.ts';
import { lowerValue } from './values.ts';

/** The slots of an event that rules fill, in the order in which they are written (Caliper 1.2, section 2.2 "Event"). */
export const slotNames: readonly string[] = [
  'profile',
  'actor',
  'action',
  'object',
  'target',
  'generated',
  'referrer',
  'eventTime',
  'edApp',
  'group',
  'membership',
  'session',
  'federatedSession',
  'extensions',
];

const CONTROLS = ['event', 'if', 'for-each'];
const GIVEN = ['@context', 'id', 'type'];

/**
 * Lowers one item of `emit`; what `shared` says stands where the item does not say otherwise.
 *
 * @param loopSlot the slot of the loop variable, if there is one
 * @returns undefined when the event never comes out (an `if` about a row) or cannot be read
 */
export function lowerEvent(
  item: SourceNode,
  shared: readonly SourceEntry[],
  scope: Scope,
  loopSlot: number,
): EventNode | undefined {
  const { faults } = scope.folder;
  const map = scope.fragments.expand(item);
  if (map.kind !== 'map') {
    if (map.kind === 'broken') faults.again();
    else faults.add(map.place, 'WRONG_SHAPE', `an item of emit is an event, not ${describe(map)}`);
    return undefined;
  }
  const entries = new Map(map.entries.map((entry) => [entry.key.value, entry]));
  const unknown = reportUnknownSlots(map, scope);
  const event = readType(map, entries.get('event'), unknown, scope);
  const loop = readLoop(entries.get('for-each'), scope, loopSlot);
  const inner: Scope = loop === undefined ? scope : { ...scope, loop: { name: loop.name, slot: loop.slot } };
  const condition = entries.get('if');
  const conditions = condition === undefined ? undefined : readConditions(condition, inner);

  const own = slotNames.filter((slot) => entries.has(slot));
  const slots = new Map(shared.map((entry) => [entry.key.value, entry]));
  for (const slot of map.entries) if (slotNames.includes(slot.key.value)) slots.set(slot.key.value, slot);
  const fields: [string, ValueNode][] = [];
  for (const slot of slotNames) {
    const entry = slots.get(slot);
    if (entry === undefined) continue;
    const value = lowerValue(entry.value, inner, slot === 'extensions');
    if (!isMissing(value)) fields.push(placed(scope.folder, [slot, value], entry.key.place));
  }
  if (event === undefined || conditions?.never === true) return undefined;
  const place = entries.get('event')?.value.place ?? map.place;
  const node: EventNode = { event, line: place.line, if: conditions?.conditions ?? [], fields, own };
  return placed(scope.folder, loop === undefined ? node : { ...node, forEach: loop }, place);
}

/** Reports keys of an event, or of `event:` in `_shared.yaml`, that are no slots. */
export function reportUnknownSlots(map: SourceMap, scope: Scope, controls: readonly string[] = CONTROLS): boolean {
  const known = [...controls, ...slotNames];
  const unknown = map.entries.filter((entry) => !known.includes(entry.key.value));
  for (const { key } of unknown) {
    if (GIVEN.includes(key.value)) {
      const hint = key.value === 'type' ? 'write event: for the type of the event' : 'remove it';
      scope.folder.faults.add(key.place, 'SLOT_IS_GIVEN', `${key.value} comes by itself`, hint);
      continue;
    }
    const hint = didYouMean(key.value, known) ?? `the slots are ${slotNames.join(', ')}`;
    scope.folder.faults.add(key.place, 'UNKNOWN_SLOT', `an event has no slot "${key.value}"`, hint);
  }
  return unknown.length > 0;
}

function readType(map: SourceMap, entry: SourceEntry | undefined, unknown: boolean, scope: Scope): string | undefined {
  const { faults } = scope.folder;
  if (entry === undefined) {
    if (!unknown)
      faults.add(map.place, 'MISSING_KEY', 'this event has no type', 'write event: MediaEvent, for instance');
    return undefined;
  }
  if (!isText(entry.value)) {
    if (entry.value.kind === 'broken') faults.again();
    else faults.add(entry.key.place, 'WRONG_SHAPE', 'event takes the type of a Caliper event');
    return undefined;
  }
  const type = readConstant(entry.value, scope);
  if (type === undefined) return undefined;
  if (typeof type === 'string' && type !== '') return type;
  faults.add(entry.value.place, 'WRONG_SHAPE', 'event takes the type of a Caliper event');
  return undefined;
}

function readLoop(entry: SourceEntry | undefined, scope: Scope, slot: number): EventNode['forEach'] {
  const { faults } = scope.folder;
  const map = entry === undefined ? undefined : mapOf(entry, faults);
  if (entry === undefined || map === undefined) return undefined;
  const [only] = map.entries;
  if (only === undefined || map.entries.length > 1) {
    const hint = 'write for-each: { part: event.submission }';
    faults.add(entry.key.place, 'WRONG_SHAPE', 'for-each takes one name and what it goes through', hint);
    return undefined;
  }
  const { key, value } = only;
  const usable = isUsableName(key, faults);
  reportHidesAdded(key, scope);
  const added = scope.folder.added?.has(key.value) === true && !inSite(key.place);
  if (usable && !added && scope.lets.has(key.value)) {
    faults.add(key.place, 'NAME_TAKEN', `"${key.value}" is a let of this rule: choose another name`);
  }
  return { name: key.value, slot, over: lowerOver(value, key.value, scope) };
}

/** What a loop goes through: a path, with `$(` and `)` around it or without. */
function lowerOver(value: SourceNode, name: string, scope: Scope): ValueNode {
  const { faults } = scope.folder;
  if (!isText(value)) {
    if (value.kind === 'broken') faults.again();
    else
      faults.add(
        value.place,
        'WRONG_SHAPE',
        `for-each takes a path, not ${describe(value)}`,
        `write { ${name}: event.submission }`,
      );
    return missingValue();
  }
  if (value.value.includes('$(')) return lowerValue(value, scope);
  const expression = readExpression(value, faults);
  if (expression === undefined) return missingValue();
  return lowerExpression(expression, { text: value.value, within: (start, end) => value.within(start, end) }, scope);
}
