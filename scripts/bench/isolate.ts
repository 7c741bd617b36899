import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../ports.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { buildWorker } from './build-worker.ts';
import type { Question } from './worker.ts';

/** Milliseconds that workerd has for starting. */
const patience = 30_000;

const compatibilityDate = '2026-10-20';

// wrangler brings its workerd along: the module exports the path of the program.
const { default: program } = createRequire(import.meta.resolve('wrangler'))('workerd') as { default: string };

/** A Worker of the bench that runs. */
export interface Isolate {
  ask<Answer>(question: Question): Promise<Answer>;
  /** Milliseconds that its process has computed so far, all threads together; on other systems than Linux, that have passed. */
  computed(): Promise<number>;
}

/**
 * Runs a Worker of the bench in workerd, as wrangler builds it, and ends it afterwards. There is no wrangler beside it, which would start
 * it anew when a source changes.
 *
 * @param main path of its module
 */
export async function withIsolate<T>(main: string, use: (isolate: Isolate) => Promise<T>): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const config = join(folder, 'wrangler.json');
    const worker = {
      name: 'caliper-edge-bench',
      main,
      compatibility_date: compatibilityDate,
      minify: true,
      keep_names: false,
    };
    await writeFile(config, JSON.stringify({ ...worker, compatibility_flags: ['nodejs_compat'] }));
    await buildWorker(['--config', config, '--outdir', join(folder, 'out')]);
    const port = await freePort();
    await writeFile(join(folder, 'workerd.capnp'), workerdConfig(port));
    const child = spawn(program, ['serve', join(folder, 'workerd.capnp')], { stdio: ['ignore', 'ignore', 'inherit'] });
    const closed = once(child, 'close');
    try {
      return await use({
        // The Worker gives what its question asks for.
        ask: async <Answer>(question: Question) => (await ask(port, JSON.stringify(question))) as Answer,
        computed: () => computedBy(child.pid),
      });
    } finally {
      child.kill('SIGTERM');
      await closed;
    }
  });
}

/** What Linux counts for each thread, to the nanosecond (proc_pid_schedstat). */
async function computedBy(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || pid === undefined) return performance.now();
  const threads = await readdir(`/proc/${pid}/task`);
  let nanoseconds = 0;
  for (const thread of threads) {
    // A thread may have ended meanwhile.
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
    nanoseconds += Number(text.split(' ', 1)[0]);
  }
  return nanoseconds / 1e6;
}

function workerdConfig(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "bench", worker = .bench) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "bench") ],
  v8Flags = [ "--expose-gc" ]
);
const bench :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed "out/worker.js") ],
  compatibilityDate = "${compatibilityDate}"
);
`;
}

async function ask(port: number, body: string): Promise<unknown> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
      const text = await response.text();
      if (!response.ok) throw new Error(`the Worker of the bench failed: ${text.slice(0, 500)}`);
      return JSON.parse(text) as unknown;
    } catch (error) {
      // It does not listen yet.
      if (!(error instanceof TypeError) || Date.now() > end) throw error;
      await wait(100);
    }
  }
}
