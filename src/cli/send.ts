import { resolve } from 'node:path';
import { adapterAddress, adapterSecret, environmentNames } from './adapter.ts';
import { AdapterError, exitCodes, readArguments, UsageError, wholeNumber } from './command.ts';
import type { Command } from './command.ts';
import { faultOf, inputs, totalSize } from './input.ts';
import type { Io } from './io.ts';
import { Progress } from './progress.ts';
import { addSums, noSums, sumsText } from './send/account.ts';
import type { SendSource } from './send/bodies.ts';
import { Pace } from './send/pace.ts';
import type { Sending } from './send/post.ts';
import { sendFile, sendStdin } from './send/send-file.ts';
import type { Ended, Run } from './send/send-file.ts';
import { lockState, readState, writeState } from './send/state.ts';
import { Tally } from './tally.ts';

const help = `caliper send FILE… or FOLDER… or - --to URL --key KEY [OPTIONS]

Sends Open edX tracking logs or xAPI statements into a running adapter, as their source: for filling it with the logs of years.
Files may be plain or gzipped, folders are read as by translate. How far each file came is recorded after every request, so
that the same command goes on where it stopped, after a break, a crash or a kill -9; a log that has grown since is sent from
there on, also when it was renamed or packed. What the adapter took twice it counts as duplicates and sends once.

  --to URL                root of the adapter, or ${environmentNames.to} in the environment
  --key KEY               key of the source, or rather ${environmentNames.key} in the environment, since whoever is on this
                          machine sees arguments; or, where the adapter runs here, the SOURCE_…_KEY of .dev.vars
  --user NAME             Basic authentication with the name of the source; Bearer unless given
  --source openedx|xapi   what the files hold (openedx)
  --state FILE            where is recorded how far each file came (.caliper-send.json)
  --batch-records N       lines of one request (1000)
  --batch-bytes N         bytes of one request, before gzip (1048576)
  --rate N                records a second at most; as many as the adapter takes unless given
  --gzip                  send requests gzipped
  --give-up MINUTES       how long a request is tried again when the adapter is away or full (60)
  --progress              a line of progress every five seconds, also where stderr is no terminal
  --json                  the account as one JSON object on stdout

Ends with the account of every line: received = emitted + skipped + unmapped + failed + rejected + duplicates, for xAPI
received = accepted + rejected. The last line of a log that is still being written is left for the next run. Stdin is sent, and
not recorded. Exit codes: 0 all was sent; 1 all was sent, and records failed or were rejected; 2 a file could not be read, or not
to its end; 3 the adapter was not reached or refuses; 130 interrupted (Ctrl-C).

  caliper send --to https://adapter.example.edu --gzip /var/log/tracking/
  caliper send --to http://127.0.0.1:8787 --rate 500 tracking.log-2025*.gz
  caliper send --source xapi --to https://adapter.example.edu --user lms statements.ndjson`;

