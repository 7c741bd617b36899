import { allHold, compileConditions } from './compile-conditions.ts';
import { compileOutput, compileValue, type Lets } from './compile-values.ts';
import { evaluate } from './evaluate.ts';
import { explainMissing } from './explain-missing.ts';
import type { CaliperObject, MadeEvent, MappingEnvironment, MappingFailure } from './outcome.ts';
import type { Scope } from './scope.ts';
import type { Condition, Step, WriteStep } from './step.ts';
import type { EventNode, Json, ValueNode } from './table.ts';
import { compileEventText, EVENT_BEGINNING } from './write-event.ts';
import { write } from './write.ts';

const CONTEXT = 'http://purl.imsglobal.org/ctx/caliper/v1p2';

/** The order in which an event is written; it has no meaning, but the same act gives the same bytes. */
const ORDER = [
  'profile',
  'actor',
  'action',
  'object',
  'eventTime',
  'target',
  'generated',
  'referrer',
  'edApp',
  'group',
  'membership',
  'session',
  'federatedSession',
  'extensions',
];

/** Events of one record. A problem has tens of parts; without a bound, a small body becomes gigabytes of events. */
const MOST_EVENTS = 1000;

const REQUIRED: ReadonlySet<string> = new Set(['actor', 'action', 'object', 'eventTime']);

interface Slot {
  name: string;
  node: ValueNode;
  required: boolean;
  value: Step;
}

/** One item of `emit`, compiled. */
export interface CompiledEvent {
  node: EventNode;
  fields: readonly (readonly [string, ValueNode])[];
  lets: Lets;
  when: readonly Condition[];
  /** What a `for-each` runs over. */
  over: Step | undefined;
  /** Text or an object: which of the two is needed, the first record tells. */
  text: { step: WriteStep | undefined } | undefined;
  slots: readonly Slot[] | undefined;
}

/** Compiles one item of `emit`. */
export function compileEvent(node: EventNode, lets: Lets): CompiledEvent {
  return {
    node,
    fields: [...node.fields].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)),
    lets,
    when: compileConditions(node.if, (value) => compileValue(value, lets)),
    over: node.forEach && compileValue(node.forEach.over, lets),
    text: undefined,
    slots: undefined,
  };
}

/**
 * Adds the events that one `emit` item makes of the record to `events`.
 *
 * @param text whether text will do, which is faster where an event is plainly right
 * @returns why an event could not be made; `undefined` where all is well
 */
export function emitEvents(
  compiled: CompiledEvent,
  scope: Scope,
  environment: MappingEnvironment,
  rule: string,
  events: MadeEvent[],
  text: boolean,
): MappingFailure | undefined {
  const loop = compiled.node.forEach;
  if (loop === undefined || compiled.over === undefined) {
    return emitOne(compiled, scope, environment, rule, events, text);
  }
  let index = 0;
  for (const [key, value] of items(evaluate(compiled.over, scope))) {
    scope.vars[loop.slot] = { key, index, value };
    const failure = emitOne(compiled, scope, environment, rule, events, text);
    if (failure !== undefined) return failure;
    index += 1;
  }
  return undefined;
}

function emitOne(
  compiled: CompiledEvent,
  scope: Scope,
  environment: MappingEnvironment,
  rule: string,
  events: MadeEvent[],
  text: boolean,
): MappingFailure | undefined {
  if (!allHold(compiled.when, scope)) return undefined;
  if (events.length === MOST_EVENTS) return TOO_MANY;
  const { node, fields, lets } = compiled;
  if (text) {
    const { step } = (compiled.text ??= { step: compileEventText(node, fields, lets) });
    const rest = step && write(step, scope);
    if (rest !== undefined) {
      const id = environment.eventId(rule, events.length);
      events[events.length] = { id, type: node.event, text: EVENT_BEGINNING + id + rest, value: undefined };
      return undefined;
    }
  }
  const event: CaliperObject = {
    '@context': CONTEXT,
    id: '',
    type: node.event,
  };
  compiled.slots ??= fields.map(([name, value]) => compileSlot(name, value, lets));
  for (const slot of compiled.slots) {
    const value = evaluate(slot.value, scope);
    if (value !== undefined) {
      event[slot.name] = value as Json; // steps make JSON out of JSON
    } else if (slot.required) {
      const why = explainMissing(slot.node, lets, scope);
      return { code: 'MISSING_REQUIRED', message: `${node.event}.${slot.name} could not be built: ${why}` };
    }
  }
  const id = environment.eventId(rule, events.length);
  event['id'] = id;
  events.push({ id, type: node.event, text: undefined, value: event });
  return undefined;
}

function compileSlot(name: string, node: ValueNode, lets: Lets): Slot {
  return { name, node, required: REQUIRED.has(name), value: compileOutput(node, lets) };
}

const TOO_MANY: MappingFailure = {
  code: 'TOO_MANY_EVENTS',
  message: `the record asks for more than ${MOST_EVENTS} events, which no act does: see what repeats in it`,
};

function items(value: unknown): Iterable<[string | number, unknown]> {
  if (Array.isArray(value)) return value.entries();
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
