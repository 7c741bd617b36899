import type { Body } from './bodies.ts';
import type { Round } from './report.ts';
import { percentile } from './send.ts';
import type { Pipeline } from './world.ts';

/** Requests under way at once: enough that the Worker never waits for one. */
export const SENDERS = 12;

/** Rounds before those that count: until then much is compiled, and the third takes two thirds of the first. */
export const WARM_UP = 3;

/** One round: all bodies are sent, and all that was taken is delivered and settled. With several pipelines, all at once. */
export async function run(pipelines: readonly Pipeline[], bodies: readonly Body[][], gzip: boolean): Promise<Round> {
  const before = await countOf(pipelines);
  const began = performance.now();
  const latencies = await Promise.all(
    pipelines.map(async (pipeline, index) => {
      const of = await pipeline.send(bodies[index] ?? [], SENDERS, gzip);
      await pipeline.settled();
      return of;
    }),
  );
  const milliseconds = performance.now() - began;
  const after = await countOf(pipelines);
  const events = after.events - before.events;
  const records = bodies.flat().reduce((sum, body) => sum + body.records, 0);
  const sorted = latencies.flat().sort((one, other) => one - other);
  return {
    records: (records / milliseconds) * 1000,
    events: (events / milliseconds) * 1000,
    microseconds: ((after.computed - before.computed) / events) * 1000,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

async function countOf(pipelines: readonly Pipeline[]): Promise<{ events: number; computed: number }> {
  const sum = { events: 0, computed: 0 };
  for (const pipeline of pipelines) {
    sum.events += (await pipeline.received()).events;
    sum.computed += await pipeline.worker.computed();
  }
  return sum;
}

/** The best of both, number by number. */
export function better(one: Round, other: Round): Round {
  return {
    records: Math.max(one.records, other.records),
    events: Math.max(one.events, other.events),
    microseconds: Math.min(one.microseconds, other.microseconds),
    p50: Math.min(one.p50, other.p50),
    p99: Math.min(one.p99, other.p99),
  };
}
