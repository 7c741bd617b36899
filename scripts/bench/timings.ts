import type { Isolate } from './isolate.ts';
import type { Timing, Timings } from './report.ts';
import type { Done, Part, Start, Task } from './worker.ts';
import { CYCLES, type BenchExample } from './workload.ts';

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
  const mix = await mixOf(isolate, rounds, [1, 1000, 10_000, 100_000]);
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
  return { start, mix: await mixOf(isolate, rounds, [1000]) };
}

/** In turns, for what disturbs the machine comes and goes. */
async function mixOf(isolate: Isolate, rounds: number, numbers: readonly number[]): Promise<Timings['mix']> {
  const timed = (part: Part): Promise<Timing[][]> =>
    inTurns(
      isolate,
      rounds,
      numbers.map((learners) => ({ part, learners, records: MIX })),
    );
  const json = await timed('json');
  const translation = await timed('translation');
  const reading = await timed('reading');
  return numbers.map((learners, at) => ({
    learners,
    json: best(json[at]),
    translation: best(translation[at]),
    reading: best(reading[at]),
  }));
}

async function pair(time: Time, task: Omit<Task, 'part'>): Promise<{ json: Timing; translation: Timing }> {
  const json = await time({ ...task, part: 'json' });
  return { json, translation: await time({ ...task, part: 'translation' }) };
}

function timer(isolate: Isolate, rounds: number): Time {
  return async (task) => best((await inTurns(isolate, rounds, [task]))[0]);
}

/** So many rounds of each task, after its rehearsals: there and back, lest each full collection of garbage falls to the same one. */
async function inTurns(isolate: Isolate, rounds: number, tasks: readonly Task[]): Promise<Timing[][]> {
  const all = tasks.map((task) => ({ task, found: [] as Timing[] }));
  for (const { task } of all) {
    const rehearsals = Math.max(warmUp, Math.ceil((CYCLES * task.learners) / task.records));
    for (let round = 0; round < rehearsals; round++) await once(isolate, task);
  }
  for (let round = 0; round < rounds; round++)
    for (const { task, found } of round % 2 === 0 ? all : all.toReversed()) found.push(await once(isolate, task));
  return all.map(({ found }) => found);
}

async function once(isolate: Isolate, task: Task): Promise<Timing> {
  await isolate.ask({ do: 'prepare', ...task });
  const before = await isolate.computed();
  const done = await isolate.ask<Done>({ do: 'run' });
  return { ...done, milliseconds: (await isolate.computed()) - before };
}

function best(timings: readonly Timing[] = []): Timing {
  const [first, ...others] = timings;
  if (first === undefined) throw new Error('there are no rounds: --rounds 1 is the least');
  return others.reduce((one, other) => (other.milliseconds < one.milliseconds ? other : one), first);
}
