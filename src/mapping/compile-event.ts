import { compileConditions } from './compile-conditions.ts';
import { compileOutput, compileValue, type Lets } from './compile-values.ts';
import { explainMissing } from './explain-missing.ts';
import type { CaliperObject, MadeEvent, MappingEnvironment, MappingFailure } from './outcome.ts';
import type { Evaluate, Scope, Write } from './scope.ts';
import type { EventNode, Json, ValueNode } from './table.ts';
import { compileEventText, EVENT_BEGINNING } from './write-event.ts';

export type EventsOutcome = { ok: true } | { ok: false; failure: MappingFailure };

/**
 * Adds the events that one `emit` item makes of the record to `events`.
 *
 * @param text whether text will do, which is faster where an event is plainly right
 */
export type EmitEvents = (
  scope: Scope,
  environment: MappingEnvironment,
  rule: string,
  events: MadeEvent[],
  text: boolean,
) => EventsOutcome;

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
  evaluate: Evaluate;
}

/** Compiles one item of `emit`. */
export function compileEvent(node: EventNode, lets: Lets): EmitEvents {
  const applies = compileConditions(node.if, (value) => compileValue(value, lets));
  const fields = [...node.fields].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  // Which of the two is needed, the first record tells.
  let written: { write: Write | undefined } | undefined;
  let slots: readonly Slot[] | undefined;

  const emitOne: EmitEvents = (scope, environment, rule, events, text) => {
    if (!applies(scope)) return DONE;
    if (events.length === MOST_EVENTS) return { ok: false, failure: TOO_MANY };
    const rest = text ? (written ??= { write: compileEventText(node, fields, lets) }).write?.(scope) : undefined;
    if (rest !== undefined) {
      const id = environment.eventId(rule, events.length);
      events.push({ id, type: node.event, text: EVENT_BEGINNING + id + rest, value: undefined });
      return DONE;
    }
    const event: CaliperObject = { '@context': CONTEXT, id: '', type: node.event };
    slots ??= fields.map(([name, value]) => compileSlot(name, value, lets));
    for (const slot of slots) {
      const value = slot.evaluate(scope);
      if (value !== undefined) {
        event[slot.name] = value as Json; // closures make JSON out of JSON
      } else if (slot.required) {
        const why = explainMissing(slot.node, lets, scope);
        const message = `${node.event}.${slot.name} could not be built: ${why}`;
        return { ok: false, failure: { code: 'MISSING_REQUIRED', message } };
      }
    }
    const id = environment.eventId(rule, events.length);
    event['id'] = id;
    events.push({ id, type: node.event, text: undefined, value: event });
    return DONE;
  };

  const loop = node.forEach;
  if (loop === undefined) return emitOne;
  const over = compileValue(loop.over, lets);
  return (scope, environment, rule, events, text) => {
    let index = 0;
    for (const [key, value] of items(over(scope))) {
      scope.vars[loop.slot] = { key, index, value };
      const outcome = emitOne(scope, environment, rule, events, text);
      if (!outcome.ok) return outcome;
      index += 1;
    }
    return DONE;
  };
}

function compileSlot(name: string, node: ValueNode, lets: Lets): Slot {
  return { name, node, required: REQUIRED.has(name), evaluate: compileOutput(node, lets) };
}

const DONE: EventsOutcome = { ok: true };

const TOO_MANY: MappingFailure = {
  code: 'TOO_MANY_EVENTS',
  message: `the record asks for more than ${MOST_EVENTS} events, which no act does: see what repeats in it`,
};

function items(value: unknown): Iterable<[string | number, unknown]> {
  if (Array.isArray(value)) return value.entries();
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
