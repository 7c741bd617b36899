import type { Context, MiddlewareHandler } from 'hono';
import { isSame } from '../http/is-same.ts';
import type { ConsoleEnv, ResolveConsole } from './access.ts';
import { html } from './html.ts';
import { readForm } from './form.ts';
import { bare } from './layout.ts';
import { COOKIE, readSession } from './session.ts';

const POLICY = [
  ...["default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "connect-src 'self'"],
  ...["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"],
].join('; ');

/** On every page: nothing from elsewhere, no script in the page, no frame, no trace in referrers or caches. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Bytes of a login; somebody unknown may not make us read more. */
const LOGIN_BYTES = 4096;

/**
 * What stands before every address of the console. Sets the headers; lets a request that changes something in only from our own pages
 * (403 otherwise); sends those without a session to the login; and asks a POST for the token of the session, as the form field `csrf` or
 * the header `X-Console-Token`.
 */
export function guard<E extends object>(resolve: ResolveConsole<E>): MiddlewareHandler<ConsoleEnv<E>> {
  return async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    const changes = !['GET', 'HEAD'].includes(c.req.method);
    if (changes && !isFromHere(c)) return refuse(c, 'This request did not come from a page of the console.');

    if (c.req.path === '/console/login') {
      const bytes = changes ? (c.req.header('Content-Length') ?? 'unknown') : 0;
      return Number(bytes) <= LOGIN_BYTES ? next() : refuse(c, 'This is no login.');
    }
    const session = readSession(resolve(c.env).config.adminToken, cookie(c), Date.now());
    if (session === undefined) {
      const { pathname, search } = new URL(c.req.url);
      const next = changes ? '/console' : pathname + search;
      return c.redirect(`/console/login${next === '/console' ? '' : `?next=${encodeURIComponent(next)}`}`, 303);
    }
    if (changes) {
      const given = c.req.header('X-Console-Token') ?? (await readForm(c)).get('csrf');
      if (typeof given !== 'string' || !isSame(given, session.csrf)) {
        return refuse(c, 'The form was made in another session. Go back, load the page anew, and try again.');
      }
    }
    c.set('session', session);
    return next();
  };
}

/** Browsers say where a request comes from: Sec-Fetch-Site (Fetch Metadata, section 2.4), older ones Origin. */
function isFromHere(c: Context): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('Origin') ?? '';
  // Only the host: before a proxy that ends TLS, the scheme is another one.
  return URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host;
}

function cookie(c: Context): string | undefined {
  return new RegExp(`(?:^|; *)${COOKIE}=([^;]*)`).exec(c.req.header('Cookie') ?? '')?.[1];
}

function refuse(c: Context, message: string): Response | Promise<Response> {
  const body = html`<h1>Refused</h1>
    <p>${message} Nothing was changed.</p>
    <p><a href="/console">To the console</a></p>`;
  return c.html(bare('Refused', body), 403);
}
