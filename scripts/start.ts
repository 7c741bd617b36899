import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readLocalSettings } from './local-settings.ts';
import type { LocalSettings } from './local-settings.ts';
import { isFree } from './ports.ts';
import { runLocally } from './wrangler.ts';

// `npm start`: the adapter on this machine. PORT and STATE_DIR say where, `--config FILE` takes another wrangler.toml;
// `.dev.vars` stands beside it.

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { config: { type: 'string' } } });
const config = resolve(values.config ?? join(root, 'wrangler.toml'));
const state = resolve(process.env['STATE_DIR'] ?? join(root, '.state'));

/** Milliseconds that the adapter has for coming up; a slow machine builds the Worker for a while. */
const patience = 120_000;

/** Milliseconds that wrangler has for going down. */
const grace = 10_000;

process.exitCode = await start();

async function start(): Promise<number> {
  const port = Number(process.env['PORT'] ?? 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return refuse('PORT must be a whole number from 1 to 65535');
  if (!(await isFree(port))) {
    return refuse(
      `port ${port} of 127.0.0.1 is taken: stop what listens there, or choose another: PORT=${port + 1} npm start`,
    );
  }
  const read = await readLocalSettings(config, port);
  if (!read.ok) {
    const list = read.faults.map(({ setting, message }) => `  ${setting} ${message}`).join('\n');
    return refuse(`these settings are wrong (${shown(config)} and .dev.vars beside it):\n${list}`);
  }
  await mkdir(state, { recursive: true, mode: 0o700 });
  return run(port, read.settings);
}

/** Runs until wrangler ends or a signal comes; gives the exit code. */
async function run(port: number, settings: LocalSettings): Promise<number> {
  const wrangler = runLocally({ config, state, port, vars: settings.vars, log: settings.log !== 'off' });
  const ended = Promise.withResolvers<number>();
  let asked = false;
  wrangler.on('error', (error) => ended.reject(error));
  wrangler.on('exit', (code) => ended.resolve(asked ? 0 : (code ?? 1) || 1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      asked = true;
      wrangler.kill('SIGTERM');
      setTimeout(() => wrangler.kill('SIGKILL'), grace).unref();
    });
  }
  const origin = `http://127.0.0.1:${port}`;
  const ready = await Promise.race([answers(origin), ended.promise]);
  if (ready === true) announce(origin, settings);
  else if (ready === false) {
    console.error(`The adapter did not answer at ${origin} within ${patience / 1000} seconds; it is stopped.`);
    wrangler.kill('SIGTERM');
    await ended.promise;
    return 1;
  }
  return ended.promise;
}

/** Waits until the adapter answers. Whatever it says of its health: it is there. */
async function answers(origin: string): Promise<boolean> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    try {
      const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(10_000) });
      await response.body?.cancel();
      return true;
    } catch {
      await wait(200);
    }
  }
  return false;
}

function announce(origin: string, settings: LocalSettings): void {
  const { sources, destinations, firstStart, exampleSource, adminToken } = settings;
  // One that shows tokens only has none to try with.
  const source = sources.find(({ key }) => key !== '');
  const lines = [`Ready: ${origin} takes records; storage in ${shown(state)}, settings in ${shown(config)}.`];
  for (const { name, url } of destinations) lines.push(`Events go to ${name} (${url}).`);
  lines.push(
    `Console: ${origin}/console (sign in with ADMIN_TOKEN of .dev.vars${firstStart ? `: ${adminToken}` : ''}).`,
  );
  if (exampleSource && source !== undefined) {
    lines.push(`No source is configured: ${source.name} stands in, for the site ${source.lms}.`);
  }
  if (firstStart && source !== undefined) {
    lines.push(
      'Fresh secrets are in .dev.vars; keep PSEUDONYM_SECRET, or every learner becomes somebody else. Try:',
      '',
    );
    lines.push(
      `curl -H 'Authorization: Bearer ${source.key}' --data-binary @examples/tracking.log ${origin}/v1/tracking-logs`,
      '',
    );
  }
  console.log(lines.join('\n'));
}

function refuse(message: string): number {
  console.error(`The adapter is not started: ${message}`);
  return 1;
}

function shown(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith('..') || below === '' ? path : below;
}
