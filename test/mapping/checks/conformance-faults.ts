import { checkConformance } from '../../../src/mapping/check-conformance.ts';
import type { Location } from '../../../src/mapping/diagnostic.ts';
import type { EventNode, LetNode, ValueNode } from '../../../src/mapping/table.ts';
import { constant, entity, pausing, rule, table } from './tables.ts';

/** No node has a place. */
export const nowhere = new WeakMap<object, Location>();

/** The faults of one event: code, sentence, hint. */
export function check(event: EventNode, lets: LetNode[] = []): string[] {
  return checkConformance(table([rule([event], { lets })]), nowhere).map(({ code, message, hint }) =>
    hint === undefined ? `${code} ${message}` : `${code} ${message}; ${hint}`,
  );
}

export const paused = (fields: Record<string, ValueNode | undefined>, lets?: LetNode[]): string[] =>
  check(pausing(fields), lets);
export const general = (fields: Record<string, ValueNode | undefined>, event = 'Event'): string[] =>
  check(pausing({ profile: undefined, action: constant('Modified'), ...fields }, { event }));
/** Faults of one property of an entity, in a slot that takes any. */
export const property = (type: string, name: string, value: ValueNode): string[] =>
  general({ object: entity(type, { [name]: value }) });
