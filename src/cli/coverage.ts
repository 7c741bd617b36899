import { coverageOf } from '../coverage/coverage.ts';
import type { CoverageRow } from '../coverage/coverage.ts';
import { formsOf } from '../coverage/emitted-events.ts';
import { knownOpenedxNames } from '../coverage/known-openedx-names.ts';
import { countRows, coveragePage } from '../coverage/page.ts';
import { loadMappings } from '../mapping/language/load.ts';
import { exitCodes, readArguments, UsageError } from './command.ts';
import type { Command } from './command.ts';
import type { Io } from './io.ts';
import { projectRoot, readMappingFiles } from './mapping-project.ts';

const help = `caliper coverage [--json | --markdown]

What the mapping tables do with every known name of a tracking event and with every xAPI verb: mapped, with the
Caliper events that can come out; skipped, with the reason; or unmapped.

  --json       one JSON object instead:
               { openedx: [ { name, status, events, reason, rule, file, line } ], xapi: [ … ] }
  --markdown   the page docs/10-coverage.md, for your own tables`;

/** `caliper coverage`: what becomes of each name. */
export const coverageCommand: Command = {
  name: 'coverage',
  summary: 'list what becomes of every known event and verb',
  help,
  run: (args, io) => runCoverage(projectRoot, args, io),
};

/** Writes the coverage of the mapping files below a folder: exit code 1 when they have faults. */
export async function runCoverage(root: string, args: string[], io: Pick<Io, 'stdout' | 'stderr'>): Promise<number> {
  const { files, flags } = readArguments(args, { json: { type: 'boolean' }, markdown: { type: 'boolean' } });
  if (files.length > 0) throw new UsageError('coverage takes no files: it reads all of mappings/');
  if (flags['json'] === true && flags['markdown'] === true)
    throw new UsageError('--json and --markdown exclude each other');
  const { table, diagnostics } = loadMappings(await readMappingFiles(root));
  const coverage = coverageOf(table, { openedx: knownOpenedxNames });
  if (flags['json'] === true) await io.stdout.write(`${JSON.stringify(coverage)}\n`);
  else if (flags['markdown'] === true) await io.stdout.write(coveragePage(coverage));
  else
    for (const [source, rows] of Object.entries(coverage)) {
      await io.stdout.write(rows.map((row) => `${source}  ${lineOf(row)}\n`).join(''));
      const { mapped, skipped, unmapped, profiles } = countRows(rows);
      await io.stderr.write(
        `${source}: ${rows.length} names, ${mapped} mapped, ${skipped} skipped, ${unmapped} unmapped, ${profiles} profiles\n`,
      );
    }
  if (diagnostics.length === 0) return exitCodes.good;
  await io.stderr.write(`${diagnostics.length} faults: rules that have one are left out. See: caliper check\n`);
  return exitCodes.findings;
}

function lineOf({ name, status, events, reason }: CoverageRow): string {
  const forms = formsOf(events)
    .map(({ event, objects }) => `${event} ${objects.join('|')}`)
    .join(', ');
  const skipped = status === 'mapped' && reason !== null ? ` (skipped: ${reason})` : (reason ?? '');
  return `${status.padEnd(8)}  ${name}  ${forms}${skipped}`.trimEnd();
}
