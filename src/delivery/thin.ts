import { createHash } from 'node:crypto';
import { caliperContext, typeIriRoot } from '../caliper/model.ts';
import type { CaliperVersion } from '../caliper/model.ts';
import { v1p1Plan, v1p2Plan } from '../caliper/plan.ts';
import type { Allowed, Plan } from '../caliper/plan.ts';
import { serialise } from '../caliper/serialise.ts';
import type { CaliperObject } from '../mapping/outcome.ts';
import type { Json } from '../mapping/table.ts';

/** What a receiver was last told of each entity: by the key of the entity, the hash of its type and description. Both in hexadecimal. */
export type Descriptions = ReadonlyMap<string, string>;

/** Events of one envelope with entities replaced by their IRIs. */
export interface Thinned {
  events: CaliperObject[];
  /** The entities that are told in full, as items of their own; only where describes were asked for. */
  describes: CaliperObject[];
  /** What the receiver knows once it has accepted the envelope, beyond what it knew. */
  told: Descriptions;
}

/** Hexadecimal digits of a key or hash: 128 bits. */
const DIGITS = 32;

/** As many digits of a description tell the type. */
const TYPE_DIGITS = 8;

/**
 * Thins the events of one envelope, in order: an entity stands in full where the receiver does not know it or knows another
 * description of it, and as its IRI otherwise. Expanding each IRI with the last description gives the events again.
 *
 * Caliper 1.2 takes an IRI for an entity in every slot and property ("Entities": each is written as an object or as its IRI); the
 * schemas of 1.1 take none within arrays. What has no IRI, and an unknown entity, whose id is its type's, stay whole.
 *
 * @param events copied, not changed
 * @param known tells what the receiver was told last of an entity; asked once for each entity
 * @param options `receiver` is part of each key, so that another address is told everything anew; `describes` takes the full
 *   entities out of the events, unless one of them changes in this envelope
 */
export function thin(
  events: readonly CaliperObject[],
  known: (key: string) => string | undefined,
  options: { version: CaliperVersion; receiver: string; describes: boolean },
): Thinned {
  const thinner = new Thinner(known, options);
  const thinned = events.map((event) => thinner.event(event));
  // A description ahead of all events would change what an earlier one means by the IRI.
  if (options.describes && thinner.changes) return thin(events, known, { ...options, describes: false });
  return { events: thinned, describes: thinner.describes, told: thinner.told };
}

interface Named {
  id: string;
  /** Under which it is remembered. */
  key: string;
  typeHash: string;
  description: string;
}

class Thinner {
  readonly told = new Map<string, string>();
  readonly describes: CaliperObject[] = [];
  /** Whether an entity has two descriptions in this envelope. */
  changes = false;
  readonly #mentioned = new Set<string>();
  readonly #known: (key: string) => string | undefined;
  readonly #options: { version: CaliperVersion; receiver: string; describes: boolean };
  readonly #plan: Plan;

  constructor(
    known: (key: string) => string | undefined,
    options: { version: CaliperVersion; receiver: string; describes: boolean },
  ) {
    this.#known = known;
    this.#options = options;
    this.#plan = options.version === 'v1p2' ? v1p2Plan : v1p1Plan;
  }

  event(event: CaliperObject): CaliperObject {
    const slots = this.#plan.events.get(text(event['type']))?.slots;
    return mapValues(event, (key, value) => this.#value(value, slots?.get(key)));
  }

  #value(value: Json, allowed: Allowed | undefined): Json {
    if (allowed === undefined) return value;
    const whole = this.#options.version === 'v1p1';
    if (Array.isArray(value)) {
      return value.map((item) => (isObject(item) ? this.#entity(item, allowed, whole) : item));
    }
    return isObject(value) ? this.#entity(value, allowed, false) : value;
  }

  /** The entity or its IRI; `whole` where an IRI may not stand. */
  #entity(entity: CaliperObject, allowed: Allowed, whole: boolean): Json {
    const named = this.#named(entity, allowed);
    if (named === undefined) return this.#inside(entity);
    const { id, key, description } = named;
    const mentioned = this.#mentioned.has(key);
    this.#mentioned.add(key);
    const told = this.#isTold(entity, named);
    if (told && !whole) {
      this.#mention(entity);
      return id;
    }
    // What stands in full is what the receiver knows last, be it less than it was told before.
    if (!told || this.#last(key) !== description) {
      this.changes ||= mentioned;
      // Before what stands in it, which may name it again.
      this.told.set(key, description);
    }
    if (whole || !this.#options.describes) return this.#inside(entity);
    const place = this.describes.push({}) - 1;
    this.describes[place] = { '@context': caliperContext[this.#options.version], ...this.#inside(entity) };
    return id;
  }

  /** How an entity is known that an IRI can stand for; undefined for any other. */
  #named(entity: CaliperObject, allowed: Allowed): Named | undefined {
    const { id, type } = entity;
    if (!allowed.identified || typeof id !== 'string' || typeof type !== 'string' || id === typeIriRoot + type) {
      return undefined;
    }
    const { receiver, version } = this.#options;
    const key = hash(`${receiver}\n${version}\n${id}`);
    const typeHash = hash(type).slice(0, TYPE_DIGITS);
    return { id, key, typeHash, description: typeHash + hash(serialise(entity)).slice(TYPE_DIGITS) };
  }

  #last(key: string): string | undefined {
    return this.told.get(key) ?? this.#known(key);
  }

  /** Whether the receiver knows all that the entity says, also of what stands in it. */
  #isTold(entity: CaliperObject, { key, typeHash, description }: Named): boolean {
    const last = this.#last(key);
    if (last === undefined) return false;
    // Nothing but id and type says no less than the IRI does, once the entity was described with that type.
    if (Object.keys(entity).length === 2 && last.startsWith(typeHash)) return true;
    return last === description && this.#allTold(entity);
  }

  #allTold(entity: CaliperObject): boolean {
    return this.#within(entity).every(([item, allowed]) => {
      const named = this.#named(item, allowed);
      return named === undefined ? this.#allTold(item) : this.#isTold(item, named);
    });
  }

  /** An IRI mentions all that its entity says: none of it may change ahead of the event that has the IRI. */
  #mention(entity: CaliperObject): void {
    for (const [item, allowed] of this.#within(entity)) {
      const named = this.#named(item, allowed);
      if (named !== undefined) this.#mentioned.add(named.key);
      this.#mention(item);
    }
  }

  /** The entities that stand in it, with what is allowed where each stands. */
  #within(entity: CaliperObject): [CaliperObject, Allowed][] {
    const properties = this.#plan.entities.get(text(entity['type']))?.properties;
    return Object.entries(entity).flatMap(([name, value]) => {
      const allowed = properties?.get(name)?.allowed;
      if (allowed === undefined) return [];
      const items: readonly Json[] = Array.isArray(value) ? value : [value];
      return items.filter(isObject).map((item): [CaliperObject, Allowed] => [item, allowed]);
    });
  }

  /** The entity itself in full, with what stands in it thinned. */
  #inside(entity: CaliperObject): CaliperObject {
    const properties = this.#plan.entities.get(text(entity['type']))?.properties;
    return mapValues(entity, (key, value) => this.#value(value, properties?.get(key)?.allowed));
  }
}

function mapValues(object: CaliperObject, change: (key: string, value: Json) => Json): CaliperObject {
  const result: CaliperObject = {};
  for (const [key, value] of Object.entries(object)) result[key] = change(key, value);
  return result;
}

function hash(of: string): string {
  return createHash('sha256').update(of).digest('hex').slice(0, DIGITS);
}

function isObject(value: Json): value is CaliperObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
