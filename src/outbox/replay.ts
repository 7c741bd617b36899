import type { Config } from '../config/config.ts';
import { insertChunks, noteMinute } from './append.ts';
import { removeDeadLetters } from './dead-letters.ts';
import type { DeadLetterFilter, DeadLetterMove } from './messages.ts';
import { envelopeLimits, pack } from './pack.ts';
import { writeTally } from './tally.ts';

/** Dead letters that one call moves. */
const LETTERS_AT_ONCE = 1_000;

/**
 * Puts dead letters back at the end of their destination's queue; the events keep their ids. Those whose text was too large to store
 * and those of a destination that is no longer configured stay in the list. Runs inside a transaction.
 */
export function replayDeadLetters(
  sql: SqlStorage,
  config: Config,
  filter: DeadLetterFilter,
  now: number,
): DeadLetterMove {
  let count = 0;
  let more = false;
  for (const { name, batch } of config.destinations) {
    if (filter.destination !== undefined && filter.destination !== name) continue;
    const letters = removeDeadLetters(sql, { ...filter, destination: name, stored: true }, LETTERS_AT_ONCE);
    const events = letters.map(({ text, bytes, rule }) => ({ text, bytes, rule }));
    count += letters.length;
    more ||= letters.length === LETTERS_AT_ONCE;
    if (letters.length === 0) continue;
    writeTally(sql, (tally) => {
      noteMinute(sql, tally, now);
      insertChunks(sql, tally, name, pack(events, envelopeLimits(batch, config.sensorId)), now);
    });
  }
  return { count, more };
}

/** Deletes dead letters for good. Runs inside a transaction. */
export function dropDeadLetters(sql: SqlStorage, filter: DeadLetterFilter): DeadLetterMove {
  const count = removeDeadLetters(sql, filter, LETTERS_AT_ONCE).length;
  return { count, more: count === LETTERS_AT_ONCE };
}
