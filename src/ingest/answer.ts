import { eventsOf, outcomeKind, type Judged, type OutcomeKind } from './judged.ts';

/** What a sender is told about a record from which nothing came out against its expectation. */
export type RecordProblem =
  | { index: number; outcome: 'unmapped'; name: string; code: 'NO_RULE' }
  | { index: number; outcome: 'failed'; name: string; rule: string; code: string; message: string }
  | { index: number; outcome: 'rejected'; code: string; message: string };

/**
 * The answer to a body that was stored. Every record counts once:
 * `received = emitted + skipped + unmapped + failed + rejected + duplicates`.
 */
export interface Answer extends Record<OutcomeKind | 'received' | 'duplicates' | 'events', number> {
  /** In the order of the records, the first ones if there are too many. */
  problems: RecordProblem[];
  /** How many problems are not listed; absent when all are. */
  problemsOmitted?: number;
}

/**
 * Sums up what became of the records of a body, before it is known which of them were stored earlier.
 *
 * @param most length of `problems`
 */
export function summarise(judged: readonly Judged[], most: number): Answer {
  const answer: Answer = {
    received: judged.length,
    emitted: 0,
    skipped: 0,
    unmapped: 0,
    failed: 0,
    rejected: 0,
    duplicates: 0,
    events: 0,
    problems: [],
  };
  let problems = 0;
  for (const item of judged) {
    answer.events += eventsOf(item).length;
    answer[outcomeKind(item)] += 1;
    const problem = problemOf(item);
    if (problem === undefined) continue;
    problems += 1;
    if (answer.problems.length < most) answer.problems.push(problem);
  }
  const omitted = problems - answer.problems.length;
  return omitted === 0 ? answer : { ...answer, problemsOmitted: omitted };
}

/** How many events came out of the record at each position. */
export function eventCounts(judged: readonly Judged[]): number[] {
  return judged.map((item) => eventsOf(item).length);
}

/**
 * The answer once it is known which records are duplicates: they do not count as emitted, nor their events.
 *
 * @param duplicates positions of the records whose events were all stored before
 * @param events of the record at each position, from {@link eventCounts}
 */
export function withDuplicates(answer: Answer, duplicates: readonly number[], events: readonly number[]): Answer {
  return {
    ...answer,
    emitted: answer.emitted - duplicates.length,
    duplicates: duplicates.length,
    events: duplicates.reduce((sum, index) => sum - (events[index] ?? 0), answer.events),
  };
}

function problemOf(item: Judged): RecordProblem | undefined {
  const { index } = item;
  if (item.kind === 'rejected') {
    return { index, outcome: 'rejected', code: item.rejection.code, message: item.rejection.message };
  }
  const { name, outcome } = item;
  switch (outcome.kind) {
    case 'emitted':
    case 'skipped':
      return undefined;
    case 'unmapped':
      return { index, outcome: 'unmapped', name, code: 'NO_RULE' };
    case 'failed': {
      const { rule, code, message } = outcome;
      return { index, outcome: 'failed', name, rule: rule.rule, code, message };
    }
  }
}
