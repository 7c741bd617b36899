import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withTemporaryFolder } from '../temporary-folder.ts';

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

/** Kilobytes of the adapter as it is uploaded, gzipped and not. */
export async function bundleSize(): Promise<{ raw: number; gzip: number }> {
  return withTemporaryFolder(async (folder) => {
    const said = await buildWorker(['--outdir', join(folder, 'out')]);
    const [, raw, gzip] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(said) ?? [];
    if (raw === undefined || gzip === undefined) throw new Error(`wrangler does not say how large it is:\n${said}`);
    return { raw: Number(raw), gzip: Number(gzip) };
  });
}
