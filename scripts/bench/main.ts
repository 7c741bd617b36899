import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSize } from './build-worker.ts';
import { withIsolate } from './isolate.ts';
import { measurePipeline } from './pipeline/measure.ts';
import { pipelineTable } from './pipeline/report.ts';
import { faultsOf, mixReport, reportOf, tableOf } from './report.ts';
import { boundTimings, timings } from './timings.ts';
import type { BenchExample } from './workload.ts';

// npm run bench -- [--json] [--rounds N] [--translation] | --check: see docs/21-speed.md.

const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean' },
    check: { type: 'boolean' },
    rounds: { type: 'string', default: '8' },
    // Translation alone takes a quarter of the time.
    translation: { type: 'boolean' },
  },
});

// What scripts/build-mappings.ts writes.
const examples = JSON.parse(await readFile(join(root, 'build/examples.json'), 'utf8')) as BenchExample[];
const load = loadavg()[0] ?? 0;
const bundle = await bundleSize();
const worker = join(root, 'scripts/bench/worker.ts');
const rounds = Number(options.rounds);

if (options.check === true) {
  const { start, mix } = await withIsolate(worker, (isolate) => boundTimings(isolate, examples, rounds));
  const checked = { start, mix: mixReport(mix), bundle };
  const faults = faultsOf(checked);
  const ratios = checked.mix.map(({ ratio }) => ratio.toFixed(3)).join(', ');
  const starting = (start.modules + start.translators).toFixed(0);
  console.log(`translation ${ratios} of JSON; start ${starting} ms; bundle ${bundle.gzip} KB; load ${load.toFixed(1)}`);
  for (const fault of faults) console.error(`bench: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} else {
  const found = await withIsolate(worker, (isolate) => timings(isolate, examples, rounds));
  // wrangler brings its workerd along.
  const { version: workerd } = createRequire(import.meta.resolve('wrangler'))('workerd/package.json') as {
    version: string;
  };
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    load,
    platform: `${process.platform} ${process.arch}`,
  };
  const report = reportOf(found, { machine, workerd, bundle });
  if (options.json !== true) console.log(tableOf(report).join('\n'));
  const pipeline = options.translation === true ? undefined : await measurePipeline(examples, 3);
  if (options.json === true) console.log(JSON.stringify({ ...report, pipeline }));
  else if (pipeline !== undefined) console.log(['', ...pipelineTable(pipeline)].join('\n'));
}
