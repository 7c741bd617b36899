import { Hono } from 'hono/tiny';
import { methodNotAllowed } from '../http/method-not-allowed.ts';
import type { ConsoleEnv, ResolveConsole } from './access.ts';
import { deadLetterPages } from './dead-letters.ts';
import { exampleRoutes } from './examples.ts';
import { guard } from './guard.ts';
import { html } from './html.ts';
import { inboxPages } from './inbox.ts';
import { bare, missing } from './layout.ts';
import { loginRoutes } from './login.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { overviewRoutes } from './overview.ts';
import { playgroundRoutes } from './playground/routes.ts';
import { quarantinePages } from './quarantine.ts';

/**
 * The console at `/console`, for the administrator. Every page is made on the server and works without script.
 *
 * To add a page: a function `(resolve) => Hono<ConsoleEnv<E>>` with its routes below `/console/`, in the list here (all behind the guard); a
 * row in `pages` of src/console/layout.ts; answers through `page()` of that file, its body made with `html` of html.ts, and `csrfField()` in each form, or its
 * value in the header `X-Console-Token` of a fetch. A script of its own is a file in src/console/browser that imports nothing, named in `scripts` of the page;
 * styles go into src/console/assets/console.css. Whatever a page needs from outside is a member of ConsoleAccess, set in src/worker.ts.
 */
export function consoleRoutes<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.use('/console/*', guard(resolve));
  for (const pages of [
    loginRoutes,
    overviewRoutes,
    playgroundRoutes,
    coverageRoutes,
    exampleRoutes,
    deadLetterPages,
    quarantinePages,
    inboxPages,
  ]) {
    routes.route('/', pages(resolve));
  }
  routes.get('/console/', (c) => c.redirect('/console', 301));
  routes.get('/console/*', missing);
  routes.all('/console/*', () => methodNotAllowed('GET, HEAD'));
  routes.onError((error, c) => {
    resolve(c.env).report(error);
    const body = html`<h1>The outbox did not answer</h1>
      <p>Nothing is lost by that. <a href="">Try again</a> in a moment.</p>`;
    return c.html(bare('Try again', body), 503);
  });
  return routes;
}
