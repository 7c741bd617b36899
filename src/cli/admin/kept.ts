import { didYouMean } from '../../mapping/language/nearest.ts';
import { exitCodes, readArguments, UsageError, wholeNumber } from '../command.ts';
import type { Command, OptionSpec, ParsedArguments } from '../command.ts';
import type { Io } from '../io.ts';
import { adminOf, adminOptions } from './client.ts';
import type { Admin } from './client.ts';
import { listKept } from './list-kept.ts';
import { moveKept } from './move-kept.ts';

/** What an adapter keeps until somebody decides: dead letters, or the quarantine. */
export interface Kept {
  /** The command, and the end of its routes: `dead-letters`. */
  name: string;
  /** In sentences: `dead letter` and `dead letters`. */
  one: string;
  noun: string;
  /** The list in the answer: `deadLetters`. */
  items: string;
  /** Fields by which they are chosen, beside `before` and `after`. */
  filters: Record<string, OptionSpec>;
  heads: readonly string[];
  row: (item: Record<string, unknown>) => string[];
  /** Columns of `groups`, where the route has it. */
  groups?: { heads: readonly string[]; row: (group: Record<string, unknown>) => string[] };
}

/** What a call asks for. */
export interface Asked {
  kept: Kept;
  admin: Admin;
  json: boolean;
  ids: string[];
  /** As the routes take it. */
  filter: Record<string, string>;
}

/** Runs `list`, `groups`, `replay` or `drop`. */
export async function runKept(kept: Kept, args: string[], io: Io, verb?: 'replay'): Promise<number> {
  const parsed = readArguments(args, {
    ...adminOptions,
    ...kept.filters,
    ...{ before: { type: 'string' }, after: { type: 'string' }, limit: { type: 'string' } },
    ...{ all: { type: 'boolean' }, yes: { type: 'boolean' } },
  });
  const [first = 'list', ...rest] = verb === undefined ? parsed.files : [verb, ...parsed.files];
  const verbs = ['list', ...(kept.groups === undefined ? [] : ['groups']), 'replay', 'drop'];
  if (!verbs.includes(first)) {
    const hint = didYouMean(first, verbs);
    throw new UsageError(
      `${kept.name} has no ${first}${hint === undefined ? `: use ${verbs.join(', ')}` : `: ${hint}`}`,
    );
  }
  const filter = filterOf(kept, parsed);
  const limit = wholeNumber('limit', parsed.text['limit'], 1, 10_000_000);
  const all = parsed.flags['all'] === true;
  if (first === 'list' || first === 'groups') {
    if (rest.length > 0) throw new UsageError(`${first} takes no ids: it lists them`);
  } else {
    checkChoice(kept, first, rest, filter, all);
  }
  const admin = await adminOf(parsed, io);
  const asked: Asked = { kept, admin, json: parsed.flags['json'] === true, ids: rest, filter };
  if (first === 'list') await listKept(asked, all ? Number.POSITIVE_INFINITY : (limit ?? 100), io);
  else if (first === 'groups') await listGroups(asked, io);
  else return moveKept(asked, first === 'drop' ? 'drop' : 'replay', parsed.flags['yes'] === true, io);
  return exitCodes.good;
}

/** A filter that somebody forgot must not mean all. */
function checkChoice(
  kept: Kept,
  verb: string,
  ids: readonly string[],
  filter: Record<string, string>,
  all: boolean,
): void {
  const chosen = ids.length > 0 || Object.keys(filter).length > 0;
  if (!chosen && !all) throw new UsageError(`say which ${kept.noun} to ${verb}: ids, a filter, or --all`);
  if (chosen && all) throw new UsageError('--all and a choice exclude each other');
  const wrong = ids.find((id) => !/^\d{1,6}\.\d{1,15}$/.test(id));
  if (wrong !== undefined)
    throw new UsageError(`${wrong} is no id: they look like 0.17, see caliper ${kept.name} list`);
}

function filterOf({ filters }: Kept, { text }: ParsedArguments): Record<string, string> {
  const filter: Record<string, string> = {};
  for (const name of Object.keys(filters)) {
    const value = text[name];
    if (value !== undefined) filter[name] = value;
  }
  for (const name of ['before', 'after']) {
    const value = text[name];
    if (value === undefined) continue;
    const time = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) throw new UsageError(`--${name} must be a day or an instant, such as 2026-03-02T09:00:00Z`);
    filter[name] = new Date(time).toISOString();
  }
  return filter;
}

async function listGroups({ kept, admin, json, filter }: Asked, io: Io): Promise<void> {
  const { tableText } = await import('./table.ts');
  const answer = await admin.get(`/v1/${kept.name}`, { ...filter, group: 'name' });
  if (json || kept.groups === undefined) {
    await io.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  // The route answers with a list of objects.
  const groups = (Array.isArray(answer['groups']) ? answer['groups'] : []) as Record<string, unknown>[];
  await io.stdout.write(
    groups.length === 0
      ? `no ${kept.noun}\n`
      : tableText(kept.groups.heads, groups.map(kept.groups.row), io.stdout, [0]),
  );
}

/** A command of something that is kept. */
export function keptCommand(kept: Kept, summary: string, help: string): Command {
  return { name: kept.name, summary, help, run: (args, io) => runKept(kept, args, io) };
}
