import type { Isolate } from './isolate.ts';
import type { Timing, Timings } from './report.ts';
import type { Done, Start, Task } from './worker.ts';
import type { BenchExample } from './workload.ts';

/** Rounds that warm up the compiler before those that count: some functions are compiled anew up to here. */
const warmUp = 4;

/**
 * Records in a round of the mix: with half as many, what preparing them drove out of the caches of the processor was a twentieth of the
 * time.
 */
const MIX = 20_000;

type Time = (task: Task) => Promise<Timing>;

/**
 * Asks a Worker for all that the bench reports.
 *
 * @param rounds the best of so many counts: others work on the machine too
 */
export async function timings(isolate: Isolate, examples: BenchExample[], rounds: number): Promise<Timings> {
  const families = await isolate.ask<string[]>({ do: 'load', examples });
  const start = await isolate.ask<Start>({ do: 'start' });
  const time = timer(isolate, rounds);
  const mix = await mixOf(time, [1, 1000, 10_000, 100_000]);
  const byFamily: Timings['families'] = [];
  for (const family of families)
    byFamily.push({ family, ...(await pair(time, { family, learners: 1000, records: 3000 })) });
  const rules: Timings['rules'] = [];
  for (const count of [50, 262, 500]) {
    const task = { family: 'openedx/video', rules: count, learners: 1000, records: 5000 };
    rules.push({ rules: count, ...(await pair(time, task)) });
  }
  const pausing = { name: 'pause_video', family: 'openedx/video', learners: 1000, records: 5000 };
  const one = {
    tables: await time({ ...pausing, part: 'translation' }),
    hand: await time({ ...pausing, part: 'hand' }),
  };
  return { start, mix, families: byFamily, rules, one };
}

/** The same of what has a bound, in a quarter of a minute: start, and the mix with 1,000 learners. */
export async function boundTimings(
  isolate: Isolate,
  examples: BenchExample[],
  rounds: number,
): Promise<Pick<Timings, 'start' | 'mix'>> {
  await isolate.ask({ do: 'load', examples });
  const start = await isolate.ask<Start>({ do: 'start' });
  return { start, mix: await mixOf(timer(isolate, rounds), [1000]) };
}

async function mixOf(time: Time, numbers: readonly number[]): Promise<Timings['mix']> {
  const mix: Timings['mix'] = [];
  for (const learners of numbers) {
    const task = { learners, records: MIX };
    mix.push({ learners, ...(await pair(time, task)), reading: await time({ ...task, part: 'reading' }) });
  }
  return mix;
}

async function pair(time: Time, task: Omit<Task, 'part'>): Promise<{ json: Timing; translation: Timing }> {
  const json = await time({ ...task, part: 'json' });
  return { json, translation: await time({ ...task, part: 'translation' }) };
}

function timer(isolate: Isolate, rounds: number): Time {
  return async (task) => {
    let best: Timing | undefined;
    // All learners have been seen once the rounds count, as on a site.
    const rehearsals = Math.max(warmUp, Math.ceil(task.learners / task.records));
    for (let round = -rehearsals; round < rounds; round++) {
      await isolate.ask({ do: 'prepare', ...task });
      const before = await isolate.computed();
      const done = await isolate.ask<Done>({ do: 'run' });
      const milliseconds = (await isolate.computed()) - before;
      if (round >= 0 && (best === undefined || milliseconds < best.milliseconds)) best = { ...done, milliseconds };
    }
    if (best === undefined) throw new Error('there are no rounds: --rounds 1 is the least');
    return best;
  };
}
