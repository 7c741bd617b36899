import type { SourceRecord } from '../ingest/record.ts';
import { holdsCutPseudonym, standingIds } from '../privacy/pseudonym-renaming.ts';
import type { WrittenOutcome } from './outcome.ts';
import { ownIds } from './own-ids.ts';

/** Which ids are noted beside the events of a record. */
export interface Noting {
  /** All that destinations with pseudonyms of their own get under another name. */
  ids: boolean;
  /** Those that may have an external id. */
  learners: boolean;
}

/** The pseudonyms that a record was given, with the scope of each. */
export type Given = Map<string, string>;

/** The scopes whose values an Open edX site has external ids for: user ids and user names. */
const learnerScopes: ReadonlySet<string> = new Set(['learner', 'username']);

/** Ids of one record: each is looked for in each of its events. */
const MOST_IDS = 2000;

/**
 * Notes which pseudonyms, and which ids of acts and things, stand in the texts of the events. With `ids`, an event that holds a part
 * of a pseudonym fails (`PSEUDONYM_CUT`): nothing could rename it.
 */
export function noteIds(
  outcome: Extract<WrittenOutcome, { kind: 'emitted' }>,
  record: SourceRecord,
  given: Given,
  noting: Noting,
): WrittenOutcome {
  const own = new Set(noting.ids ? ownIds(record) : []);
  if (own.size + given.size > MOST_IDS) {
    const message = `the record has more than ${MOST_IDS} ids of people, acts and things, more than can be looked for in its events`;
    return { kind: 'failed', rule: outcome.rule, code: 'TOO_MANY_PEOPLE', message };
  }
  const learners = new Set<string>();
  for (const event of outcome.events) {
    const people = standingIds(event.text, given.keys());
    for (const person of people) if (learnerScopes.has(given.get(person) ?? '')) learners.add(person);
    if (!noting.ids) continue;
    if (holdsCutPseudonym(event.text, given.keys())) {
      const message = `${event.type} would hold a part of a pseudonym: write it whole, since destinations may get their own`;
      return { kind: 'failed', rule: outcome.rule, code: 'PSEUDONYM_CUT', message };
    }
    event.people = people;
    const things = standingIds(event.text, own);
    if (things.length > 0) event.things = things;
  }
  if (noting.learners && learners.size > 0) outcome.learners = [...learners];
  return outcome;
}