/** `caliper send`: fills a running adapter with logs. */
export const sendCommand: Command = {
  name: 'send',
  summary: 'send logs into a running adapter, and go on where it stopped',
  help,
  async run(args, io) {
    const { files, text, flags } = readArguments(args, {
      ...{ to: { type: 'string' }, key: { type: 'string' }, user: { type: 'string' }, state: { type: 'string' } },
      source: { type: 'string', oneOf: ['openedx', 'xapi'] },
      ...{ 'batch-records': { type: 'string' }, 'batch-bytes': { type: 'string' }, rate: { type: 'string' } },
      ...{ gzip: { type: 'boolean' }, 'give-up': { type: 'string' } },
      ...{ progress: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    if (files.length === 0) throw new UsageError('name the files to send, or - for stdin');
    const to = adapterAddress(text['to'], io);
    const source: SendSource = text['source'] === 'xapi' ? 'xapi' : 'openedx';
    const rate = wholeNumber('rate', text['rate'], 1, 1_000_000);
    const records = wholeNumber('batch-records', text['batch-records'], 1, 50_000) ?? 1000;
    const bytes = wholeNumber('batch-bytes', text['batch-bytes'], 1000, 100_000_000) ?? 1024 * 1024;
    const giveUp = wholeNumber('give-up', text['give-up'], 0, 100_000) ?? 60;
    const key = await adapterSecret('key', text['key'], to, io, onlySourceKey);
    const read = await inputs(files, io);
    const statePath = resolve(io.env['INIT_CWD'] ?? '', text['state'] ?? '.caliper-send.json');

    const unlock = await lockState(statePath);
    try {
      const state = await readState(statePath, to, source);
      const progress = new Progress(io, totalSize(read), flags['progress'] === true);
      const interrupted = io.interruption();
      const sending: Sending = {
        url: `${to}${source === 'xapi' ? '/xapi/statements' : '/v1/tracking-logs'}`,
        headers: headersOf(source, key, text['user'], flags['gzip'] === true),
        patience: giveUp * 60_000,
        io,
        interrupted,
        onWait: (why, wait) => progress.say(`caliper send: ${why}: again in ${Math.ceil(wait / 1000)} s`),
      };
      const run: Run = {
        delivery: {
          ...{ sending, source, gzip: flags['gzip'] === true, tally: new Tally() },
          // No request holds more than what may go in a second.
          limits: { bytes, records: Math.min(records, rate ?? records) },
          pace: new Pace(rate, io, interrupted),
        },
        record: () => writeState(statePath, state),
        ...{ state, progress, sums: noSums(), live: new Set(), unfinished: [] },
      };
      return await sendAll(read, run, flags['json'] === true, io);
    } finally {
      await unlock();
    }
  },
};

async function sendAll(read: Awaited<ReturnType<typeof inputs>>, run: Run, json: boolean, io: Io): Promise<number> {
  let ended: Ended | AdapterError = 'done';
  let unreadable = 0;
  for (const input of read) {
    try {
      ended = await (input.path === undefined ? sendStdin(input, run) : sendFile(input, run));
    } catch (error) {
      if (error instanceof AdapterError) ended = error;
      else if (error instanceof UsageError) {
        // It does not keep the others from being sent.
        unreadable += 1;
        await run.progress.say(`caliper send: ${faultOf(input, error)}`);
      } else throw error;
    }
    if (ended !== 'done') break;
  }
  await run.progress.clear();
  await account(run, ended === 'done' && unreadable === 0, json, io);
  if (ended === 'interrupted') {
    await io.stderr.write('caliper send: interrupted: the same command goes on from here\n');
    return exitCodes.interrupted;
  }
  if (ended !== 'done') throw ended;
  if (unreadable > 0) return exitCodes.usage;
  return run.sums.failed + run.sums.rejected === 0 ? exitCodes.good : exitCodes.findings;
}

/** What became of every line: of this run, and of earlier ones of the same files. */
async function account(run: Run, complete: boolean, json: boolean, io: Io): Promise<void> {
  const { sums, delivery, unfinished } = run;
  const total = noSums();
  for (const { sums: own } of run.live) addSums(total, own);
  const { problems, problemsOmitted = 0 } = delivery.tally.answer();
  if (json) {
    await io.stdout.write(`${JSON.stringify({ complete, ...sums, unfinished, total, problems, problemsOmitted })}\n`);
    return;
  }
  const lines = [sumsText(sums, delivery.source), ...delivery.tally.problemLines()];
  if (total.lines > sums.lines) lines.push(`with earlier runs: ${sumsText(total, delivery.source)}`);
  for (const name of unfinished) lines.push(`left for the next run: the last line of ${name}, which is not finished`);
  await io.stderr.write(`${lines.join('\n')}\n`);
}

function headersOf(source: SendSource, key: string, user: string | undefined, gzip: boolean): Record<string, string> {
  if (user?.includes(':') === true) throw new UsageError('--user must not hold a colon (RFC 7617, section 2)');
  return {
    Authorization: user === undefined ? `Bearer ${key}` : `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`,
    'Content-Type': source === 'xapi' ? 'application/json' : 'application/x-ndjson',
    ...(source === 'xapi' && { 'X-Experience-API-Version': '1.0.3' }),
    ...(gzip && { 'Content-Encoding': 'gzip' }),
    'User-Agent': 'caliper-edge',
  };
}

/** Of several keys none is the obvious one. */
function onlySourceKey(secrets: Readonly<Record<string, string>>): string | undefined {
  const keys = Object.keys(secrets).filter((name) => /^SOURCE_\w*KEY$/.test(name));
  return keys.length === 1 ? secrets[keys[0] ?? ''] : undefined;
}
