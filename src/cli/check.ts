import { renderDiagnostics } from '../mapping/diagnostics.ts';
import { exitCodes, readArguments, UsageError } from './command.ts';
import type { Command } from './command.ts';
import type { Io } from './io.ts';
import { checkFiles, projectRoot, readMappingFiles } from './mapping-project.ts';

const help = `caliper check [--json]

Checks the mapping files in mappings/: the language, conformance to Caliper, privacy, and every example.
Each fault is shown with its file, line and column. The exit code is 1 when there is one.

  --json   one JSON object instead: { files, rules, examples, diagnostics }`;

/** `caliper check`: what the build checks, without building. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'check the mapping files and run their examples',
  help,
  run: (args, io) => runCheck(projectRoot, args, io),
};

/** Checks the mapping files below a folder: exit code 1 when there is a fault. */
export async function runCheck(root: string, args: string[], io: Pick<Io, 'stdout'>): Promise<number> {
  const { files: given, flags } = readArguments(args, { json: { type: 'boolean' } });
  if (given.length > 0) throw new UsageError('check takes no files: it checks all of mappings/');
  const files = await readMappingFiles(root);
  const { table, examples, diagnostics } = checkFiles(files);
  const rules = new Set(table.sources.flatMap(({ source, rules }) => rules.map(({ rule }) => `${source}/${rule}`)))
    .size;
  const counts = { files: files.length, rules, examples: examples.length };
  if (flags['json'] === true) await io.stdout.write(`${JSON.stringify({ ...counts, diagnostics })}\n`);
  else if (diagnostics.length === 0) await io.stdout.write(`${summarise(counts)}: all hold\n`);
  else {
    await io.stdout.write(`${renderDiagnostics(diagnostics, files)}\n\n`);
    await io.stdout.write(`${counted(files.length, 'file')}: ${counted(diagnostics.length, 'fault')}\n`);
  }
  return diagnostics.length === 0 ? exitCodes.good : exitCodes.findings;
}

/** What was checked, e.g. `3 files, 34 rules, 97 examples`. */
export function summarise({ files, rules, examples }: { files: number; rules: number; examples: number }): string {
  return [counted(files, 'file'), counted(rules, 'rule'), counted(examples, 'example')].join(', ');
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
