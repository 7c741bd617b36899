import { Hono } from 'hono/tiny';
import type { SourceConfig } from '../config/config.ts';
import type { Answer } from '../ingest/answer.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from './access.ts';
import { readForm } from './form.ts';
import { html } from './html.ts';
import { page } from './layout.ts';

/** `POST /console/examples`: sends the records of examples/ as a source, the way that every record goes. */
export function exampleRoutes<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.post('/console/examples', async (c) => {
    const access = resolve(c.env);
    const form = await readForm(c);
    const named = form.get('source');
    const source = access.config.sources.find(
      ({ name, keys }) => keys.length > 0 && (named === null || name === named),
    );
    const allowed = access.config.inbox.enabled || form.get('confirmed') === 'yes';
    const sent = source !== undefined && allowed ? await send(access, source, new URL(c.req.url).origin) : undefined;
    if (sent !== undefined) return c.redirect(`/console?sent=${sent}`, 303);
    const text = allowed
      ? 'The examples were not taken. Look whether a destination is paused or the outbox is full, and try again.'
      : 'The examples were not sent: confirm first that they may go to the destinations.';
    const body = html`<h1>Examples</h1>
      <p><a href="/console">Back to the overview</a></p>`;
    return page(c, access, { title: 'Examples', current: 'overview', body, notice: { kind: 'bad', text } }, 400);
  });
  return routes;
}

/** Gives how many records were sent; undefined when the adapter did not take them. */
async function send(
  { assets, submit }: ConsoleAccess,
  source: SourceConfig,
  origin: string,
): Promise<number | undefined> {
  const post = async (file: string, path: string, headers: Record<string, string>): Promise<unknown> => {
    const example = await assets.fetch(`${origin}/console/assets/examples/${file}`);
    if (!example.ok) return undefined;
    const body = await example.arrayBuffer();
    const request = { method: 'POST', body, headers: { Authorization: `Bearer ${source.keys[0] ?? ''}`, ...headers } };
    const response = await submit(new Request(`${origin}${path}`, request));
    return response.ok ? response.json() : undefined;
  };
  const log = await post('tracking.log', '/v1/tracking-logs', {});
  if (log === undefined) return undefined;
  // What our own route answers.
  const { received } = log as Answer;
  const ids = await post('statements.json', '/xapi/statements', {
    'Content-Type': 'application/json',
    'X-Experience-API-Version': '1.0.3',
  });
  return received + (Array.isArray(ids) ? ids.length : 0);
}
