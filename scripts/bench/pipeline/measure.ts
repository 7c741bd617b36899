import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withTemporaryFolder } from '../../temporary-folder.ts';
import type { BenchExample } from '../workload.ts';
import { createBodies } from './bodies.ts';
import { byLearners } from './learners.ts';
import type { PipelineReport, Round, RowsOfBatch } from './report.ts';
import { better, run, SENDERS, WARM_UP } from './round.ts';
import { buildInto } from './served-worker.ts';
import { together, withAdapter, withFloor } from './world.ts';
import type { Pipeline, Start } from './world.ts';

/** Requests of 200 records in one round: with a hundred, beginning and end were a tenth of the time. */
const REQUESTS = 300;

/** What is sent in one round. */
const ROUNDS = [
  { records: 200, gzip: false, requests: REQUESTS },
  { records: 200, gzip: true, requests: REQUESTS },
  { records: 20, gzip: false, requests: 200 },
  { records: 20, gzip: true, requests: 200 },
  { records: 1, gzip: false, requests: 300 },
] as const;

/** Rounds that count with several shards, and where events wait. */
const ROUNDS_OF_SHARDS = 4;
const ROUNDS_OF_BACKLOG = 6;

/** Events that wait when storing and sending are measured. */
const BACKLOGS = [0, 100_000, 1_000_000];

/** Distinct learners in what is sent. */
const LEARNERS = 10_000;

type Bodies = ReturnType<typeof createBodies>;

/**
 * Measures the way of records through the adapter: over HTTP in, stored, signed, over HTTP out, settled; beside it the floor, in turns, so
 * that what else the machine does hurts both.
 *
 * @param rounds the best of so many counts
 */
export async function measurePipeline(examples: readonly BenchExample[], rounds: number): Promise<PipelineReport> {
  return withTemporaryFolder(async (folder) => {
    const adapter = await buildInto(join(folder, 'adapter'), join(import.meta.dirname, 'adapter.ts'));
    const floor = await buildInto(join(folder, 'floor'), join(import.meta.dirname, '../floor/worker.ts'));
    const bodies = createBodies(examples, LEARNERS);
    const at = (name: string): string => join(folder, name);
    const { batches, memory } = await withFloor(floor, at('on-floor'), (below) =>
      withAdapter(adapter, at('batches'), {}, async (above) => ({
        batches: await inTurns(above, below, bodies, rounds),
        memory: { adapter: (await above.worker.memory()).most, floor: (await below.worker.memory()).most },
      })),
    );
    const rows = await withAdapter(adapter, at('rows'), { probe: true }, (pipeline) => countRows(pipeline, bodies));
    const backlog = await withAdapter(adapter, at('backlog'), {}, (pipeline) => withBacklog(pipeline, bodies));
    const learners = await byLearners(
      [1, LEARNERS, 10 * LEARNERS],
      examples,
      2 * rounds,
      (name) => (use) => withAdapter(adapter, at(name), {}, use),
    );
    const shards: PipelineReport['shards'] = [];
    for (const count of [1, 2, 4]) {
      const names = Array.from({ length: count }, (_, number) => `${count}-${number}`);
      const found = await inParallel(bodies, {
        floor: names.map((name) => (use) => withFloor(floor, at(`floors-${name}`), use)),
        adapter: names.map((name) => (use) => withAdapter(adapter, at(`shards-${name}`), {}, use)),
      });
      shards.push({ of: count, ...found, ratio: found.adapter.records / found.floor.records });
    }
    return { batches, memory, rows, backlog, learners, shards };
  });
}

async function inTurns(
  above: Pipeline,
  below: Pipeline,
  bodies: Bodies,
  rounds: number,
): Promise<PipelineReport['batches']> {
  const batches: PipelineReport['batches'] = [];
  for (const [index, { records, gzip, requests }] of ROUNDS.entries()) {
    let adapter: Round | undefined;
    let floor: Round | undefined;
    for (let round = index === 0 ? -WARM_UP : -1; round < rounds; round++) {
      const onFloor = await run([below], [bodies(requests, records, gzip)], gzip);
      const onAdapter = await run([above], [bodies(requests, records, gzip)], gzip);
      if (round < 0) continue;
      adapter = adapter === undefined ? onAdapter : better(adapter, onAdapter);
      floor = floor === undefined ? onFloor : better(floor, onFloor);
    }
    if (adapter === undefined || floor === undefined) throw new Error('there are no rounds: --rounds 1 is the least');
    batches.push({ records, gzip, adapter, floor, ratio: adapter.records / floor.records });
  }
  return batches;
}

