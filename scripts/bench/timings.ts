import type { Isolate } from './isolate.ts';
import type { Timing, Timings } from './report.ts';
import type { Done, Start, Task } from './worker.ts';
import type { BenchExample } from './workload.ts';

/** Rounds that warm up the compiler before those that count: some functions are compiled anew up to here. */
const warmUp = 4;

/**
 * Asks a Worker for all that the bench reports.
 *
 * @param rounds the best of so many counts: others work on the machine too
 */
export async function timings(isolate: Isolate, examples: BenchExample[], rounds: number): Promise<Timings> {
  const families = await isolate.ask<string[]>({ do: 'load', examples });
  const start = await isolate.ask<Start>({ do: 'start' });

  const time = async (task: Task): Promise<Timing> => {
    let best: Timing | undefined;
    for (let round = -warmUp; round < rounds; round++) {
      await isolate.ask({ do: 'prepare', ...task });
      const before = await isolate.computed();
      const done = await isolate.ask<Done>({ do: 'run' });
      const milliseconds = (await isolate.computed()) - before;
      if (round >= 0 && (best === undefined || milliseconds < best.milliseconds)) best = { ...done, milliseconds };
    }
    if (best === undefined) throw new Error('there are no rounds: --rounds 1 is the least');
    return best;
  };
  const pair = async (task: Omit<Task, 'part'>): Promise<{ json: Timing; translation: Timing }> => {
    const json = await time({ ...task, part: 'json' });
    return { json, translation: await time({ ...task, part: 'translation' }) };
  };

  const mix: Timings['mix'] = [];
  for (const learners of [1, 1000, 10_000, 100_000]) {
    const task = { learners, records: 10_000 };
    mix.push({ learners, ...(await pair(task)), reading: await time({ ...task, part: 'reading' }) });
  }
  const byFamily: Timings['families'] = [];
  for (const family of families) byFamily.push({ family, ...(await pair({ family, learners: 1000, records: 3000 })) });
  const rules: Timings['rules'] = [];
  for (const count of [50, 262, 500]) {
    const task = { family: 'openedx/video', rules: count, learners: 1000, records: 5000 };
    rules.push({ rules: count, ...(await pair(task)) });
  }
  const pausing = { name: 'pause_video', family: 'openedx/video', learners: 1000, records: 5000 };
  const one = {
    tables: await time({ ...pausing, part: 'translation' }),
    hand: await time({ ...pausing, part: 'hand' }),
  };
  return { start, mix, families: byFamily, rules, one };
}
