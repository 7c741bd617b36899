import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(import.meta.resolve('wrangler'));

/** Switches that wrangler has only as environment variables: nothing is reported, looked up, or written outside of `state`. */
function quiet(state: string): Record<string, string> {
  return {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    // The banner looks for updates.
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
    WRANGLER_REGISTRY_PATH: join(state, 'registry'),
    WRANGLER_CACHE_DIR: join(state, 'cache'),
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    // Both would show requests, and so what is in them, to anyone on this machine.
    X_LOCAL_EXPLORER: 'false',
    X_LOCAL_OBSERVABILITY: 'false',
  };
}

/** What a local run of the Worker needs. */
export interface LocalRun {
  /** Path of the configuration; `.dev.vars` stands beside it. */
  config: string;
  /** Folder of the storage. */
  state: string;
  port: number;
  /** Variables over those of the configuration and `.dev.vars`. */
  vars: Readonly<Record<string, string>>;
  /** Whether the lines that the Worker logs are wanted. */
  log: boolean;
}

/**
 * Starts `wrangler dev` on 127.0.0.1, in this process group. Its warnings and errors go where ours go, and of its stdout the lines that
 * the Worker logs: it also shows requests there, with all that stands in their addresses.
 */
export function runLocally({ config, state, port, vars, log }: LocalRun): ChildProcess {
  const options = [
    ...['--config', config, '--local', '--persist-to', state, '--ip', '127.0.0.1', '--port', String(port)],
    ...['--inspector-port', '0', '--show-interactive-dev-session=false', '--log-level', log ? 'log' : 'warn'],
    ...Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  ];
  const child = spawn(process.execPath, ['--no-warnings', program, 'dev', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...quiet(state) },
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (isLogLine(line)) process.stdout.write(`${line}\n`);
  });
  return child;
}

/** Whether it is a line of src/log, which begin so. */
function isLogLine(line: string): boolean {
  return line.startsWith('{"time":"');
}

/**
 * Runs wrangler to its end.
 *
 * @param stdout what becomes of what it prints; its errors always go where ours go
 * @returns its exit code
 */
export async function runWrangler(args: readonly string[], stdout: 'inherit' | 'ignore'): Promise<number> {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], {
    stdio: ['inherit', stdout, 'inherit'],
    env,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