/** What a thousand events cost in rows, with one request at a time. */
async function countRows(pipeline: Pipeline, bodies: Bodies): Promise<RowsOfBatch[]> {
  const found: RowsOfBatch[] = [];
  for (const records of [1, 20, 100, 200]) {
    const rows = await pipeline.rows();
    const { events } = await pipeline.received();
    // A site's feed does not pause: the alarm is still ringing when the next request comes.
    await pipeline.send(bodies(40, records, false), 2, false);
    await pipeline.settled();
    const after = await pipeline.rows();
    const thousands = ((await pipeline.received()).events - events) / 1000;
    found.push({
      records,
      written: (after.written - rows.written + after.alarms - rows.alarms) / thousands,
      read: (after.read - rows.read) / thousands,
    });
  }
  return found;
}

/** Storing beside so many events that wait for a receiver that takes nothing, and sending once it does. */
async function withBacklog(pipeline: Pipeline, bodies: Bodies): Promise<PipelineReport['backlog']> {
  for (let round = 0; round <= WARM_UP; round++) await run([pipeline], [bodies(60, 200, false)], false);
  const found: PipelineReport['backlog'] = [];
  await pipeline.answer(503);
  let filled = 0;
  for (const waiting of BACKLOGS) {
    await pipeline.fill(filled, waiting - filled);
    filled = waiting;
    let storing = Infinity;
    let rate = 0;
    for (let round = 0; round < ROUNDS_OF_BACKLOG; round++) {
      const sent = bodies(30, 200, false);
      const computed = await pipeline.worker.computed();
      const began = performance.now();
      await pipeline.send(sent, SENDERS, false);
      rate = Math.max(rate, ((30 * 200) / (performance.now() - began)) * 1000);
      storing = Math.min(storing, ((await pipeline.worker.computed()) - computed) / (30 * 0.2));
    }
    found.push({ waiting, records: rate, microseconds: storing, sent: await sendSome(pipeline) });
  }
  return found;
}

/** Events that a second delivers from the head of what waits; then the receiver takes nothing again. */
async function sendSome(pipeline: Pipeline): Promise<number> {
  const before = (await pipeline.received()).events;
  await pipeline.answer(200);
  const began = performance.now();
  await pipeline.resume();
  const wanted = Math.min(20_000, await pipeline.backlog());
  let now = before;
  while (now - before < wanted * 0.9) {
    await wait(10);
    now = (await pipeline.received()).events;
  }
  const rate = ((now - before) / (performance.now() - began)) * 1000;
  await pipeline.answer(503);
  return rate;
}

/** As many of them as shards, each in a process of its own, as Cloudflare spreads objects over machines; the floors in turns with them. */
async function inParallel(
  bodies: Bodies,
  { floor, adapter }: { floor: readonly Start[]; adapter: readonly Start[] },
): Promise<{ floor: Round; adapter: Round }> {
  const found = { floor: [] as Round[], adapter: [] as Round[] };
  await together([...floor, ...adapter], async (pipelines) => {
    const below = pipelines.slice(0, floor.length);
    const above = pipelines.slice(floor.length);
    const once = (of: readonly Pipeline[]): Promise<Round> =>
      run(
        of,
        of.map(() => bodies(REQUESTS, 200, false)),
        false,
      );
    for (let round = -WARM_UP; round < ROUNDS_OF_SHARDS; round++) {
      const [onFloor, onAdapter] = [await once(below), await once(above)];
      if (round < 0) continue;
      found.floor.push(onFloor);
      found.adapter.push(onAdapter);
    }
  });
  return { floor: found.floor.reduce(better), adapter: found.adapter.reduce(better) };
}
