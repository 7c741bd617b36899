import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { translateJob } from './translate-job.ts';
import type { Translated, TranslateSettings } from './translate-job.ts';
import type { Piece } from './pieces.ts';

/** Pieces that are done before threads are started: most inputs are small, and starting one takes a while. */
const alone = 4;

/**
 * Translates pieces in order, over several threads when there are many. At most two pieces for each thread are under way, so that
 * memory stays flat whatever the length of the input.
 *
 * @param threads 1 for none but this one
 */
export async function* translateAll(
  input: AsyncIterable<Piece>,
  settings: TranslateSettings,
  threads: number,
): AsyncGenerator<Translated> {
  const here = translateJob(settings);
  const idle: Thread[] = [];
  const all: Thread[] = [];
  const underWay: Promise<Translated>[] = [];
  let done = 0;
  try {
    for await (const piece of input) {
      done += 1;
      if (threads === 1 || done <= alone) {
        yield here(piece);
        continue;
      }
      while (all.length < threads) {
        const thread = new Thread(settings);
        all.push(thread);
        idle.push(thread);
      }
      // Threads take turns: pieces are of one size, so they need about the same time.
      const thread = idle.shift();
      if (thread === undefined) continue; // there is at least one
      idle.push(thread);
      const result = thread.run(piece);
      // It is awaited in its turn; until then its failure is not unhandled.
      result.catch(() => undefined);
      underWay.push(result);
      if (underWay.length >= threads * 2) yield await first(underWay);
    }
    while (underWay.length > 0) yield await first(underWay);
  } finally {
    await Promise.all(all.map((thread) => thread.end()));
  }
}

function first(underWay: Promise<Translated>[]): Promise<Translated> {
  const result = underWay.shift();
  if (result === undefined) throw new Error('nothing is under way');
  return result;
}

/** One thread; answers come in the order of the pieces. */
class Thread {
  readonly #worker: Worker;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: TranslateSettings) {
    this.#worker = new Worker(join(import.meta.dirname, 'translate-thread.ts'), { workerData: settings });
  }

  run({ bytes, line }: Piece): Promise<Translated> {
    const result = this.#last.then(async () => {
      const answered = once(this.#worker, 'message');
      this.#worker.postMessage({ bytes, line });
      const [translated] = (await answered) as [Translated]; // what translate-thread.ts sends
      return translated;
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
