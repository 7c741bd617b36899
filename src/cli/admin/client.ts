import { adapterAddress, adapterSecret, environmentNames } from '../adapter.ts';
import { AdapterError, UsageError } from '../command.ts';
import type { OptionSpec, ParsedArguments } from '../command.ts';
import { isObject } from '../../ingest/json.ts';
import type { Io } from '../io.ts';
import { objectIn, reasonOf, saidBy } from '../send/post.ts';

/** Asks an adapter as its administrator. */
export interface Admin {
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Record<string, unknown>>;
  post(path: string, body: unknown): Promise<Record<string, unknown>>;
  /** Sends a text as it is. */
  postText(path: string, type: string, text: string): Promise<Record<string, unknown>>;
}

/** The options of every command that asks an adapter. */
export const adminOptions: Record<string, OptionSpec> = {
  to: { type: 'string' },
  token: { type: 'string' },
  json: { type: 'boolean' },
};

/** The part of the help that is the same for all of them. */
export const adminHelp = `  --to URL        root of the adapter, or ${environmentNames.to} in the environment
  --token TOKEN   admin token, or rather ${environmentNames.token} in the environment, since whoever is on this machine
                  sees arguments; or, where the adapter runs here, the ADMIN_TOKEN of .dev.vars`;

const timeout = 60_000;

/**
 * Finds address and token. Its requests throw an AdapterError when the adapter is not reached or does not let the administrator in,
 * and a UsageError when it says that it was asked for something that is not there.
 *
 * @throws UsageError when one of them is missing
 */
export async function adminOf({ text }: ParsedArguments, io: Io): Promise<Admin> {
  const to = adapterAddress(text['to'], io);
  const token = await adapterSecret('token', text['token'], to, io, (secrets) => secrets['ADMIN_TOKEN']);
  type Asking = Pick<RequestInit, 'method' | 'body'> & { headers?: Record<string, string> };
  const ask = async (path: string, init: Asking): Promise<Record<string, unknown>> => {
    let response: Response;
    let answer: string;
    try {
      response = await io.fetch(`${to}${path}`, {
        ...init,
        headers: { Authorization: `Bearer ${token}`, 'User-Agent': 'caliper-edge', ...init.headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      answer = await response.text();
    } catch (error) {
      throw new AdapterError(`the adapter cannot be reached (${reasonOf(error)}): look at --to`);
    }
    const value = objectIn(answer);
    if (response.ok && value !== undefined) return value;
    throw refusal(response.status, saidBy(value) + firstProblem(value));
  };
  return {
    get: (path, query = {}) => {
      const parameters = new URLSearchParams(query).toString();
      return ask(parameters === '' ? path : `${path}?${parameters}`, { method: 'GET' });
    },
    post: (path, body) =>
      ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    postText: (path, type, body) => ask(path, { method: 'POST', body, headers: { 'Content-Type': type } }),
  };
}

function firstProblem(value: Record<string, unknown> | undefined): string {
  const problems = value?.['problems'];
  const first: unknown = Array.isArray(problems) ? problems[0] : undefined;
  return isObject(first) && typeof first['message'] === 'string' ? `: ${first['message']}` : '';
}

function refusal(status: number, said: string): Error {
  if ((status === 400 || status === 404 || status === 413) && said !== '') {
    return new UsageError(`the adapter answers ${status}${said}`);
  }
  if (status === 401) return new AdapterError(`the adapter answers 401${said}. Look at --token: it is its ADMIN_TOKEN`);
  if (status === 503) return new AdapterError(`the adapter answers 503${said}. Try again later`);
  return new AdapterError(`what answers there (${status}) is no adapter of this version: look at --to`);
}
