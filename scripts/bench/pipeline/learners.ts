import { CYCLES, type BenchExample } from '../workload.ts';
import { createBodies } from './bodies.ts';
import type { Round, Step } from './report.ts';
import { better, run, WARM_UP } from './round.ts';
import { together } from './world.ts';
import type { Start } from './world.ts';

/** Requests of a round, and records of a request. */
const REQUESTS = 60;
const RECORDS = 200;

/**
 * The whole way with so many distinct learners, each of whom the adapter has seen before: in turns, each with an adapter of its own.
 *
 * @param rounds the best of so many counts
 * @param start runs an adapter; `name` is for its storage
 */
export async function byLearners(
  counts: readonly number[],
  examples: readonly BenchExample[],
  rounds: number,
  start: (name: string) => Start,
): Promise<Step[]> {
  const steps: Step[] = [];
  await together(
    counts.map((of) => start(`learners-${of}`)),
    async (pipelines) => {
      const all = pipelines.map((pipeline, index) => {
        const of = counts[index] ?? 0;
        const bodies = createBodies(examples, of);
        return { of, once: () => run([pipeline], [bodies(REQUESTS, RECORDS, false)], false), found: [] as Round[] };
      });
      for (const { of, once } of all) {
        const needed = Math.max(WARM_UP, Math.ceil((CYCLES * of) / (REQUESTS * RECORDS)));
        for (let round = 0; round < needed; round++) await once();
      }
      for (let round = 0; round < rounds; round++) for (const { once, found } of all) found.push(await once());
      for (const { of, found } of all) {
        const { events, microseconds } = found.reduce(better);
        steps.push({ of, events, microseconds });
      }
    },
  );
  return steps;
}
