import { join } from 'node:path';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';
import { readDevVars } from './secrets.ts';

/** Names of the environment variables that take the place of options. */
export const environmentNames = {
  to: 'CALIPER_EDGE_URL',
  key: 'CALIPER_EDGE_KEY',
  token: 'CALIPER_EDGE_TOKEN',
} as const;

/**
 * The address of the adapter: `--to`, else CALIPER_EDGE_URL.
 *
 * @returns its root, without a slash at the end
 * @throws UsageError when there is none, or it is no address
 */
export function adapterAddress(given: string | undefined, io: Pick<Io, 'env'>): string {
  const text = given ?? io.env[environmentNames.to];
  if (text === undefined || text === '') {
    throw new UsageError(`say where the adapter is: --to URL, or ${environmentNames.to} in the environment`);
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && /^https?:$/.test(url.protocol) && !/[?#@]/.test(text);
  if (url === undefined || !plain) {
    throw new UsageError('--to must be the address of the adapter, such as https://adapter.example.edu');
  }
  if (url.protocol === 'http:' && !isHere(url) && !isPrivate(url)) {
    throw new UsageError('--to must begin with https: over http everyone on the way could read keys and records');
  }
  return url.href.replace(/\/+$/, '');
}

/**
 * A secret for the adapter: the option, else the environment, else, where the adapter runs on this machine, `.dev.vars`.
 *
 * @param choose finds it among the secrets of `.dev.vars`
 * @throws UsageError when there is none
 */
export async function adapterSecret(
  option: 'key' | 'token',
  given: string | undefined,
  to: string,
  io: Pick<Io, 'env' | 'project'>,
  choose: (secrets: Readonly<Record<string, string>>) => string | undefined,
): Promise<string> {
  const said = given ?? io.env[environmentNames[option]];
  if (said !== undefined && said !== '') {
    if (/^[\u0021-\u007e]+$/.test(said)) return said;
    throw new UsageError(`--${option} holds a character that cannot stand in a header: was it copied whole?`);
  }
  const local = isHere(new URL(to)) ? choose(await readDevVars(join(io.project, '.dev.vars'))) : undefined;
  if (local !== undefined) return local;
  throw new UsageError(`say the ${option}: --${option}, or ${environmentNames[option]} in the environment`);
}

/** True for addresses of this machine (RFC 6761, section 6.3; RFC 5735, section 3; RFC 4291, section 2.5.3). */
function isHere({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}

/** Names without a dot, as containers of one network call each other, and private addresses (RFC 1918). */
function isPrivate({ hostname }: URL): boolean {
  return /^[^.[\]]+$/.test(hostname) || /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(hostname);
}
