import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSize } from './build-worker.ts';
import { withIsolate } from './isolate.ts';
import { faultsOf, reportOf, tableOf } from './report.ts';
import { timings } from './timings.ts';
import type { BenchExample } from './workload.ts';

// npm run bench -- [--json] [--check] [--rounds N]: see docs/21-speed.md.

const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: { json: { type: 'boolean' }, check: { type: 'boolean' }, rounds: { type: 'string', default: '5' } },
});

// What scripts/build-mappings.ts writes.
const examples = JSON.parse(await readFile(join(root, 'build/examples.json'), 'utf8')) as BenchExample[];
const load = loadavg()[0] ?? 0;
const bundle = await bundleSize();
const found = await withIsolate(join(root, 'scripts/bench/worker.ts'), (isolate) =>
  timings(isolate, examples, Number(options.rounds)),
);

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
console.log(options.json === true ? JSON.stringify(report) : tableOf(report).join('\n'));
if (options.check === true) {
  const faults = faultsOf(report);
  for (const fault of faults) console.error(`bench: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
