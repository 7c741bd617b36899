import type { SourceConfig } from '../../config/config.ts';
import type { IngestEntry } from '../record.ts';
import { readStatement } from './statement.ts';

/**
 * Makes records of single xAPI statements, each on its own: for dry runs and the command line.
 *
 * @param now the time of receipt, for statements that say no time
 */
export function statementEntries(
  now: () => Date,
): (source: Pick<SourceConfig, 'name' | 'lms'>) => (value: unknown) => IngestEntry {
  return ({ name, lms }) =>
    (value) => {
      const reading = readStatement(value, { source: name, lms, received: now().toISOString() });
      if (reading.ok) return { ok: true, record: reading.record };
      return { ok: false, rejection: { code: reading.code, message: reading.message } };
    };
}
