import type { Origin } from '../../quarantine/keep.ts';
import { canonicalJson, isObject } from '../json.ts';
import { publicName } from '../public-name.ts';
import { verbOf } from './normalise.ts';
import { isTooDeep, type StatementOptions, type StatementReading } from './statement.ts';

/**
 * A statement as it came, for the case that it has to be kept.
 *
 * @param id the one that the sender is told
 * @returns `undefined` for what is nested so deep that it cannot be written down
 */
export function originOf(
  reading: StatementReading | undefined,
  value: unknown,
  id: string | undefined,
  { received, edition }: StatementOptions,
): Origin | undefined {
  if (reading === undefined || id === undefined) return undefined;
  const content = { kind: 'xapi' as const, value, id, received, ...(edition !== undefined && { edition }) };
  if (reading.ok) return { name: publicName(reading.record), seed: reading.record.seed, content };
  if (isTooDeep(value)) return undefined;
  const record = { source: 'xapi' as const, name: isObject(value) ? verbOf(value) : '', fields: {}, seed: '' };
  // Two statements with one id are two here: that may be the fault.
  return { name: publicName(record), seed: `invalid:${id}:${canonicalJson(value)}`, content };
}
