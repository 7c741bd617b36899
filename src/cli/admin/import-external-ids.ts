import { isObject } from '../../ingest/json.ts';
import { exitCodes, readArguments, UsageError } from '../command.ts';
import type { Command } from '../command.ts';
import { inputs, totalSize } from '../input.ts';
import { Progress } from '../progress.ts';
import { adminHelp, adminOf, adminOptions } from './client.ts';
import { tableParts } from './table-parts.ts';

const help = `caliper import-external-ids FILE or - [--source NAME] [OPTIONS]

Gives an adapter the external ids of Open edX users, so that a migration keeps its actors. FILE is CSV, plain or gzipped, with the
columns user_id, external_user_id and, if wanted, username, named in its first line. A line that is wrong hurts no other; the same
table again changes nothing. The exit code is 1 when a line could not be taken.

  --source NAME   the source whose site the users belong to, where the adapter has several
${adminHelp}
  --progress      a line of progress every five seconds, also where stderr is no terminal
  --json          one JSON object: { read, added, changed, unchanged, faulty, externalIds, problems }

  caliper import-external-ids external_ids.csv --to https://adapter.example.edu`;

const sums = ['read', 'added', 'changed', 'unchanged', 'faulty'] as const;

/** Problems that are shown. */
const mostProblems = 100;

/** `caliper import-external-ids`: fills the table of external ids. */
export const importExternalIdsCommand: Command = {
  name: 'import-external-ids',
  summary: 'give an adapter the external ids of Open edX users',
  help,
  async run(args, io) {
    const options = { source: { type: 'string' }, progress: { type: 'boolean' } } as const;
    const parsed = readArguments(args, { ...adminOptions, ...options });
    const { files, text, flags } = parsed;
    if (files.length !== 1) throw new UsageError('name one CSV file, or - for stdin');
    const admin = await adminOf(parsed, io);
    const read = await inputs(files, io);
    const source = text['source'];
    const path = `/v1/external-ids${source === undefined ? '' : `?source=${encodeURIComponent(source)}`}`;

    const progress = new Progress(io, totalSize(read), flags['progress'] === true);
    const report: Record<string, number> = Object.fromEntries(sums.map((name) => [name, 0]));
    const problems: string[] = [];
    for (const input of read) {
      const bytes = input.bytes(0, (count, skipped) => progress.read(count, skipped));
      for await (const part of tableParts(bytes)) {
        const answer = await admin.postText(path, 'text/csv', part.text);
        for (const name of [...sums, 'externalIds']) {
          const value = answer[name];
          if (typeof value === 'number') report[name] = name === 'externalIds' ? value : (report[name] ?? 0) + value;
        }
        problems.push(...problemsOf(answer, part.linesBefore));
        await progress.done(typeof answer['read'] === 'number' ? answer['read'] : 0);
      }
    }
    await progress.clear();
    const shown = problems.slice(0, mostProblems);
    if (flags['json'] === true) await io.stdout.write(`${JSON.stringify({ ...report, problems: shown })}\n`);
    else {
      const counts = sums.map((name) => `${report[name] ?? 0} ${name}`).join(', ');
      const lines = [
        `${counts}; the adapter has ${report['externalIds'] ?? 0} external ids`,
        ...shown.map((line) => `  ${line}`),
      ];
      await io.stdout.write(`${lines.join('\n')}\n`);
    }
    return report['faulty'] === 0 ? exitCodes.good : exitCodes.findings;
  },
};

/** The adapter counts lines from the beginning of the request. */
function problemsOf(answer: Record<string, unknown>, linesBefore: number): string[] {
  const { problems } = answer;
  if (!Array.isArray(problems)) return [];
  return (problems as unknown[]).filter(isObject).map(({ code, message }) => {
    const inFile = String(message).replace(/^line (\d+)\b/, (_, line: string) => `line ${Number(line) + linesBefore}`);
    return `${String(code)} ${inFile}`;
  });
}
