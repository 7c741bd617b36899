import type { ThinConfig } from './config.ts';
import type { Settings } from './settings.ts';

/** `detail`, `describe-days` and `describes` of a destination; undefined for `detail = "full"`, the default. */
export function readThin(settings: Settings, path: string, table: Record<string, unknown>): ThinConfig | undefined {
  const detail = settings.choice(`${path}.detail`, table['detail'], ['full', 'thin'], 'full');
  const bounds = { least: 1, most: 31, otherwise: 1 };
  const days = settings.integer(`${path}.describe-days`, table['describe-days'], bounds);
  const describes = table['describes'] ?? false;
  if (typeof describes !== 'boolean') settings.fault(`${path}.describes`, 'must be true or false');
  if (detail === 'thin') return { days, describes: describes === true };
  for (const key of ['describe-days', 'describes']) {
    if (table[key] !== undefined) settings.fault(`${path}.${key}`, 'needs detail = "thin"');
  }
  return undefined;
}
