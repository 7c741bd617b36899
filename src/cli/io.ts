import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from './mapping-files.ts';

/** Text that goes out; waits while the other side cannot take more. */
export interface Output {
  write(text: string | Uint8Array): Promise<void>;
  /** True when people look at it. */
  terminal: boolean;
  /** How many characters a line of the terminal holds. */
  columns: number;
}

/** What a command reads and writes beside the files that it is told of. */
export interface Io {
  stdin: AsyncIterable<Uint8Array>;
  /** The result, and nothing else. */
  stdout: Output;
  /** What is said to people: summaries, warnings, faults of usage. */
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  /** The folder of `.dev.vars`. */
  project: string;
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many milliseconds, or until the person interrupts. */
  sleep(milliseconds: number): Promise<void>;
  /** Between 0 and 1. */
  random(): number;
  /** Raised by Ctrl-C, where a command has asked for it; see {@link processIo}. */
  interruption(): AbortSignal;
  /** What the person answers; undefined when nobody is there to ask. */
  ask(question: string): Promise<string | undefined>;
}

/** The streams of this process. When the reader of stdout goes away (`| head`), the process ends, and that is no fault. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
  const interrupted = new AbortController();
  let listening = false;
  return {
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    project: projectRoot,
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    sleep: async (milliseconds) => {
      // It ends early where the person interrupts: the caller looks at the signal.
      await wait(milliseconds, undefined, { signal: interrupted.signal }).catch(() => undefined);
    },
    random: Math.random,
    interruption: () => {
      // Once: a second Ctrl-C ends the process at once, as it does for commands that do not ask.
      if (!listening)
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
      listening = true;
      return interrupted.signal;
    },
    ask: async (question) => {
      if (!process.stdin.isTTY) return undefined;
      const asked = createInterface({ input: process.stdin, output: process.stderr });
      const answer = await asked.question(question);
      asked.close();
      return answer;
    },
  };
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    terminal: stream.isTTY,
    get columns() {
      return stream.columns || 80;
    },
  };
}
