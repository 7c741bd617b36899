import type { Hono } from 'hono/tiny';
import type { DeadLetterFilter, DeadLetterGroup } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { listDeadLetters } from '../status/dead-letters.ts';
import { moveDeadLetters } from '../status/move-dead-letters.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from './access.ts';
import { letterList, letterPage } from './dead-letters-view.ts';
import { outboxFilter } from './filter.ts';
import { counted } from './formats.ts';
import { listPages } from './list-pages.ts';
import type { ListPages } from './list-pages.ts';

/** Letters on a page. */
const PAGE = 25;

/** Calls of the outbox, of 1,000 letters each, that one form makes; the rest is said to be left. */
const MOST_CALLS = 20;

const pages: ListPages<'destination' | 'reason' | 'rule'> = {
  name: 'dead-letters',
  title: 'Dead letters',
  noun: 'dead letter',
  why: 'The events are deleted here and are not delivered.',
  names: ['destination', 'reason', 'rule'],

  async list(access, { filter, cursor, now, csrf }) {
    const [letters, groups] = await Promise.all([
      listDeadLetters(access, outboxFilter(filter), [...cursor], PAGE + 1),
      groupsOf(access, outboxFilter(filter)),
    ]);
    const shown = letters.slice(0, PAGE);
    const next = letters.length > PAGE ? shown.at(-1)?.id : undefined;
    const view = { filter, letters: shown, groups, next, isFirst: cursor[0] + cursor[1] === 0, now };
    return letterList(view, access.config, csrf);
  },

  async one(access, [shard, number], now, csrf) {
    const [letter] = await listDeadLetters(access, { ids: [number] }, [shard, 0], 1);
    return letter?.id === `${shard}.${number}` ? letterPage(letter, now, csrf) : undefined;
  },

  async count(access, chosen) {
    return (await groupsOf(access, chosen)).reduce((total, { count }) => total + count, 0);
  },

  async move(access, move, chosen) {
    // What dies again meanwhile is left alone.
    const soon = Date.now() + 1;
    const filter = { ...chosen, before: Math.min(chosen.before ?? soon, soon) };
    let count = 0;
    let more = true;
    for (let call = 0; more && call < MOST_CALLS; call++) {
      const moved = await moveDeadLetters(access, move, filter);
      count += moved.count;
      more = moved.more;
    }
    return `${move}-${count}${more ? '-more' : ''}`;
  },

  say(done) {
    const [, move, count, more] = /^(replay|drop)-(\d{1,9})(-more)?$/.exec(done) ?? [];
    if (move === undefined) return undefined;
    const did = `${counted(Number(count), 'dead letter')} ${move === 'replay' ? 'put back into the queue' : 'dropped'}.`;
    return { kind: 'good', text: more === undefined ? did : `${did} There are more: do it again.` };
  },
};

/** `/console/dead-letters`: the list with filters and groups, one letter, and what is done with them. */
export function deadLetterPages<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  return listPages(pages, resolve);
}

/** The groups of all shards, those of the same kind added up, most frequent first. */
async function groupsOf({ config, outbox }: ConsoleAccess, filter: DeadLetterFilter): Promise<DeadLetterGroup[]> {
  const shards = await everyShard(outbox, config);
  const found = await Promise.all(shards.map((shard) => shard.deadLetterGroups(filter)));
  const groups = new Map<string, DeadLetterGroup>();
  for (const group of found.flat()) {
    const key = JSON.stringify([group.destination, group.reason, group.rule, group.status]);
    const other = groups.get(key) ?? { ...group, count: 0 };
    const [first, last] = [Math.min(group.first, other.first), Math.max(group.last, other.last)];
    groups.set(key, { ...group, count: group.count + other.count, first, last });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
