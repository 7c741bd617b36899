import { availableParallelism } from 'node:os';
import { exitCodes, readArguments, UsageError, wholeNumber } from './command.ts';
import type { Command } from './command.ts';
import { faultOf, inputs, totalSize } from './input.ts';
import type { Input } from './input.ts';
import { pieces } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { Progress } from './progress.ts';
import { pseudonymSecret } from './pseudonym-secret.ts';
import { loadTables } from './tables.ts';
import { Tally } from './tally.ts';
import { translateAll } from './translate-pool.ts';

const help = `caliper translate [FILE… or FOLDER… or -] [OPTIONS]

Translates Open edX tracking logs or xAPI statements to Caliper events, offline: nothing is stored or sent. Files may be
plain or gzipped, in every form that POST /v1/tracking-logs takes, and of any length: memory stays flat. Of a folder, all
*.log, *.json, *.jsonl and *.ndjson in it are read, rotated and gzipped ones too. The events go to stdout, one a line; what
became of the records goes to stderr. The exit code is 1 when a record failed or was rejected, 2 when a file could not be read.

  --source openedx|xapi   what the files hold (openedx)
  --lms URL               root of the IRIs of the Open edX site (https://lms.example.edu)
  --caliper v1p2|v1p1     version of Caliper (v1p2)
  --free-text             let free text that learners wrote out, as FREE_TEXT = "on" does
  --threads N             threads that translate (one for each processor, up to 8)
  --progress              a line of progress every five seconds, also where stderr is no terminal
  --json                  the summary as one JSON object, the last line of stderr

Pseudonyms and event ids come from PSEUDONYM_SECRET, of the environment or .dev.vars: an adapter with the same secret gives the
same ids, for the time of its first secret where PSEUDONYM_ROTATION names others.

  caliper translate tracking.log > events.ndjson
  caliper translate --lms https://courses.example.edu /var/log/tracking/ | gzip > events.ndjson.gz
  zcat old.log.gz | caliper translate --json - > /dev/null`;

/** More threads than this wait for the one that reads and writes. */
const mostThreads = 8;

/** `caliper translate`: what an adapter would send for these records. */
export const translateCommand: Command = {
  name: 'translate',
  summary: 'translate tracking logs or xAPI statements to Caliper events, offline',
  help,
  async run(args, io) {
    const { files, text, flags } = readArguments(args, {
      source: { type: 'string', oneOf: ['openedx', 'xapi'] },
      lms: { type: 'string' },
      caliper: { type: 'string', oneOf: ['v1p2', 'v1p1'] },
      'free-text': { type: 'boolean' },
      threads: { type: 'string' },
      progress: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const lms = readLms(text['lms'] ?? 'https://lms.example.edu');
    const threads = wholeNumber('threads', text['threads'], 1, 64) ?? Math.min(availableParallelism(), mostThreads);
    const read = await inputs(files, io);
    const settings = {
      table: await loadTables(),
      secret: await pseudonymSecret(io),
      freeText: flags['free-text'] === true,
      lms,
      source: text['source'] === 'xapi' ? 'xapi' : 'openedx',
      caliper: text['caliper'] === 'v1p1' ? 'v1p1' : 'v1p2',
    } as const;

    const progress = new Progress(io, totalSize(read), flags['progress'] === true);
    const tally = new Tally();
    let unreadable = 0;
    try {
      const all = piecesOf(read, progress, (message) => {
        unreadable += 1;
        return progress.say(`caliper translate: ${message}`);
      });
      for await (const { events, answer } of translateAll(all, settings, threads)) {
        if (events.length > 0) await io.stdout.write(events);
        tally.add(answer);
        await progress.done(answer.received);
      }
    } finally {
      await progress.clear();
    }
    const answer = tally.answer();
    await io.stderr.write(flags['json'] === true ? `${JSON.stringify(answer)}\n` : tally.text());
    if (unreadable > 0) return exitCodes.usage;
    return answer.failed + answer.rejected === 0 ? exitCodes.good : exitCodes.findings;
  },
};

/** A file that cannot be read, or not to its end, does not keep the others from being read. */
async function* piecesOf(
  read: readonly Input[],
  progress: Progress,
  onUnreadable: (message: string) => Promise<void>,
): AsyncGenerator<Piece> {
  for (const input of read) {
    try {
      yield* pieces(input.bytes(0, (bytes, skipped) => progress.read(bytes, skipped)));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      await onUnreadable(faultOf(input, error));
    }
  }
}

/** As src/config/sources.ts has it. */
export function readLms(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url !== undefined && /^https?:$/.test(url.protocol) && !/[?#@]/.test(value);
  if (url === undefined || !plain) throw new UsageError('--lms must be an address such as https://lms.example.edu');
  return url.href.replace(/\/+$/, '');
}
