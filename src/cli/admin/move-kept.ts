import { exitCodes, UsageError } from '../command.ts';
import type { Io } from '../io.ts';
import type { Asked, Kept } from './kept.ts';

/** Replays or drops what was chosen, call after call, until nothing of it is left. */
export async function moveKept(
  { kept, admin, json, ids, filter }: Asked,
  move: 'replay' | 'drop',
  yes: boolean,
  io: Io,
): Promise<number> {
  if (move === 'drop' && !yes && !(await confirmed(`Drop ${describe(kept, ids, filter)} for good?`, io))) {
    await io.stderr.write('nothing was dropped\n');
    return exitCodes.findings;
  }
  // What comes back meanwhile is not taken a second time.
  const before = filter['before'] ?? new Date(io.now()).toISOString();
  const body: Record<string, unknown> = { ...filter, ...(ids.length > 0 ? { ids } : { before }) };
  const totals: Record<string, number> = {};
  const problems: unknown[] = [];
  for (let more = true; more;) {
    const answer = await admin.post(`/v1/${kept.name}/${move}`, body);
    let moved = 0;
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value !== 'number') continue;
      totals[name] = (totals[name] ?? 0) + value;
      moved += value;
    }
    if (Array.isArray(answer['problems']))
      problems.push(...(answer['problems'] as unknown[]).slice(0, 100 - problems.length));
    if (typeof answer['next'] === 'string') body['cursor'] = answer['next'];
    // A call that found nothing would find nothing again.
    more = answer['more'] === true && (moved > 0 || typeof answer['next'] === 'string');
  }
  if (json) await io.stdout.write(`${JSON.stringify({ ...totals, ...(problems.length > 0 && { problems }) })}\n`);
  else await io.stdout.write(`${sentence(move, kept, totals)}\n`);
  const still = ['unmapped', 'failed', 'invalid', 'unopened'].some((name) => (totals[name] ?? 0) > 0);
  return still ? exitCodes.findings : exitCodes.good;
}

async function confirmed(question: string, io: Io): Promise<boolean> {
  const answer = await io.ask(`${question} [y/N] `);
  if (answer === undefined) throw new UsageError('dropping is for good: add --yes, since nobody can be asked here');
  return /^y(?:es)?$/i.test(answer.trim());
}

function describe(kept: Kept, ids: readonly string[], filter: Readonly<Record<string, string>>): string {
  const { noun } = kept;
  if (ids.length > 0) return counted(ids.length, kept);
  const chosen = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
  return chosen.length === 0 ? `all ${noun}` : `all ${noun} with ${chosen.join(', ')}`;
}

function sentence(move: 'replay' | 'drop', kept: Kept, totals: Readonly<Record<string, number>>): string {
  const { count, replayed, ...rest } = totals;
  const number = count ?? replayed ?? 0;
  const done = `${counted(number, kept)} ${move === 'replay' ? 'replayed' : 'dropped'}`;
  const parts = Object.entries(rest)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${value} ${name}`);
  return parts.length === 0 ? done : `${done}: ${parts.join(', ')}`;
}

function counted(number: number, { one, noun }: Kept): string {
  return `${number} ${number === 1 ? one : noun}`;
}
