import type { DestinationConfig } from './config.ts';
import { readNamedSecret } from './pseudonym-secret.ts';
import type { Settings } from './settings.ts';

/** The settings of a destination that say under which ids it gets people. */
export const pseudonymKeys = ['pseudonyms', 'pseudonym-secret'];

/** `pseudonyms` and `pseudonym-secret`; `undefined` where the destination gets the adapter's. */
export function readPseudonyms(
  settings: Settings,
  path: string,
  table: Record<string, unknown>,
): DestinationConfig['pseudonyms'] {
  const whose = settings.choice(`${path}.pseudonyms`, table['pseudonyms'], ['adapter', 'destination'], 'adapter');
  const name = table['pseudonym-secret'];
  if (whose === 'adapter') {
    if (name !== undefined) {
      settings.fault(
        `${path}.pseudonym-secret`,
        'is read only with pseudonyms = "destination": set that, or leave it out',
      );
    }
    return undefined;
  }
  if (name === undefined) return {};
  const secret = readNamedSecret(settings, `${path}.pseudonym-secret`, name);
  return secret === null ? {} : { secret };
}
