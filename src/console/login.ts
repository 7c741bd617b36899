import { Hono } from 'hono/tiny';
import type { Context } from 'hono';
import { isSame } from '../http/is-same.ts';
import type { ConsoleEnv, ResolveConsole } from './access.ts';
import { readForm } from './form.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { bare, mark } from './layout.ts';
import { hidden } from './list-view.ts';
import { COOKIE, openSession, SESSION_SECONDS } from './session.ts';

/** `/console/login` and `/console/logout`. */
export function loginRoutes<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.get('/console/login', (c) => c.html(loginPage(target(c.req.query('next')), false)));
  routes.post('/console/login', async (c) => {
    const { config } = resolve(c.env);
    const form = await readForm(c);
    const token = form.get('token');
    const to = target(form.get('next'));
    if (typeof token !== 'string' || !isSame(token.trim(), config.adminToken)) return c.html(loginPage(to, true), 401);
    setCookie(c, openSession(config.adminToken, Date.now(), crypto.randomUUID()), SESSION_SECONDS);
    return c.redirect(to, 303);
  });
  routes.post('/console/logout', (c) => {
    setCookie(c, '', 0);
    return c.redirect('/console/login', 303);
  });
  return routes;
}

/** Where to go after the login: only to a page of the console, never to another site. */
export function target(next: unknown): string {
  const base = 'http://console.invalid';
  if (typeof next !== 'string' || !URL.canParse(next, base)) return '/console';
  // As the browser will read it, with every `..` resolved.
  const { origin, pathname, search } = new URL(next, base);
  return origin === base && /^\/console(?:\/|$)/.test(pathname) ? pathname + search : '/console';
}

function setCookie(c: Context, value: string, seconds: number): void {
  const { protocol, hostname } = new URL(c.req.url);
  const local = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const attributes = `Max-Age=${seconds}; Path=/console; HttpOnly; SameSite=Strict${local ? '' : '; Secure'}`;
  c.header('Set-Cookie', `${COOKIE}=${value}; ${attributes}`);
}

function loginPage(next: string, wrong: boolean): Markup {
  const fault = wrong && html`<p class="notice bad" id="fault" role="alert">That is not the admin token.</p>`;
  return bare(
    'Sign in',
    html`<div class="login card">
      <div class="brand">${mark()}<span>caliper-edge</span></div>
      <h1>Sign in to the console</h1>
      ${fault}
      <form method="post" action="/console/login">
        ${hidden('next', next)}
        <label for="token">Admin token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          aria-describedby="${wrong ? 'fault hint' : 'hint'}"
          ${wrong ? html`aria-invalid="true"` : ''}
        />
        <p class="hint" id="hint">
          It is the secret <code>ADMIN_TOKEN</code>: on your own machine in the file <code>.dev.vars</code>, otherwise
          where your secrets are kept.
        </p>
        <button class="primary">Sign in</button>
      </form>
    </div>`,
  );
}
