import { isTable, type Settings } from './settings.ts';

/** A setting that is a table of its own; the example shows what belongs there. */
export function readTable(
  settings: Settings,
  path: string,
  value: unknown,
  example: string,
): Record<string, unknown> | null {
  if (isTable(value)) return value;
  return settings.fault(
    path,
    value === undefined ? `is missing: give e.g. ${example}` : `must be a table, e.g. ${example}`,
  );
}
