import { once } from 'node:events';
import { projectRoot } from './mapping-project.ts';

/** Text that goes out; waits while the other side cannot take more. */
export interface Output {
  write(text: string): Promise<void>;
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
}

/** The streams of this process. When the reader of stdout goes away (`| head`), the process ends, and that is no fault. */
export function processIo(): Io {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    project: projectRoot,
  };
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
  };
}
