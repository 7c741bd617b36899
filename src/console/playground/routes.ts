import { Hono } from 'hono/tiny';
import { validateEvent } from '../../caliper/validate.ts';
import { readBody } from '../../ingest/body/read-body.ts';
import { isObject } from '../../ingest/json.ts';
import type { ConsoleAccess, ConsoleEnv, ResolveConsole } from '../access.ts';
import { readForm } from '../form.ts';
import { missing, page } from '../layout.ts';
import { LONGEST, readRules } from './read-rules.ts';
import type { RunAnswer } from './run.ts';
import { sentTo } from './sent.ts';
import type { OwnRules, Pasted } from './translate.ts';
import { tableOf, translate } from './translate.ts';
import { playground } from './view.ts';

/** Bytes of a run: a record and some rules; both are made by hand. */
const MOST_BYTES = 512 * 1024;

/** `/console/playground`: what becomes of a record, also with rules that are not deployed. */
export function playgroundRoutes<E extends object>(resolve: ResolveConsole<E>): Hono<ConsoleEnv<E>> {
  const routes = new Hono<ConsoleEnv<E>>();
  routes.get('/console/playground', (c) => {
    const access = resolve(c.env);
    const body = playground(access, c.get('session'));
    return page(c, access, { title: 'Playground', current: 'playground', body, scripts: ['playground'] });
  });

  // A site's own rules are in there, which are nobody else's business: these files are not served as they lie.
  routes.get('/console/data/*', async (c) => {
    const { ok, body } = await resolve(c.env).assets.fetch(c.req.url);
    return ok && body !== null ? c.body(body, 200, { 'Content-Type': 'application/json' }) : missing(c);
  });

  // Without script: the deployed tables only.
  routes.post('/console/playground', async (c) => {
    const access = resolve(c.env);
    const given = Object.fromEntries(await readForm(c));
    const read = readRun(access, given);
    const answer = 'fault' in read ? undefined : await answerTo(access, read);
    const body = playground(
      access,
      c.get('session'),
      given,
      'fault' in read ? { kind: 'rejected', ...read.fault } : answer,
    );
    return page(c, access, { title: 'Playground', current: 'playground', body, scripts: ['playground'] });
  });

  routes.post('/console/playground/run', async (c) => {
    const access = resolve(c.env);
    const body = await readBody(c.req.raw, { bodyBytes: MOST_BYTES });
    if (!body.ok) return c.json({ code: body.code, message: body.message }, body.status);
    const read = readRun(access, parsed(body.text));
    if ('fault' in read) return c.json(read.fault, 422);
    try {
      return c.json(await answerTo(access, read));
    } catch {
      return c.json(fault('BAD_RULES', 'the rules could not be run').fault, 422);
    }
  });
  return routes;
}

interface ReadRun {
  pasted: Pasted;
  own?: OwnRules;
  destination: string;
}

interface Fault {
  fault: { code: string; message: string };
}

function readRun(access: ConsoleAccess, given: unknown): ReadRun | Fault {
  const { sources } = access.config;
  const { kind, source, record, rules, replaced = [], destination = '' } = isObject(given) ? given : {};
  const site = sources.find(({ name }) => name === source) ?? (source === undefined ? sources[0] : undefined);
  const isKind = kind === 'openedx' || kind === 'xapi';
  if (!isKind || site === undefined || typeof record !== 'string' || typeof destination !== 'string') {
    return fault('BAD_RUN', 'a run has kind (openedx or xapi), source (one that is configured) and record (text)');
  }
  if (record.length > LONGEST) {
    return fault('RECORD_TOO_LARGE', `the record has more than ${LONGEST} characters: try a smaller one`);
  }
  const pasted: Pasted = { kind, source: site, text: record };
  if (rules === undefined) return { pasted, destination };
  const own = readRules(rules, tableOf(access, kind)?.lets.length ?? 0);
  if (own === undefined || !Array.isArray(replaced) || !replaced.every((name) => typeof name === 'string')) {
    return fault('BAD_RULES', 'rules are no lowered rules of the mapping language, or much too large');
  }
  return { pasted, own: { rules: own, replaced }, destination };
}

async function answerTo(access: ConsoleAccess, { pasted, own, destination }: ReadRun): Promise<RunAnswer> {
  const translated = translate(access, pasted, own);
  if (translated.kind === 'rejected') return translated;
  const { outcome } = translated;
  if (outcome.kind !== 'emitted') return { ...translated, findings: [] };
  // `value` is read from the text when it is asked for, which JSON.stringify does not.
  const events = outcome.events.map((event) => ({ ...event, value: event.value }));
  const findings = events.map(({ value }) => validateEvent(value, 'v1p2'));
  const to = access.config.destinations.find(({ name }) => name === destination) ?? access.config.destinations[0];
  const answer = { ...translated, outcome: { ...outcome, events }, findings };
  if (to === undefined) return answer;
  const sent = await sentTo(access.config, to, pasted.source, outcome, Date.now(), crypto.randomUUID());
  return { ...answer, sent };
}

function fault(code: string, message: string): Fault {
  return { fault: { code, message } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
