import { entityTypes, eventTypes, isSubtype, profiles } from '../../caliper/model.ts';
import type { EventType, Property } from '../../caliper/model.ts';

/** A JSON Schema (draft 7). */
export type Schema = { readonly [key: string]: unknown };

export const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/** Text with an expression, in a place where otherwise only certain words can stand. */
const expression: Schema = { type: 'string', pattern: '\\$\\(' };

/** One of the words, or whatever an expression, a `$case` or a `$use` gives; null takes an inherited value away. */
const oneOfWords = (words: readonly string[]): Schema => ({
  anyOf: [{ enum: [...words] }, expression, ref('special'), { type: 'null' }],
});

const types = Object.keys(entityTypes);

/** What the schema has of Caliper: events with their actions and slots, entities with their properties. */
export function caliperDefinitions(): Record<string, Schema> {
  return {
    action: oneOfWords([...new Set(Object.values(eventTypes).flatMap(({ actions }) => actions))].sort()),
    profile: oneOfWords(Object.keys(profiles)),
    entity: {
      description: 'An entity: id and type, and what Caliper knows of the type; or its IRI.',
      anyOf: [
        { type: 'string' },
        { type: 'null' },
        { type: 'array', items: ref('entity') },
        {
          type: 'object',
          properties: { type: oneOfWords(types), $use: ref('use'), $case: ref('case') },
          allOf: types.flatMap((type) => propertiesOf(type) ?? []),
        },
      ],
    },
    ...Object.fromEntries(supertypes().map((type) => [`type-${type}`, oneOfWords(subtypesOf(type))])),
    ...Object.fromEntries(Object.entries(eventTypes).map(([event, model]) => [`slots-${event}`, slotsOf(model)])),
  };
}

/** For an item of `emit`: with which type of event which actions and entities go. */
export function eventBranches(): Schema[] {
  return Object.keys(eventTypes).map((event) => ({
    if: { properties: { event: { const: event } }, required: ['event'] },
    then: ref(`slots-${event}`),
  }));
}

/** The types of events. */
export function eventWords(): Schema {
  return { anyOf: [{ enum: Object.keys(eventTypes) }, expression] };
}

function slotsOf({ actions, slots }: EventType): Schema {
  const entities = Object.entries(slots).map(([slot, allowed]): [string, Schema] => {
    const anyOf = allowed.map((type) => ref(`type-${type}`));
    return [slot, { if: { type: 'object' }, then: { properties: { type: { anyOf } } } }];
  });
  return { properties: { action: oneOfWords(actions), ...Object.fromEntries(entities) } };
}

/** The types that some slot names. */
function supertypes(): string[] {
  return [...new Set(Object.values(eventTypes).flatMap(({ slots }) => Object.values(slots).flat()))].sort();
}

function subtypesOf(supertype: string): string[] {
  return types.filter((type) => isSubtype(type, supertype));
}

/** The properties of a type's own, for it and its subtypes. */
function propertiesOf(type: string): Schema | undefined {
  const own = Object.entries(entityTypes[type]?.properties ?? {}).filter(([name]) => name !== 'type');
  if (own.length === 0) return undefined;
  return {
    if: { properties: { type: { enum: subtypesOf(type) } }, required: ['type'] },
    then: { properties: Object.fromEntries(own.map(([name, property]) => [name, propertySchema(property)])) },
  };
}

function propertySchema({ kind, types: allowed, required }: Property): Schema {
  const description = [kind, ...(allowed ?? [])].join(' ') + (required ? ', required' : '');
  return { description, anyOf: [ref(kind === 'entity' || kind === 'entities' ? 'entity' : 'value')] };
}
