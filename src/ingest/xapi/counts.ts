import type { StatementReading } from './statement.ts';

/**
 * What is counted of a request beside its outcomes: `compat.<repair>` for each repair, and `rejected.<code>` for each statement that
 * was refused.
 *
 * @param repairs those of the request itself
 */
export function countReadings(
  readings: readonly StatementReading[],
  repairs: readonly string[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const repair of repairs) count(`compat.${repair}`);
  for (const reading of readings) {
    if (reading.ok) for (const repair of reading.repairs) count(`compat.${repair}`);
    else count(`rejected.${reading.code}`);
  }
  return counts;
}
