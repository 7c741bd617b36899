import { entityTypes } from '../caliper/model.ts';

function named(kind: string): ReadonlySet<string> {
  const names = new Set<string>();
  const others = new Set<string>();
  for (const { properties } of Object.values(entityTypes)) {
    for (const [name, property] of Object.entries(properties)) (property.kind === kind ? names : others).add(name);
  }
  return new Set([...names].filter((name) => !others.has(name)));
}

/** Properties that are text in every Caliper entity that has them. */
export const TEXT = named('string');

/** Properties that are a list of text in every Caliper entity that has them. */
export const LIST_OF_TEXT = named('strings');
