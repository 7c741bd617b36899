import { didYouMean } from '../mapping/language/nearest.ts';
import { deadLettersCommand, replayCommand } from './admin/dead-letters.ts';
import { importExternalIdsCommand } from './admin/import-external-ids.ts';
import { quarantineCommand } from './admin/quarantine.ts';
import { resumeCommand } from './admin/resume.ts';
import { statusCommand } from './admin/status.ts';
import { checkCommand } from './check.ts';
import { AdapterError, exitCodes, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { coverageCommand } from './coverage.ts';
import { explainCommand } from './explain.ts';
import type { Io } from './io.ts';
import { keysCommand } from './keys.ts';
import { sendCommand } from './send.ts';
import { translateCommand } from './translate.ts';
import { validateCommand } from './validate.ts';

/** What the exit codes mean, for people. */
export const exitCodesText = `Exit codes: 0 good; 1 there were findings (faults, problems); 2 it could not be done as asked; 3 the adapter was not
reached, or refuses; 130 interrupted.`;

/** All commands, in the order of the overview. */
export const commands: readonly Command[] = [
  translateCommand,
  sendCommand,
  validateCommand,
  checkCommand,
  coverageCommand,
  explainCommand,
  keysCommand,
  statusCommand,
  deadLettersCommand,
  quarantineCommand,
  replayCommand,
  resumeCommand,
  importExternalIdsCommand,
];

/**
 * Runs one command line.
 *
 * @param args what stands behind `caliper`
 * @returns the exit code, one of {@link exitCodes}
 */
export async function runCommandLine(args: string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    await io.stderr.write(`${overview()}\n`);
    return exitCodes.usage;
  }
  if (isHelp(name) || name === 'help')
    return help(
      rest.find((arg) => !arg.startsWith('-')),
      io,
    );
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return unknown(name, io);
  const end = rest.indexOf('--');
  if (rest.slice(0, end === -1 ? undefined : end).some(isHelp)) return help(name, io);
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (error instanceof AdapterError) {
      await io.stderr.write(`caliper ${name}: ${error.message}\n`);
      return exitCodes.adapter;
    }
    if (!(error instanceof UsageError)) throw error;
    await io.stderr.write(`caliper ${name}: ${error.message}\nSee: caliper ${name} --help\n`);
    return exitCodes.usage;
  }
}

async function help(name: string | undefined, io: Io): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (name !== undefined && command === undefined) return unknown(name, io);
  await io.stdout.write(`${command?.help ?? overview()}\n`);
  return exitCodes.good;
}

async function unknown(name: string, io: Io): Promise<number> {
  const hint = didYouMean(
    name,
    commands.map((command) => command.name),
  );
  await io.stderr.write(
    `caliper: there is no command ${name}${hint === undefined ? '' : `: ${hint}`}\nSee: caliper --help\n`,
  );
  return exitCodes.usage;
}

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h';
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}   ${summary}`);
  return `caliper COMMAND [OPTIONS] [FILE…]

${lines.join('\n')}

  caliper COMMAND --help   tells more about a command

${exitCodesText}`;
}
