import { compileConditions } from './compile-conditions.ts';
import { compileOutput, compileValue, type Lets } from './compile-values.ts';
import { explainMissing } from './explain-missing.ts';
import type { CaliperObject, MappingEnvironment, MappingFailure } from './outcome.ts';
import type { Evaluate, Scope } from './scope.ts';
import type { EventNode, Json, ValueNode } from './table.ts';

export type EventsOutcome = { ok: true } | { ok: false; failure: MappingFailure };

/** Adds the events that one `emit` item makes of the record to `events`. `number` is the position of the next event. */
export type EmitEvents = (
  scope: Scope,
  environment: MappingEnvironment,
  rule: string,
  events: CaliperObject[],
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
  const slots = [...node.fields]
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([name, value]): Slot => {
      return { name, node: value, required: REQUIRED.has(name), evaluate: compileOutput(value, lets) };
    });

  const emitOne: EmitEvents = (scope, environment, rule, events) => {
    if (!applies(scope)) return DONE;
    if (events.length === MOST_EVENTS) return { ok: false, failure: TOO_MANY };
    const event: CaliperObject = { '@context': CONTEXT, id: '', type: node.event };
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot === undefined) continue;
      const value = slot.evaluate(scope);
      if (value !== undefined) {
        event[slot.name] = value as Json; // closures make JSON out of JSON
      } else if (slot.required) {
        const why = explainMissing(slot.node, lets, scope);
        const message = `${node.event}.${slot.name} could not be built: ${why}`;
        return { ok: false, failure: { code: 'MISSING_REQUIRED', message } };
      }
    }
    event['id'] = environment.eventId(rule, events.length);
    events.push(event);
    return DONE;
  };

  const loop = node.forEach;
  if (loop === undefined) return emitOne;
  const over = compileValue(loop.over, lets);
  return (scope, environment, rule, events) => {
    let index = 0;
    for (const [key, value] of items(over(scope))) {
      scope.vars[loop.slot] = { key, index, value };
      const outcome = emitOne(scope, environment, rule, events);
      if (!outcome.ok) return outcome;
      index += 1;
    }
    return DONE;
  };
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
