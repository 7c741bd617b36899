import { consoleRoutes } from '../../src/console/routes.ts';
import { COOKIE } from '../../src/console/session.ts';
import { type Schema, text } from './json-schema.ts';
import { anyone, asConsole, type Method, type Operation, type Paths } from './operation.ts';
import { unavailable, type Answered, type Header } from './responses.ts';

/** What the addresses of the console are for; one without a line here is a page like the others. */
const summaries: Readonly<Record<string, string>> = {
  'GET /console': 'The overview',
  'GET /console/': 'Leads to /console',
  'GET /console/live': 'The part of the overview that is fetched again and again',
  'GET /console/login': 'The form of the login',
  'POST /console/login': 'Sign in with the admin token: sets the cookie',
  'POST /console/logout': 'Sign out',
  'POST /console/examples': 'Send the records of examples/',
  'POST /console/destinations/{name}/resume': 'Resume a paused destination',
  'GET /console/dead-letters': 'Dead letters',
  'GET /console/dead-letters/{id}': 'One dead letter',
  'POST /console/dead-letters': 'Replay or drop dead letters',
  'GET /console/quarantine': 'Kept records',
  'GET /console/quarantine/{id}': 'One kept record',
  'POST /console/quarantine': 'Replay or drop kept records',
  'GET /console/inbox': 'What came to the built-in endpoint',
  'GET /console/inbox/{id}': 'One envelope',
};

const location: Header = {
  description: 'Where to go.',
  required: true,
  schema: { type: 'string', pattern: '^/console' },
};

/** On every answer of the console. */
const guarded: Readonly<Record<string, Header>> = Object.fromEntries(
  Object.entries({
    'Content-Security-Policy': { type: 'string', pattern: "^default-src 'none';" },
    'X-Frame-Options': { const: 'DENY' },
    'X-Content-Type-Options': { const: 'nosniff' },
    'Cache-Control': { const: 'no-store' },
  } satisfies Record<string, Schema>).map(([name, schema]): [string, Header] => [
    name,
    { description: 'Nothing from elsewhere, no frame, no cache.', required: true, schema },
  ]),
);

function page(description: string): Answered {
  return { description, headers: guarded, content: { 'text/html': { schema: text } } };
}

const leads: Answered = { description: 'Done, or not signed in.', headers: { ...guarded, Location: location } };

const other: Answered = {
  description: `The outbox did not answer, as a page; or: ${unavailable().description}`,
  content: { 'text/html': { schema: text }, ...unavailable().content },
};

const missing = page('There is no such thing.');

/** The pages of the console, as they are registered. */
export function consolePaths(): Paths {
  // The routes are only listed: nothing is asked of what they would need.
  const { routes } = consoleRoutes<object>(() => {
    throw new Error('the routes of the console are not run here');
  });
  const paths: Record<string, Partial<Record<Method, Operation>>> = {};
  for (const { method, path } of routes) {
    if ((method !== 'GET' && method !== 'POST') || path.includes('*')) continue;
    const place = path.replaceAll(/:(\w+)(?:\{(?:[^{}]|\{[^{}]*\})*\})?/g, '{$1}');
    paths[place] = { ...paths[place], [method.toLowerCase()]: operation(method, place) };
  }
  return paths;
}

function operation(method: 'GET' | 'POST', path: string): Operation {
  const names = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  const words = path.split(/[/{}-]+/).filter((word) => word !== '');
  const slash = path.endsWith('/') ? ['home'] : [];
  const operationId = [method === 'GET' ? 'show' : 'submit', ...words, ...slash]
    .map((word, index) => (index === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join('');
  const isLogin = path === '/console/login';
  const form: Schema = { type: 'object', additionalProperties: { type: ['string', 'array'] } };
  return {
    operationId,
    tags: ['console'],
    summary: summaries[`${method} ${path}`] ?? 'A page of the console',
    security: isLogin ? anyone : asConsole,
    ...(names.length > 0 && {
      parameters: names.map(
        (name) => ({ name, in: 'path', required: true, description: 'As listed.', schema: text }) as const,
      ),
    }),
    ...(method === 'POST' && {
      requestBody: {
        required: true,
        description: isLogin
          ? 'The admin token as `token`, and as `next` where to go then.'
          : 'A form of the page, with the token of the session as `csrf`.',
        content: { 'application/x-www-form-urlencoded': { schema: form } },
      },
    }),
    responses: {
      200: { ...page('The page, or what is asked before it is done.'), content: anyContent },
      ...(path.endsWith('/') && { 301: { ...leads, description: 'It is /console.' } }),
      ...(!(isLogin && method === 'GET') && { 303: leads }),
      ...(method === 'POST' && {
        400: { ...page('It was not done, and why.'), content: anyContent },
        ...(isLogin && { 401: page('That is not the admin token.') }),
        403: page('The request did not come from a page of this session.'),
      }),
      404: missing,
      503: other,
    },
  };
}

/** Pages, and what scripts of pages fetch. */
const anyContent: NonNullable<Answered['content']> = {
  'text/html': { schema: text },
  'application/json': { schema: {} },
};

/** How the console knows who asks. */
export const consoleCookie = COOKIE;
