import { gzipSync } from 'node:zlib';
import { samplesOf } from '../workload.ts';
import type { BenchExample } from '../workload.ts';

/** A request body, and how many records stand in it. */
export interface Body {
  bytes: Buffer;
  records: number;
}

/** Milliseconds between two acts of the site that sends. */
const PACE = 1;

/**
 * Gives bodies of tracking events, one a line: a mix of all families by many learners, in the order of time, as a site writes its log.
 * No act comes twice.
 */
export function createBodies(
  examples: readonly BenchExample[],
  learners: number,
): (count: number, records: number, gzip: boolean) => Body[] {
  const samples = samplesOf(examples).filter(({ source }) => source === 'openedx');
  const begin = Date.UTC(2026, 9, 1);
  let act = 0;
  const line = (): string => {
    // Not the same learner for the same sample each time.
    const learner = (act * 7919) % learners;
    const text = samples[act % samples.length]?.textFor(learner, learners) ?? '';
    const time = new Date(begin + act * PACE)
      .toISOString()
      .replace('Z', `${String(act % 1000).padStart(3, '0')}+00:00`);
    act++;
    return text.replace(/"time":"[^"]*"/, `"time":"${time}"`);
  };
  return (count, records, gzip) =>
    Array.from({ length: count }, () => {
      const bytes = Buffer.from(Array.from({ length: records }, line).join('\n'));
      // As log shippers do.
      return { bytes: gzip ? gzipSync(bytes, { level: 6 }) : bytes, records };
    });
}
