import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readDevVars } from '../src/cli/secrets.ts';
import { readWranglerConfig } from './wrangler-config.ts';

const root = join(import.meta.dirname, '..');

/** Milliseconds that `npm start` has for getting ready; it gives up by itself a little earlier. */
const patience = 130_000;

/** Milliseconds that it has for going down when it is asked to. */
const grace = 15_000;

/** An adapter that runs in processes of its own. */
export interface AdapterProcess {
  /** E.g. `http://127.0.0.1:40123`. */
  origin: string;
  /** The secrets in its `.dev.vars`. */
  secrets: Readonly<Record<string, string>>;
  /** All that it wrote to stdout and stderr so far. */
  output(): string;
  /** Asks it to end, and waits until it has. Gives the exit code. */
  stop(): Promise<number | null>;
  /** Kills it and all its processes on the spot (SIGKILL), and waits until they are gone. */
  kill(): Promise<void>;
}

/**
 * Writes a configuration of wrangler into a folder: the project's own bindings, and these variables instead of its own.
 * The Worker is not built anew when a source changes: `npm run build` was run before.
 */
export async function writeLocalConfig(folder: string, vars: Readonly<Record<string, unknown>>): Promise<void> {
  const own = readWranglerConfig(join(root, 'wrangler.toml'));
  // JSON leaves out what is undefined.
  const assets = { ...own.assets, directory: resolve(root, own.assets?.directory ?? 'build/console') };
  const config = { ...own, build: undefined, main: resolve(root, own.main ?? 'src/worker.ts'), assets, vars };
  await writeFile(join(folder, 'wrangler.json'), JSON.stringify(config, undefined, 2));
}

/** Runs `scripts/start.ts` to its end, for starts that are refused. */
export async function runStart(folder: string, port: number): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(folder, port);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

/**
 * Starts the adapter as `npm start` does, with the configuration, `.dev.vars` and storage in `folder`.
 *
 * @throws Error with its output when it does not get ready
 */
export async function startAdapter(folder: string, port: number): Promise<AdapterProcess> {
  const { child, output } = launch(folder, port);
  const pid = child.pid;
  if (pid === undefined) throw new Error('the adapter could not be started');
  const closed = once(child, 'close');
  const endAll = (): void => {
    try {
      // The whole process group: wrangler and each workerd are in it.
      process.kill(-pid, 'SIGKILL');
    } catch {
      // All are gone.
    }
  };
  // Whatever becomes of this process, the adapter must not outlive it.
  process.once('exit', endAll);
  const kill = async (): Promise<void> => {
    endAll();
    await closed;
    process.off('exit', endAll);
  };

  const end = Date.now() + patience;
  while (!output().includes('Ready: ')) {
    await wait(50);
    if (child.exitCode === null && child.signalCode === null && Date.now() < end) continue;
    await kill();
    throw new Error(`the adapter did not get ready:\n${output()}`);
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    secrets: await readDevVars(join(folder, '.dev.vars')),
    output,
    kill,
    async stop() {
      child.kill('SIGTERM');
      await Promise.race([closed, wait(grace, undefined, { ref: false })]);
      await kill();
      return child.exitCode;
    },
  };
}

function launch(folder: string, port: number): { child: ReturnType<typeof spawn>; output: () => string } {
  const child = spawn(process.execPath, [join(root, 'scripts/start.ts'), '--config', join(folder, 'wrangler.json')], {
    // A process group of its own, so that all of it can be killed.
    detached: true,
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(port), STATE_DIR: join(folder, 'state'), NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  return { child, output: () => text };
}
