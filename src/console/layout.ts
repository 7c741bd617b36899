import type { Context } from 'hono';
import type { ConsoleAccess, ConsoleEnv } from './access.ts';
import { each, html } from './html.ts';
import type { Markup, Piece } from './html.ts';
import type { Session } from './session.ts';

/** The titles of the pages in the navigation, in order. A new page gets a row here and its routes in src/console/routes.ts. */
const pages = {
  overview: 'Overview',
  playground: 'Playground',
  coverage: 'Coverage',
  'dead-letters': 'Dead letters',
  quarantine: 'Quarantine',
  inbox: 'Inbox',
};

export type PageName = keyof typeof pages;

/** A page: what stands in `<main>`, and around it. */
export interface Page {
  title: string;
  /** Which entry of the navigation it belongs to. */
  current: PageName | undefined;
  body: Markup;
  /** Something to be said first, e.g. what a form has done. */
  notice?: Notice | undefined;
  /** Names of further scripts in src/console/browser, without `.js`. */
  scripts?: readonly string[];
}

export interface Notice {
  kind: 'good' | 'bad';
  text: string;
}

/**
 * Answers with a page, in the frame that all pages have. `c` is the context behind the guard. A form in the body holds
 * {@link csrfField}; scripts and styles stand in files of their own, since the policy allows no other.
 */
export function page<E extends object>(
  c: Context<ConsoleEnv<E>>,
  access: ConsoleAccess,
  content: Page,
  status: 200 | 400 | 404 | 503 = 200,
): Response | Promise<Response> {
  return c.html(layout(access, c.get('session'), content), status);
}

/** Answers that there is nothing at an address of the console. */
export function missing(c: Context): Response | Promise<Response> {
  const body = html`<h1>There is nothing here</h1>
    <p>What stood here may have been replayed or dropped.</p>
    <p><a href="/console">To the console</a></p>`;
  return c.html(bare('Not found', body), 404);
}

/** The hidden field that each form of the console holds. */
export function csrfField(session: Session): Markup {
  return html`<input type="hidden" name="csrf" value="${session.csrf}" />`;
}

/** The whole document of a page. */
export function layout(access: ConsoleAccess, session: Session, content: Page): Markup {
  const shown = Object.entries(pages).filter(([name]) => name !== 'inbox' || access.config.inbox.enabled);
  return document(
    content.title,
    ['console', ...(content.scripts ?? [])],
    html`<a class="skip" href="#main">Skip to the content</a>
      <header class="top">
        <a class="brand" href="/console">${mark()}<span>caliper-edge</span></a>
        <nav aria-label="Console">
          <ul>
            ${each(
              shown,
              ([name, title]) =>
                html`<li>
                  <a
                    href="/console${name !== 'overview' && `/${name}`}"
                    ${name === content.current ? html`aria-current="page"` : ''}
                    >${title}</a
                  >
                </li>`,
            )}
          </ul>
        </nav>
        <form method="post" action="/console/logout">${csrfField(session)}<button class="quiet">Sign out</button></form>
      </header>
      <main id="main" tabindex="-1">${notice(content.notice)}${content.body}</main>`,
  );
}

/** A document without navigation, for those who are not signed in. */
export function bare(title: string, body: Piece): Markup {
  return document(title, [], html`<main id="main" class="bare">${body}</main>`);
}

/** The sign of the console: the jaws of a caliper around a point. */
export function mark(): Markup {
  return html`<svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" />
    <path d="M13 8H8.500v16H13M19 8h4.500v16H19" />
    <circle cx="16" cy="16" r="3" />
  </svg>`;
}

function notice(of: Notice | undefined): Piece {
  return (
    of !== undefined &&
    html`<p class="notice ${of.kind}" role="${of.kind === 'bad' ? 'alert' : 'status'}">${of.text}</p>`
  );
}

function document(title: string, scripts: readonly string[], body: Markup): Markup {
  // With its whole end tag in a template, esbuild would bundle a helper for templates.
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · caliper-edge</title>
        <link rel="icon" href="/console/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/console/assets/console.css" />
        ${each(scripts, (name) => html`<script type="module" src="/console/assets/${name}.js"></${'script'}>`)}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}
