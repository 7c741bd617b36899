import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildWorker as buildUploaded, shrunkWorker } from '../build-worker.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Builds a Worker as for an upload, and gives what wrangler says of it. `npm run build` was run before. */
export async function buildWorker(options: readonly string[]): Promise<string> {
  const program = fileURLToPath(import.meta.resolve('wrangler'));
  const quiet = {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
    CI: 'true',
  };
  const { stdout } = await run(process.execPath, [program, 'deploy', '--dry-run', ...options], {
    cwd: root,
    env: { ...process.env, ...quiet },
  });
  return stdout;
}

/** Kilobytes (1,024 bytes) of the adapter as it is uploaded, gzipped and not. */
export async function bundleSize(): Promise<{ raw: number; gzip: number }> {
  await buildUploaded();
  const worker = await readFile(shrunkWorker);
  return { raw: kilobytes(worker), gzip: kilobytes(gzipSync(worker, { level: 9 })) };
}

function kilobytes({ length }: Uint8Array): number {
  return Math.round((length / 1024) * 100) / 100;
}
