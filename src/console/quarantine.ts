import type { Hono } from 'hono/tiny';
import { dropQuarantine, replayQuarantine } from '../status/move-quarantine.ts';
import type { ListFilter } from '../status/move-quarantine.ts';
import { groupQuarantine, listQuarantine, QUARANTINE_TEXTS, readCursor } from '../status/quarantine.ts';
import type { Cursor } from '../status/quarantine.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from './access.ts';
import { outboxFilter } from './filter.ts';
import { count, counted } from './formats.ts';
import { listPages } from './list-pages.ts';
import type { ListPages } from './list-pages.ts';
import { recordList, recordPage } from './quarantine-view.ts';

/** Records on a page; each is opened to name its fields. */
const PAGE = 25;

/** Calls, of up to 1,000 records each, that one form makes; the rest is said to be left. */
const MOST_CALLS = 5;

const pages: ListPages<(typeof QUARANTINE_TEXTS)[number]> = {
  name: 'quarantine',
  title: 'Quarantine',
  noun: 'kept record',
  why: 'The records are deleted here, and nothing comes of them.',
  names: QUARANTINE_TEXTS,

  async list(access, { filter, cursor, now, csrf }) {
    const [{ records, next }, groups] = await Promise.all([
      listQuarantine(access, outboxFilter(filter), cursor, PAGE),
      groupQuarantine(access, outboxFilter(filter)),
    ]);
    const isFirst = cursor[0] + cursor[1] === 0;
    return recordList({ filter, records, groups, next: next ?? undefined, isFirst, now }, access.config, csrf);
  },

  async one(access, [shard, number], now, csrf) {
    const { records } = await listQuarantine(access, { ids: [number] }, [shard, 0], 1);
    const [record] = records;
    return record?.id === `${shard}.${number}` ? recordPage(record, now, csrf) : undefined;
  },

  async count(access, chosen) {
    return (await groupQuarantine(access, chosen)).reduce((total, group) => total + group.count, 0);
  },

  async move(access, move, chosen) {
    return move === 'replay' ? replay(access, chosen) : drop(access, chosen);
  },

  say(done) {
    const [, kind, ...numbers] = /^(replay|drop|full)-(\d{1,9})-(\d{1,9})-(\d{1,9})-([01])$/.exec(done) ?? [];
    if (kind === undefined) return undefined;
    const [moved = 0, events = 0, kept = 0, more] = numbers.map(Number);
    const rest = more === 1 ? ' There are more: do it again.' : '';
    if (kind === 'drop') return { kind: 'good', text: `${counted(moved, 'record')} dropped.${rest}` };
    const came = `${counted(moved, 'record')} translated again: ${counted(events, 'event')} stored, ${count(kept)} still kept.`;
    if (kind === 'full') return { kind: 'bad', text: `${came} The rest could not be stored: try again later.` };
    return { kind: kept > 0 && events === 0 ? 'bad' : 'good', text: `${came}${rest}` };
  },
};

/** `/console/quarantine`: records that no rule handled or that failed: names, reasons and the names of fields, never a value. */
export function quarantinePages<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  return listPages(pages, resolve);
}

async function replay(access: ConsoleAccess, chosen: ListFilter): Promise<string> {
  let [kind, moved, events, kept, more] = ['replay', 0, 0, 0, true];
  let cursor: Cursor | undefined = [0, 0];
  for (let call = 0; cursor !== undefined && call < MOST_CALLS; call++) {
    const answer = await replayQuarantine(access, chosen, cursor);
    if ('ok' in answer) {
      kind = 'full';
      break;
    }
    moved += answer.replayed;
    events += answer.events;
    kept += answer.unmapped + answer.failed + answer.invalid + answer.unopened;
    more = answer.more;
    cursor = answer.next === null ? undefined : readCursor(answer.next);
  }
  return `${kind}-${moved}-${events}-${kept}-${more ? 1 : 0}`;
}

async function drop(access: ConsoleAccess, chosen: ListFilter): Promise<string> {
  let moved = 0;
  let more = true;
  for (let call = 0; more && call < MOST_CALLS; call++) {
    const dropped = await dropQuarantine(access, chosen);
    moved += dropped.count;
    more = dropped.more;
  }
  return `drop-${moved}-0-0-${more ? 1 : 0}`;
}
