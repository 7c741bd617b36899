import type { EventNode, Json, LetNode, RuleNode, SourceTable, ValueNode } from '../../../src/mapping/table.ts';

/** Short ways to write lowered tables by hand. */
export const constant = (v: Json): ValueNode => ({ k: 'const', v });
export const field = (path: string): ValueNode => ({ k: 'field', path: path.split('.') });
export const named = (slot: number, path = ''): ValueNode => ({
  k: 'var',
  slot,
  name: `slot${slot}`,
  path: path === '' ? [] : path.split('.'),
});
export const call = (input: ValueNode, fn: string, ...args: (string | ValueNode)[]): ValueNode => ({
  k: 'call',
  fn,
  input,
  args: args.map((arg) => (typeof arg === 'string' ? constant(arg) : arg)),
});
export const iri = (...parts: ValueNode[]): ValueNode => ({ k: 'text', parts, iri: true });
export const words = (...parts: ValueNode[]): ValueNode => ({ k: 'text', parts, iri: false });
export const first = (...of: ValueNode[]): ValueNode => ({ k: 'first', of });
export const lms: ValueNode = { k: 'setting', name: 'lms' };
export const list = (...items: ValueNode[]): ValueNode => ({ k: 'list', items });
export const either = (...then: ValueNode[]): ValueNode => ({
  k: 'case',
  branches: then.map((value) => ({
    when: [{ label: 'event.a', value: field('event.a'), test: { t: 'exists', v: true } }],
    then: value,
  })),
});
export const map = (fields: Record<string, ValueNode>): ValueNode => ({
  k: 'map',
  entity: 'type' in fields,
  fields: Object.entries(fields),
});
export const entity = (type: string, more: Record<string, ValueNode> = {}): ValueNode =>
  map({ id: iri(lms, constant('/'), field('event.id')), type: constant(type), ...more });

export const person = map({
  id: iri(lms, constant('/user/'), call(field('event.user_id'), 'pseudonym', 'learner')),
  type: constant('Person'),
});
export const moment = call(field('time'), 'isoInstant');

/** An event that is in order: a video is paused. */
export function pausing(fields: Record<string, ValueNode | undefined> = {}, more: Partial<EventNode> = {}): EventNode {
  const all: Record<string, ValueNode | undefined> = {
    profile: constant('MediaProfile'),
    actor: person,
    action: constant('Paused'),
    object: entity('VideoObject'),
    eventTime: moment,
    ...fields,
  };
  const present = Object.entries(all).filter((pair): pair is [string, ValueNode] => pair[1] !== undefined);
  return { event: 'MediaEvent', line: 9, if: [], fields: present, own: present.map(([name]) => name), ...more };
}

export function rule(events: EventNode[], more: Partial<RuleNode> = {}): RuleNode {
  return {
    rule: 'video-paused',
    file: 'mappings/openedx/video.yaml',
    line: 4,
    names: ['pause_video'],
    globs: [],
    when: [],
    lets: [],
    then: { kind: 'emit', events },
    slots: 0,
    ...more,
  };
}

export function table(rules: RuleNode[], more: Partial<SourceTable> = {}): SourceTable {
  return { source: 'openedx', lets: [], skipWhen: [], rules, ...more };
}

export const letNode = (slot: number, value: ValueNode): LetNode => ({ name: `slot${slot}`, slot, value });
