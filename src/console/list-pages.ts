import { Hono } from 'hono/tiny';
import { readCursor } from '../status/quarantine.ts';
import type { Cursor } from '../status/quarantine.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from './access.ts';
import { confirmDrop } from './confirm-drop.ts';
import { filterQuery, outboxFilter, readFilter } from './filter.ts';
import type { Filter } from './filter.ts';
import { fieldTexts, readForm } from './form.ts';
import { counted } from './formats.ts';
import type { Markup } from './html.ts';
import { csrfField, missing, page } from './layout.ts';
import type { Notice, PageName } from './layout.ts';

/** Which rows of a list: a filter, or ids as listed. */
export type Chosen<Name extends string> = ReturnType<typeof outboxFilter<Name>> & { ids?: string[] };

/** A place in a list: what is asked for, and how it is shown. */
export interface Place<Name extends string> {
  filter: Filter<Name>;
  cursor: Cursor;
  /** Milliseconds since 1970. */
  now: number;
  csrf: Markup;
}

/** A list whose rows can be looked at, replayed and dropped: `/console/<name>`, and `/console/<name>/<id>` for one. */
export interface ListPages<Name extends string> {
  name: PageName;
  title: string;
  /** What a row is called, e.g. `dead letter`. */
  noun: string;
  /** What dropping means. */
  why: string;
  /** The texts of the filter. */
  names: readonly Name[];
  list(access: ConsoleAccess, place: Place<Name>): Promise<Markup>;
  /** Undefined where there is none at the place. */
  one(access: ConsoleAccess, cursor: Cursor, now: number, csrf: Markup): Promise<Markup | undefined>;
  /** How many rows a filter finds. */
  count(access: ConsoleAccess, chosen: ReturnType<typeof outboxFilter<Name>>): Promise<number>;
  /** Moves them; gives what to say, as digits and small letters. */
  move(access: ConsoleAccess, move: 'replay' | 'drop', chosen: Chosen<Name>): Promise<string>;
  /** What `move` gave, for people. */
  say(done: string): Notice | undefined;
}

const listId = /^\d{1,6}\.\d{1,15}$/;

/** The routes of such a list. */
export function listPages<Name extends string, E extends object>(
  pages: ListPages<Name>,
  resolve: ResolveConsole<E>,
): Hono<ConsoleEnv<E>> {
  const { name, names, title, noun } = pages;
  const path = `/console/${name}`;
  const routes = new Hono<ConsoleEnv<E>>();

  routes.get(path, async (c) => {
    const access = resolve(c.env);
    const filter = readFilter(names, (of) => c.req.query(of));
    const cursor = readCursor(c.req.query('cursor')) ?? [0, 0];
    const body = await pages.list(access, { filter, cursor, now: Date.now(), csrf: csrfField(c.get('session')) });
    const done = c.req.query('done') ?? '';
    const nothing: Notice = { kind: 'bad', text: `Nothing was chosen: tick a ${noun} first.` };
    return page(c, access, { title, current: name, body, notice: done === 'none' ? nothing : pages.say(done) });
  });

  routes.get(`${path}/:id`, async (c) => {
    const access = resolve(c.env);
    const cursor = readCursor(c.req.param('id'));
    const body = cursor && (await pages.one(access, cursor, Date.now(), csrfField(c.get('session'))));
    return body === undefined ? missing(c) : page(c, access, { title: noun, current: name, body });
  });

  routes.post(path, async (c) => {
    const access = resolve(c.env);
    const form = await readForm(c);
    const [move, scope] = (fieldTexts(form, 'do')[0] ?? '').split(' ');
    const filter = readFilter(names, (of) => form.get(of));
    const ids = fieldTexts(form, 'id').filter((id) => listId.test(id));
    const isAll = scope === 'all';
    const back = `${path}${filterQuery(filter)}`;
    if ((move !== 'replay' && move !== 'drop') || (!isAll && ids.length === 0)) {
      return c.redirect(`${path}${filterQuery(filter, { done: 'none' })}`, 303);
    }
    if (move === 'drop' && form.get('confirmed') !== 'yes') {
      const found = isAll ? await pages.count(access, outboxFilter(filter)) : ids.length;
      const fields = [['do', `drop ${isAll ? 'all' : 'selected'}`] as const, ...Object.entries<string>(filter)];
      if (!isAll) fields.push(...ids.map((id): [string, string] => ['id', id]));
      const question = { what: counted(found, noun), why: pages.why, path, back, fields };
      const body = confirmDrop(question, csrfField(c.get('session')));
      return page(c, access, { title: 'Drop?', current: name, body });
    }
    // Where rows are ticked the filter says nothing more.
    const open = outboxFilter(readFilter(names, () => ''));
    const done = await pages.move(access, move, isAll ? outboxFilter(filter) : { ...open, ids });
    return c.redirect(`${path}?done=${done}`, 303);
  });
  return routes;
}
