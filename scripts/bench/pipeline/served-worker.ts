import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../ports.ts';
import { buildWorker } from '../build-worker.ts';

/** Milliseconds that workerd has for starting. */
const patience = 30_000;

const compatibilityDate = '2026-10-20';

// wrangler brings its workerd along: the module exports the path of the program.
const { default: program } = createRequire(import.meta.resolve('wrangler'))('workerd') as { default: string };

/** A Worker that workerd serves on 127.0.0.1, with Durable Objects on disk. */
export interface ServedWorker {
  origin: string;
  port: number;
  /** Megabytes of memory now, and at most so far; 0 on other systems than Linux. */
  memory(): Promise<{ now: number; most: number }>;
  /** Milliseconds that its process has computed; 0 on other systems than Linux. */
  computed(): Promise<number>;
}

/** A Worker as workerd is to serve it. */
export interface Serving {
  /** Path of the built Worker, from {@link buildInto}. */
  bundle: string;
  /** Folder of the storage; made if it is not there. */
  storage: string;
  /** Durable Objects: class by name of the binding. */
  objects: Readonly<Record<string, string>>;
  vars: Readonly<Record<string, unknown>>;
}

/** Builds a Worker as for an upload; gives the path of what was built. */
export async function buildInto(folder: string, main: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'wrangler.json');
  const worker = { name: 'bench', main, compatibility_date: compatibilityDate, minify: true, keep_names: false };
  await writeFile(config, JSON.stringify({ ...worker, compatibility_flags: ['nodejs_compat'] }));
  await buildWorker(['--config', config, '--outdir', folder]);
  return join(folder, basename(main).replace(/\.ts$/, '.js'));
}

/** Serves a Worker, and ends it afterwards. */
export async function serve<T>(serving: Serving, use: (worker: ServedWorker) => Promise<T>): Promise<T> {
  await mkdir(serving.storage, { recursive: true });
  const port = await freePort();
  const config = join(dirname(serving.bundle), `workerd-${port}.capnp`);
  await writeFile(config, workerdConfig(port, serving));
  const child = spawn(program, ['serve', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // On a busy machine it tells of each alarm that rings some milliseconds late.
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.includes('SQLite alarm overdue')) console.error(line);
  });
  const closed = once(child, 'close');
  const origin = `http://127.0.0.1:${port}`;
  try {
    await answers(origin);
    return await use({
      origin,
      port,
      memory: async () => {
        const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
        const megabytes = (name: string): number =>
          Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
        return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
      },
      computed: () => computedBy(child.pid ?? 0),
    });
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}

/** What Linux counts for each thread, to the nanosecond (proc_pid_schedstat). */
async function computedBy(pid: number): Promise<number> {
  let nanoseconds = 0;
  for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
    // A thread may have ended meanwhile.
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
    nanoseconds += Number(text.split(' ', 1)[0]);
  }
  return nanoseconds / 1e6;
}

function workerdConfig(port: number, { bundle, storage, objects, vars }: Serving): string {
  const text = (value: string): string => JSON.stringify(value);
  const bindings = [
    ...Object.entries(objects).map(([name, type]) => `(name = ${text(name)}, durableObjectNamespace = ${text(type)})`),
    ...Object.entries(vars).map(([name, value]) =>
      typeof value === 'string'
        ? `(name = ${text(name)}, text = ${text(value)})`
        : `(name = ${text(name)}, json = ${text(JSON.stringify(value))})`,
    ),
  ];
  const namespaces = Object.values(objects).map(
    (type) => `(className = ${text(type)}, uniqueKey = ${text(type)}, enableSql = true)`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "bench", worker = .bench),
    (name = "internet", network = (allow = ["public", "private", "local"])),
    (name = "disk", disk = (path = ${text(storage)}, writable = true))
  ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "bench") ]
);
const bench :Workerd.Worker = (
  modules = [ (name = "worker.js", esModule = embed ${text(basename(bundle))}) ],
  compatibilityDate = "${compatibilityDate}",
  bindings = [ ${bindings.join(', ')} ],
  durableObjectNamespaces = [ ${namespaces.join(', ')} ],
  durableObjectStorage = (localDisk = "disk")
);
`;
}

async function answers(origin: string): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      const response = await fetch(origin);
      await response.body?.cancel();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(100);
    }
  }
}
