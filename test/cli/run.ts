import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';

/** What a command line gave. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Of tests; it guards nobody. */
export const testSecret = 'a secret of tests that has 32 bytes';

/**
 * Runs a command line in this process, without `.dev.vars`.
 *
 * @param stdin what it reads there, in one or several chunks
 */
export async function caliper(
  args: string[],
  stdin: readonly (string | Uint8Array)[] = [],
  env: Record<string, string> = { PSEUDONYM_SECRET: testSecret },
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(args, {
    stdin: (async function* () {
      for (const chunk of stdin) {
        await Promise.resolve();
        yield Buffer.from(chunk);
      }
    })(),
    stdout: { write: (text) => Promise.resolve(void (stdout += text)) },
    stderr: { write: (text) => Promise.resolve(void (stderr += text)) },
    env,
    project: join(import.meta.dirname, 'no-such-folder'),
  });
  return { code, stdout, stderr };
}
