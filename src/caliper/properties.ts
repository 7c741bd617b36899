/** The ways in which a property of an entity can be written. */
export type PropertyKind =
  | 'string'
  /** Number without a fraction, zero or more. */
  | 'integer'
  /** Number written with a fraction (`10.0`). */
  | 'decimal'
  | 'boolean'
  /** `YYYY-MM-DDTHH:mm:ss.SSSZ`. */
  | 'datetime'
  /** ISO 8601 duration, `PT3M15S`. */
  | 'duration'
  /** The `id` of an entity: an absolute IRI, or the IRI of the type for an unknown entity. */
  | 'iri'
  /** The `type` of an entity: a name of the entity table. */
  | 'type'
  /** Object with any content (`extensions`, `messageParameters`). */
  | 'map'
  /** One entity as an object, or its IRI. `types` are the supertypes allowed. */
  | 'entity'
  /** Array of entities or IRIs. */
  | 'entities'
  /** Array of strings. */
  | 'strings'
  /** Array of the roles in vocabularies.ts. */
  | 'roles'
  /** One value of the vocabulary of that name in vocabularies.ts. */
  | 'status'
  | 'metric'
  | 'identifierType'
  | 'ltiMessageType';

export interface Property {
  readonly kind: PropertyKind;
  readonly required: boolean;
  /** For `entity` and `entities`: the types allowed; a subtype serves where its supertype is named. */
  readonly types?: readonly string[];
}

export interface EntityType {
  /** Direct supertypes. `Entity`, `SystemIdentifier` and `TextPositionSelector` have none. */
  readonly supertypes: readonly string[];
  /** Own properties, without the inherited ones. */
  readonly properties: Readonly<Record<string, Property>>;
}

const optional = (kind: PropertyKind): Property => ({ kind, required: false });

export const string = optional('string');
export const strings = optional('strings');
export const integer = optional('integer');
export const decimal = optional('decimal');
export const boolean = optional('boolean');
export const datetime = optional('datetime');
export const duration = optional('duration');
export const map = optional('map');
export const roles = optional('roles');
export const status = optional('status');
export const metric = optional('metric');
export const identifierType = optional('identifierType');
export const ltiMessageType = optional('ltiMessageType');
export const entity = (...types: string[]): Property => ({ kind: 'entity', required: false, types });
export const entities = (...types: string[]): Property => ({ kind: 'entities', required: false, types });
/** The same property, but one that the entity must have. */
export const required = (property: Property): Property => ({ ...property, required: true });
