import { Hono } from 'hono/tiny';
import { inboxObject } from '../inbox/routes.ts';
import type { ConsoleEnv, ResolveConsole } from './access.ts';
import { envelopeList, envelopePage } from './inbox-view.ts';
import { missing, page } from './layout.ts';

/** Envelopes on a page. */
const PAGE = 25;

/** `/console/inbox`: what came to the built-in endpoint, newest first. Not there where it is off. */
export function inboxPages<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.get('/console/inbox', async (c) => {
    const access = resolve(c.env);
    if (!access.config.inbox.enabled) return missing(c);
    const given = c.req.query('before') ?? '';
    const before = /^\d{1,15}$/.test(given) ? Number(given) : Number.MAX_SAFE_INTEGER;
    const inbox = inboxObject(access.inbox);
    const [totals, envelopes] = await Promise.all([inbox.totals(), inbox.recentEnvelopes(before, PAGE + 1)]);
    const body = envelopeList(totals, envelopes.slice(0, PAGE), envelopes.length > PAGE, Date.now());
    return page(c, access, { title: 'Inbox', current: 'inbox', body });
  });
  routes.get('/console/inbox/:id{\\d{1,15}}', async (c) => {
    const access = resolve(c.env);
    if (!access.config.inbox.enabled) return missing(c);
    const id = Number(c.req.param('id'));
    const [envelope] = await inboxObject(access.inbox).envelopes(id - 1, 1);
    if (envelope?.id !== id) return missing(c);
    const body = envelopePage(envelope, Date.now());
    return page(c, access, { title: `Envelope ${id}`, current: 'inbox', body });
  });
  return routes;
}
