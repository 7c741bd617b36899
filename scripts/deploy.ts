import { buildWorker, shrunkWorker } from './build-worker.ts';
import { runWrangler } from './wrangler.ts';

// `npm run deploy`: `wrangler deploy` with a smaller Worker. Options are passed on, e.g. `--dry-run`.

await buildWorker();
process.exitCode = await runWrangler(['deploy', shrunkWorker, '--no-bundle', ...process.argv.slice(2)], 'inherit');
