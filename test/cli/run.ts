import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Io, Output } from '../../src/cli/io.ts';

/** What a command line gave. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Of tests; it guards nobody. */
export const testSecret = 'a secret of tests that has 32 bytes';

/** What a test may put in place of the outside world. */
export interface World extends Partial<Omit<Io, 'stdout' | 'stderr'>> {
  /** Which outputs people look at; none unless told. */
  terminal?: { stdout?: boolean; stderr?: boolean };
}

/**
 * Runs a command line in this process, without `.dev.vars`.
 *
 * @param stdin what it reads there, in one or several chunks
 */
export async function caliper(
  args: string[],
  stdin: readonly (string | Uint8Array)[] = [],
  env: Record<string, string> = { PSEUDONYM_SECRET: testSecret },
  world: World = {},
): Promise<Ran> {
  const ran = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) =>
      Promise.resolve(void (ran[name] += typeof text === 'string' ? text : Buffer.from(text).toString())),
    terminal: world.terminal?.[name] ?? false,
    columns: 100,
  });
  const code = await runCommandLine(args, {
    stdin: (async function* () {
      for (const chunk of stdin) {
        await Promise.resolve();
        yield Buffer.from(chunk);
      }
    })(),
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    project: join(import.meta.dirname, 'no-such-folder'),
    fetch: () => Promise.reject(new Error('this test asks nobody')),
    now: () => Date.UTC(2026, 2, 2),
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    interruption: () => new AbortController().signal,
    ask: () => Promise.resolve(undefined),
    ...world,
  });
  return { code, ...ran };
}
