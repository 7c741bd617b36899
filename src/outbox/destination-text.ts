import type { Config, DestinationConfig } from '../config/config.ts';
import { createDestinationIds, type DestinationIds } from '../privacy/pseudonym-destination.ts';
import { renameIds } from '../privacy/pseudonym-renaming.ts';

/** An event with what is known of the ids in its text. */
export interface NamedEvent {
  id: string;
  text: string;
  /** UTF-8 bytes of the text. */
  bytes: number;
  people?: string[] | undefined;
  things?: string[] | undefined;
  period?: number | undefined;
  external?: Record<string, string> | undefined;
}

/** A UUID of version 8 (RFC 9562, 5.8), as all pseudonyms are, and hardly anything else is. */
const VERSION_8 = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Made once in the life of a configuration. */
const made = new WeakMap<DestinationConfig, DestinationIds>();

/**
 * The event as a destination gets it: with external ids in the place of pseudonyms that have one, or, with pseudonyms of its own, with
 * ids that no other destination sees; then no external id stands in it. From here on only this text counts.
 */
export function forDestination<Event extends NamedEvent>(
  config: Config,
  destination: DestinationConfig,
  event: Event,
): Event {
  if (destination.pseudonyms !== undefined) return withOwnIds(ownIdsOf(config, destination), event);
  return event.external === undefined ? event : renamed(event, new Map(Object.entries(event.external)));
}

function withOwnIds<Event extends NamedEvent>(ids: DestinationIds, event: Event): Event {
  const id = ids.event(event.id);
  const names = new Map<string, string>();
  for (const thing of event.things ?? []) names.set(thing, ids.thing(thing));
  // While a new configuration spreads, a Worker of the old one may not have noted the pseudonyms.
  const people = event.people ?? event.text.match(VERSION_8) ?? [];
  for (const person of people) names.set(person, ids.person(person, event.period ?? 0));
  names.set(uuidOf(event.id), uuidOf(id));
  return { ...renamed(event, names), id };
}

/** Ids are ASCII, so that bytes grow as characters do. */
function renamed<Event extends NamedEvent>(event: Event, names: ReadonlyMap<string, string>): Event {
  const text = renameIds(event.text, names);
  return { ...event, text, bytes: event.bytes + text.length - event.text.length };
}

function ownIdsOf(config: Config, destination: DestinationConfig): DestinationIds {
  let ids = made.get(destination);
  if (ids === undefined) {
    const own = destination.pseudonyms?.secret;
    const secrets = [config.pseudonymSecret, ...(config.pseudonymRotation ?? []).map(({ secret }) => secret)];
    ids = own === undefined ? createDestinationIds(destination.name, secrets) : createDestinationIds('', [own]);
    made.set(destination, ids);
  }
  return ids;
}

function uuidOf(id: string): string {
  return id.slice('urn:uuid:'.length);
}
