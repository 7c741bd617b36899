import { scopeOf } from '../mapping/checks/provenance.ts';
import type { Scope } from '../mapping/checks/provenance.ts';
import type { EventNode, RuleNode, SourceTable, ValueNode } from '../mapping/table.ts';

/** One form of the events that a rule can emit. */
export interface EmittedEvent {
  /** Event type, e.g. `MediaEvent`. */
  type: string;
  action: string;
  /** Type of the object; `Entity` where the object is only an IRI. */
  object: string;
  profile: string | null;
}

/** The forms of the events of a rule, in its order. What its `if`s leave out is not looked at. */
export function emittedEvents(rule: RuleNode, source: Pick<SourceTable, 'lets'>): EmittedEvent[] {
  if (rule.then.kind === 'skip') return [];
  return rule.then.events.flatMap((event) => {
    const scope = scopeOf([...source.lets, ...rule.lets], event.forEach);
    const actions = wordsOf(slot(event, 'action'), scope, []);
    const objects = wordsOf(slot(event, 'object'), scope, ['type']);
    const profiles = wordsOf(slot(event, 'profile'), scope, []);
    return actions.flatMap((action) =>
      objects
        .filter((object) => agree(action, object))
        .flatMap((object) => {
          const fitting = profiles.filter((profile) => agree(profile, action) && agree(profile, object));
          return (fitting.length === 0 ? [undefined] : fitting).map((profile) => ({
            type: event.event,
            action: action.word,
            object: object.word,
            profile: profile?.word ?? null,
          }));
        }),
    );
  });
}

/** Events of one type, action and profile, with all their objects, e.g. `MediaEvent/Ended` of VideoObject and AudioObject. */
export interface EventForm {
  /** Type and action with `/`. */
  event: string;
  objects: string[];
  profile: string | null;
}

/** The events by type, action and profile, in the order in which these first stand. */
export function formsOf(events: readonly EmittedEvent[]): EventForm[] {
  const groups = Map.groupBy(events, ({ type, action, profile }) => JSON.stringify([`${type}/${action}`, profile]));
  return [...groups].map(([key, group]) => {
    // What the line above wrote.
    const [event, profile] = JSON.parse(key) as [string, string | null];
    return { event, objects: [...new Set(group.map(({ object }) => object))], profile };
  });
}

/** A constant, and the branches of `$case`s that lead to it: the conditions of the case → which branch. */
interface Word {
  word: string;
  taken: ReadonlyMap<string, number>;
}

/** Two words can stand in one event when no `$case` would have to take two branches for them. */
function agree(a: Word, b: Word): boolean {
  return [...a.taken].every(([choice, branch]) => (b.taken.get(choice) ?? branch) === branch);
}

function slot(event: EventNode, name: string): ValueNode | undefined {
  return event.fields.find((field) => field[0] === name)?.[1];
}

/** The constants that a value can be, or that can stand at a path inside it. */
function wordsOf(value: ValueNode | undefined, scope: Scope, inside: readonly string[]): Word[] {
  const [key, ...rest] = inside;
  switch (value?.k) {
    case undefined:
      return [];
    case 'const':
      if (key !== undefined && typeof value.v === 'object' && value.v !== null && !Array.isArray(value.v))
        return wordsOf({ k: 'const', v: value.v[key] ?? null }, scope, rest);
      return typeof value.v === 'string' ? word(key === undefined ? value.v : IRI) : [];
    case 'first':
      return value.of.flatMap((each) => wordsOf(each, scope, inside));
    case 'demand':
      return wordsOf(value.of, scope, inside);
    case 'case':
      return branchesOf(value, scope, inside);
    case 'var': {
      const variable = scope.get(value.slot);
      if (variable?.kind === 'let') return wordsOf(variable.node.value, scope, [...value.path, ...inside]);
      return key === undefined ? [] : word(IRI);
    }
    case 'map': {
      const found = key === undefined ? undefined : value.fields.find(([name]) => name === key)?.[1];
      return wordsOf(found, scope, rest);
    }
    case 'list':
      return [];
    case 'text':
    case 'field':
    case 'call':
    case 'setting':
      return key === undefined ? [] : word(IRI);
  }
}

function branchesOf(value: ValueNode & { k: 'case' }, scope: Scope, inside: readonly string[]): Word[] {
  const choice = JSON.stringify(value.branches.map(({ when }) => when));
  const branches = [...value.branches.map(({ then }) => then), value.otherwise];
  return branches.flatMap((branch, index) =>
    wordsOf(branch, scope, inside)
      .filter(({ taken }) => (taken.get(choice) ?? index) === index)
      .map(({ word, taken }) => ({ word, taken: new Map([...taken, [choice, index]]) })),
  );
}

/** Caliper lets an IRI stand for an entity. */
const IRI = 'Entity';

function word(text: string): Word[] {
  return [{ word: text, taken: new Map() }];
}
