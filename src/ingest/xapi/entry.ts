import type { SourceConfig } from '../../config/config.ts';
import type { IngestEntry } from '../record.ts';
import { readStatement } from './statement.ts';

/** What of a source matters here; repairs only where it has some. */
type StatementSource = Pick<SourceConfig, 'name' | 'lms'> & Partial<Pick<SourceConfig, 'compat'>>;

/**
 * Makes records of single xAPI statements, each on its own and by the version that it names itself: for dry runs and the command
 * line.
 *
 * @param now the time of receipt, for statements that say no time
 */
export function statementEntries(now: () => Date): (source: StatementSource) => (value: unknown) => IngestEntry {
  return ({ name, lms, compat = [] }) =>
    (value) => {
      const reading = readStatement(value, { source: name, lms, compat, received: now().toISOString() });
      if (reading.ok) return { ok: true, record: reading.record };
      return { ok: false, rejection: { code: reading.code, message: reading.message } };
    };
}
