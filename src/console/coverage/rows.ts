import type { Coverage } from '../../coverage/coverage.ts';
import { formsOf } from '../../coverage/emitted-events.ts';
import type { SourceKind } from '../../mapping/table.ts';

/** What becomes of a name, as the page shows it. The build writes all of them to a file: the Worker has no room for them. */
export interface NameRow {
  name: string;
  status: 'mapped' | 'skipped' | 'unmapped';
  /** Each form that comes out, e.g. `MediaEvent/Started` and `VideoObject, AudioObject`. */
  events: [event: string, objects: string][];
  /** Why its records, or some of them, are skipped. */
  reason: string | null;
  rule: string | null;
  /** File and line of the rule, with `:`. */
  place: string | null;
}

export type NameRows = Record<SourceKind, NameRow[]>;

/** The rows of a coverage. */
export function nameRows({ openedx, xapi }: Coverage): NameRows {
  const rows = (of: Coverage[SourceKind]): NameRow[] =>
    of.map(({ name, status, events, reason, rule, file, line }) => ({
      name,
      status,
      events: formsOf(events).map(({ event, objects }) => [event, objects.join(', ')]),
      reason,
      rule,
      place: file === null ? null : `${file}:${line ?? 1}`,
    }));
  return { openedx: rows(openedx), xapi: rows(xapi) };
}
