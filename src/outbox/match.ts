import type { DestinationConfig, MatchConfig } from '../config/config.ts';
import { compileGlob } from '../mapping/compile-conditions.ts';
import { eventFacts } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';

/** An event that was stored or is about to be. */
export interface Matchable {
  rule: string;
  source: string;
  text: string;
  /** What the text says; read when a destination asks, and then kept. */
  facts?: EventFacts;
}

type Test = (event: Matchable) => boolean;

/** Compiled once in the life of a configuration. */
const compiled = new WeakMap<MatchConfig, Test>();

/** True when the destination is to get the event: it is of one of its sources, and fits each list of its `match`. */
export function wants({ sources, match }: DestinationConfig, event: Matchable): boolean {
  if (!sources.includes(event.source)) return false;
  if (match === undefined) return true;
  let test = compiled.get(match);
  if (test === undefined) compiled.set(match, (test = compileMatch(match)));
  return test(event);
}

function compileMatch({ profile, type, action, rule, course, organization }: MatchConfig): Test {
  const tests: Test[] = [];
  // First what needs no reading of the text.
  if (rule !== undefined) tests.push((event) => rule.includes(event.rule));
  const oneOf = (list: readonly string[] | undefined, key: 'profile' | 'type' | 'action'): void => {
    if (list !== undefined) tests.push((event) => list.includes(factsOf(event)[key]));
  };
  oneOf(profile, 'profile');
  oneOf(type, 'type');
  oneOf(action, 'action');
  const anyLike = (globs: readonly string[] | undefined, key: 'courses' | 'organizations'): void => {
    const likes = globs?.map(compileGlob);
    if (likes !== undefined)
      tests.push((event) => factsOf(event)[key].some((name) => likes.some((like) => like(name))));
  };
  anyLike(course, 'courses');
  anyLike(organization, 'organizations');
  return (event) => tests.every((test) => test(event));
}

function factsOf(event: Matchable): EventFacts {
  return (event.facts ??= eventFacts(event.text));
}
