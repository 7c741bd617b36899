import { compileGlob } from '../mapping/compile-conditions.ts';
import type { CoverageRow } from './coverage.ts';
import { rowOfPeer } from './peers.ts';
import type { Peer, PeerRow } from './peers.ts';
import { reasons } from './reasons.ts';
import type { Reason } from './reasons.ts';

/** How a peer's row stands to ours, by the first reason that applies. */
export type Difference =
  | 'same'
  | 'mapped by neither'
  | 'not mapped there'
  | 'fails there'
  | 'breaks Caliper'
  | 'counts twice there'
  | 'skipped here'
  | 'generic Event there'
  | 'understood otherwise'
  | 'unexplained';

/** What differs for one name between a peer and us. */
export interface Compared {
  difference: Difference;
  theirs: PeerRow;
  /** The reasons in words, none for `same` and `mapped by neither`. */
  why: string[];
}

/** Compares what a peer makes of a name with what the tables make of it. Pure. */
export function compareWith(peer: Peer, ours: CoverageRow): Compared {
  const theirs = rowOfPeer(peer, ours.name);
  const found = [...differences(peer, theirs, ours)];
  const [first = ['same', ''] as const] = found;
  return { difference: first[0], theirs, why: [...new Set(found.flatMap(([, why]) => (why === '' ? [] : [why])))] };
}

/** The reason written by hand for a name, if there is one. */
export function reasonFor(peer: Peer, name: string): Reason | undefined {
  return reasons.find(
    (reason) => (reason.peer ?? peer) === peer && reason.names.some((pattern) => compileGlob(pattern)(name)),
  );
}

function* differences(
  peer: Peer,
  theirs: PeerRow,
  ours: CoverageRow,
): Generator<readonly [difference: Difference, why: string]> {
  const mapped = ours.status === 'mapped';
  if (theirs.events.length === 0) {
    if (theirs.fails !== undefined && mapped) yield ['fails there', theirs.fails];
    else yield mapped ? ['not mapped there', 'not mapped there'] : ['mapped by neither', ''];
    return;
  }
  const broken = theirs.events.flatMap((event) => event.breaks ?? []);
  for (const rule of broken) yield ['breaks Caliper', `breaks Caliper: ${rule}`];
  const again = ours.reason !== null && /\b(twin|echo) of\b/.test(ours.reason);
  if (again) yield ['counts twice there', `counts twice there: ${ours.reason ?? ''}`];
  if (!mapped) {
    if (again) return;
    yield ours.reason === null ? ['unexplained', 'unmapped here'] : ['skipped here', `skipped here: ${ours.reason}`];
    return;
  }
  if (sameForms(theirs, ours)) return;
  const reason = reasonFor(peer, ours.name);
  if (reason !== undefined) yield ['understood otherwise', reason.why];
  else {
    const types = [...new Set(ours.events.map(({ type }) => type))].filter((type) => type !== 'Event');
    const generic = theirs.events.some(({ event }) => event.startsWith('Event/'));
    if (generic && types.length > 0)
      yield ['generic Event there', `the generic Event there, ${types.join(' and ')} here`];
    else if (broken.length === 0) yield ['unexplained', 'unexplained'];
  }
}

function sameForms(theirs: PeerRow, ours: CoverageRow): boolean {
  const here = new Set(ours.events.map(({ type, action, object }) => `${type}/${action} ${object}`));
  const there = new Set(theirs.events.map(({ event, object }) => `${event} ${object}`));
  return here.size === there.size && [...here].every((form) => there.has(form));
}
