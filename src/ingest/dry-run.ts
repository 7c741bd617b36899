import { summarise, type Answer } from './answer.ts';
import type { Judged } from './judged.ts';
import type { CaliperObject } from '../mapping/outcome.ts';

/** What a dry run tells of one record: which rule decided, and what would be sent. */
export type TranslatedRecord = { index: number; name?: string; rule?: string; file?: string; line?: number } & (
  | { outcome: 'emitted'; events: CaliperObject[]; findings: unknown[] }
  | { outcome: 'skipped'; reason: string }
  | { outcome: 'unmapped'; code: 'NO_RULE' }
  | { outcome: 'failed' | 'rejected'; code: string; message: string }
);

/** The answer to a dry run: the same sums as when the body is stored, and every record. */
export interface DryRun extends Answer {
  records: TranslatedRecord[];
}

/** @param findings what a validator has against an event */
export function dryRun(
  judged: readonly Judged[],
  mostProblems: number,
  findings: (event: unknown) => unknown[] = () => [],
): DryRun {
  const records = judged.map((item) => translatedRecord(item, findings));
  return { ...summarise(judged, mostProblems), records };
}

function translatedRecord(item: Judged, findings: (event: unknown) => unknown[]): TranslatedRecord {
  const { index } = item;
  if (item.kind === 'rejected') return { index, outcome: 'rejected', ...item.rejection };
  const { name, outcome } = item;
  switch (outcome.kind) {
    case 'emitted': {
      const events = outcome.events.map(({ text }) => JSON.parse(text) as CaliperObject); // what was serialised
      return {
        index,
        name,
        outcome: 'emitted',
        ...outcome.rule,
        events,
        findings: events.flatMap((event) => findings(event)),
      };
    }
    case 'skipped':
      return { index, name, outcome: 'skipped', ...outcome.rule, reason: outcome.reason };
    case 'unmapped':
      return { index, name, outcome: 'unmapped', code: 'NO_RULE' };
    case 'failed':
      return { index, name, outcome: 'failed', ...outcome.rule, code: outcome.code, message: outcome.message };
  }
}
