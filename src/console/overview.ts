import { Hono } from 'hono/tiny';
import type { Context } from 'hono';
import type { Minute } from '../outbox/messages.ts';
import { everyShard } from '../outbox/shards.ts';
import { readStatus } from '../status/status.ts';
import type { StatusSummary } from '../status/summary.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from './access.ts';
import { emptyState } from './empty-state.ts';
import { lastHour } from './history.ts';
import { csrfField, missing, page } from './layout.ts';
import type { Notice } from './layout.ts';
import { html } from './html.ts';
import { isEmpty, liveState, stateSentence } from './overview-view.ts';

/** What the overview shows. */
export interface Overview {
  /** Milliseconds since 1970. */
  now: number;
  status: StatusSummary;
  minutes: Minute[];
}

/** `/console`, the part of it that is fetched again and again, and the button that resumes a destination. */
export function overviewRoutes<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.get('/console', (c) => show(c, resolve(c.env), saidBefore(c)));
  routes.get('/console/live', async (c) => {
    const access = resolve(c.env);
    const overview = await readOverview(access);
    return c.html(liveState(overview, csrfField(c.get('session'))));
  });
  routes.post('/console/destinations/:name/resume', async (c) => {
    const access = resolve(c.env);
    const name = c.req.param('name');
    if (!access.config.destinations.some((destination) => destination.name === name)) return missing(c);
    const shards = await everyShard(access.outbox, access.config);
    await Promise.all(shards.map((shard) => shard.resume(name)));
    return c.redirect(`/console?resumed=${encodeURIComponent(name)}`, 303);
  });
  return routes;
}

async function show<E extends object>(
  c: Context<ConsoleEnv<E>>,
  access: ConsoleAccess,
  notice: Notice | undefined,
): Promise<Response> {
  const overview = await readOverview(access);
  const csrf = csrfField(c.get('session'));
  const body = html`<div class="head">
      <h1>Overview</h1>
      <p class="updates" id="updates" hidden>
        <span id="updated">Updates by itself</span>
        <button type="button" class="quiet" id="pause" aria-pressed="false">Pause</button>
      </p>
    </div>
    <p class="visually-hidden" role="status" id="spoken">${stateSentence(overview.status)}</p>
    ${isEmpty(overview.status) && emptyState(access, new URL(c.req.url).origin, csrf)}
    <div id="live" data-source="/console/live" data-seconds="3">${liveState(overview, csrf)}</div>`;
  return page(c, access, { title: 'Overview', current: 'overview', body, notice });
}

async function readOverview(access: ConsoleAccess): Promise<Overview> {
  const now = Date.now();
  const shards = await everyShard(access.outbox, access.config);
  const [status, histories] = await Promise.all([
    readStatus(access),
    Promise.all(shards.map((shard) => shard.history())),
  ]);
  return { now, status, minutes: lastHour(histories, now) };
}

/** What a form did that came back here. Only numbers and configured names are said again. */
function saidBefore(c: Context): Notice | undefined {
  const resumed = c.req.query('resumed');
  if (resumed !== undefined && /^[\w.-]{1,63}$/.test(resumed)) {
    return { kind: 'good', text: `${resumed} is resumed: what waits is sent now.` };
  }
  const sent = c.req.query('sent');
  if (sent === undefined || !/^\d{1,6}$/.test(sent)) return undefined;
  return { kind: 'good', text: `${sent} example records were sent. You see below what becomes of them.` };
}
