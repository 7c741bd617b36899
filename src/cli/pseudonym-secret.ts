import { join } from 'node:path';
import { readPseudonymSecret } from '../config/pseudonym-secret.ts';
import { Settings } from '../config/settings.ts';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';
import { readDevVars } from './secrets.ts';

/** Public, and the same for everyone: only for looking at what comes out. */
const demonstrationSecret = 'a demonstration secret that everyone can read';

/**
 * The secret of pseudonyms and event ids: PSEUDONYM_SECRET of the environment, else of `.dev.vars`, else one for
 * demonstrations, of which stderr warns.
 *
 * @throws UsageError when it is too short
 */
export async function pseudonymSecret(io: Io): Promise<Uint8Array> {
  const given = io.env['PSEUDONYM_SECRET'] ?? (await readDevVars(join(io.project, '.dev.vars')))['PSEUDONYM_SECRET'];
  if (given === undefined || given === '') {
    await io.stderr.write(
      'WARNING: PSEUDONYM_SECRET is set neither in the environment nor in .dev.vars. A public demonstration secret takes its place: anyone can find out who is behind these pseudonyms, and no adapter gives the same ids.\n',
    );
    return new TextEncoder().encode(demonstrationSecret);
  }
  const settings = new Settings({ PSEUDONYM_SECRET: given });
  const secret = readPseudonymSecret(settings);
  const [fault] = settings.faults;
  if (fault !== undefined) throw new UsageError(`${fault.setting} ${fault.message}`);
  return secret;
}
