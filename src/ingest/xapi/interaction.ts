import { isObject } from '../json.ts';
import { at, flaw, type Check, type Flaw, type Properties } from './fault.ts';
import { checkLanguageMap } from './language.ts';
import { checkKeys, checkList, notAnObject, optional } from './properties.ts';
import type { Edition } from './sections.ts';

/** The interaction types, each with the component lists that it takes (Data 2.4.4.1, Interaction Components). */
const COMPONENT_LISTS: Readonly<Record<string, readonly string[]>> = {
  'true-false': [],
  choice: ['choices'],
  'fill-in': [],
  'long-fill-in': [],
  matching: ['source', 'target'],
  performance: ['steps'],
  sequencing: ['choices'],
  likert: ['scale'],
  numeric: [],
  other: [],
};

const LISTS = ['choices', 'scale', 'source', 'target', 'steps'] as const;

/** The properties that make the definition of an activity that of an interaction. */
export const INTERACTION_PROPERTIES = ['interactionType', 'correctResponsesPattern', ...LISTS] as const;

const COMPONENT = new Set(['id', 'description']);

/** The interaction properties of the definition of an activity (Data 2.4.4.1). Patterns are not read: see the documents. */
export function checkInteraction(definition: Properties, edition: Edition): Flaw | undefined {
  const type = definition['interactionType'];
  if (type === undefined) return refuseWithoutType(definition);
  const taken = typeof type === 'string' && Object.hasOwn(COMPONENT_LISTS, type) ? COMPONENT_LISTS[type] : undefined;
  if (taken === undefined) {
    const problem = `must be one of ${Object.keys(COMPONENT_LISTS).join(', ')}.`;
    return at('interactionType', flaw('WRONG_INTERACTION', problem, 'activity'));
  }
  const pattern = definition['correctResponsesPattern'];
  const found =
    pattern === undefined
      ? undefined
      : at('correctResponsesPattern', checkList(pattern, 'strings', 'activity', checkString, edition));
  if (found !== undefined) return found;
  for (const list of LISTS) {
    const components = definition[list];
    if (components === undefined) continue;
    if (!taken.includes(list)) {
      return at(list, flaw('WRONG_INTERACTION', 'does not belong to this interactionType.', 'activity'));
    }
    const wrong = checkComponents(components, edition);
    if (wrong !== undefined) return at(list, wrong);
  }
  return undefined;
}

function refuseWithoutType(definition: Properties): Flaw | undefined {
  for (const key of INTERACTION_PROPERTIES) {
    if (definition[key] === undefined) continue;
    return at(key, flaw('WRONG_INTERACTION', 'needs an interactionType beside it.', 'activity'));
  }
  return undefined;
}

const checkString: Check = (value) =>
  typeof value === 'string' ? undefined : flaw('WRONG_TYPE', 'must be a string.', 'activity');

function checkComponents(components: unknown, edition: Edition): Flaw | undefined {
  const found = checkList(components, 'interaction components', 'activity', checkComponent, edition);
  if (found !== undefined || !Array.isArray(components)) return found;
  const ids = new Set<unknown>();
  for (const [index, component] of components.entries()) {
    const id: unknown = isObject(component) ? component['id'] : undefined;
    if (ids.has(id)) {
      return at(
        index,
        at('id', flaw('WRONG_INTERACTION', 'stands twice in the list; ids must be distinct.', 'activity')),
      );
    }
    ids.add(id);
  }
  return undefined;
}

const checkComponent: Check = (value, edition) => {
  if (!isObject(value)) return notAnObject(value, 'activity');
  const { id } = value;
  return (
    checkKeys(value, COMPONENT, 'activity') ??
    (id === undefined
      ? at('id', flaw('MISSING_PROPERTY', 'is missing.', 'activity'))
      : at('id', checkString(id, edition))) ??
    at('description', optional(value['description'], checkLanguageMap, edition))
  );
};
