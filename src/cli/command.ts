import { parseArgs } from 'node:util';
import { didYouMean } from '../mapping/language/nearest.ts';
import type { Io } from './io.ts';

/** What the command line answers to the shell. 130 is what shells give for Ctrl-C (128 + SIGINT). */
export const exitCodes = { good: 0, findings: 1, usage: 2, adapter: 3, interrupted: 130 } as const;

/** One command. `run` gives the exit code. */
export interface Command {
  name: string;
  /** One line for the overview. */
  summary: string;
  /** The whole help text, without its last line end. */
  help: string;
  run(args: string[], io: Io): Promise<number>;
}

/** The caller asked for something that cannot be done as asked: the message goes to stderr, the exit code is 2. */
export class UsageError extends Error {}

/** The adapter was not reached, or refused: the message goes to stderr, the exit code is 3. */
export class AdapterError extends Error {}

export interface OptionSpec {
  type: 'string' | 'boolean';
  short?: string;
  /** The only values that are allowed. */
  oneOf?: readonly string[];
}

export interface ParsedArguments {
  files: string[];
  text: Readonly<Record<string, string | undefined>>;
  flags: Readonly<Record<string, boolean | undefined>>;
}

/**
 * Reads the arguments of a command. Options may stand before, between and after files; `--` ends them.
 *
 * @throws UsageError for an unknown option, a missing or a refused value
 */
export function readArguments(args: string[], options: Record<string, OptionSpec>): ParsedArguments {
  const plain = Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  );
  // With `strict` node:util would throw in its own words and could not say which option was meant.
  const { tokens } = parseArgs({ args, options: plain, allowPositionals: true, strict: false, tokens: true });
  const files: string[] = [];
  const text: Record<string, string> = {};
  const flags: Record<string, boolean> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw unknownOption(token.rawName, Object.keys(options));
    if (option.type === 'boolean') {
      if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
      flags[token.name] = true;
    } else text[token.name] = checkedValue(token.rawName, token.value, option.oneOf);
  }
  return { files, text, flags };
}

/**
 * A whole number among the values of {@link readArguments}.
 *
 * @throws UsageError when it is something else, or outside of the bounds
 */
export function wholeNumber(name: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}`);
}

function checkedValue(name: string, value: string | undefined, oneOf: readonly string[] | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`${name} needs a value`);
  if (oneOf === undefined || oneOf.includes(value)) return value;
  const hint = didYouMean(value, oneOf);
  throw new UsageError(`${name} must be ${oneOf.join(' or ')}${hint === undefined ? '' : `: ${hint}`}`);
}

function unknownOption(name: string, known: string[]): UsageError {
  const hint = didYouMean(
    name,
    known.map((option) => `--${option}`),
  );
  return new UsageError(`there is no option ${name}${hint === undefined ? '' : `: ${hint}`}`);
}
