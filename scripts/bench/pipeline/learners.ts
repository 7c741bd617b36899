import type { BenchExample } from '../workload.ts';
import { createBodies } from './bodies.ts';
import type { Body } from './bodies.ts';
import type { Round, Step } from './report.ts';
import { better, run, WARM_UP } from './round.ts';
import type { Pipeline } from './world.ts';

/** Requests of a round, and records of a request. */
const REQUESTS = 60;
const RECORDS = 200;

/** How often each learner comes before: a fifth of all records is skipped, and names nobody to the adapter. */
const CYCLES = 2;

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
  start: (name: string, use: (pipeline: Pipeline) => Promise<void>) => Promise<void>,
): Promise<Step[]> {
  const open: { of: number; once: () => Promise<Round>; best?: Round }[] = [];
  const measure = async (): Promise<void> => {
    for (const { of, once } of open) {
      const needed = Math.max(WARM_UP, Math.ceil((CYCLES * of) / (REQUESTS * RECORDS)));
      for (let round = 0; round < needed; round++) await once();
    }
    for (let round = 0; round < rounds; round++) {
      for (const each of open) {
        const found = await each.once();
        each.best = each.best === undefined ? found : better(each.best, found);
      }
    }
  };
  const withAll = async ([of, ...left]: readonly number[]): Promise<void> => {
    if (of === undefined) return measure();
    const bodies = createBodies(examples, of);
    return start(`learners-${of}`, (pipeline) => {
      const sent = (): Body[] => bodies(REQUESTS, RECORDS, false);
      open.push({ of, once: () => run([pipeline], [sent()], false) });
      return withAll(left);
    });
  };
  await withAll(counts);
  return open.flatMap(({ of, best }) =>
    best === undefined ? [] : [{ of, events: best.events, microseconds: best.microseconds }],
  );
}
