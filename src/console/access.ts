import type { Inbox } from '../inbox/inbox.ts';
import type { MappingTable } from '../mapping/table.ts';
import type { QuarantineAccess } from '../status/quarantine.ts';
import type { Session } from './session.ts';

/** What the console needs from the Worker's environment. */
export interface ConsoleAccess extends QuarantineAccess {
  inbox: DurableObjectNamespace<Inbox>;
  /** The files of build/console. */
  assets: { fetch: (url: string) => Promise<Response> };
  /** Answers a request as the adapter does; the examples are sent this way. */
  submit: (request: Request) => Response | Promise<Response>;
  /** Is told of a fault of ours. */
  report: (error: unknown) => void;
  /** What is deployed, for the playground and the coverage. */
  tables: MappingTable;
  /** Name of the source to name of the secret that holds its key. */
  keyNames: Readonly<Record<string, string>>;
}

/** Gives what the console needs of an environment; called once for each request. */
export type ResolveConsole<E extends object> = (env: E) => ConsoleAccess;

/** The environment of a route behind the guard: `c.get('session')` is the session of who asks. */
export interface ConsoleEnv<E extends object> {
  Bindings: E;
  Variables: { session: Session };
}

/** The names of the secrets in the setting SOURCES, which may be JSON text: the first of each source. Only sound entries count. */
export function sourceKeyNames(sources: unknown): Record<string, string> {
  let list = sources;
  try {
    if (typeof sources === 'string') list = JSON.parse(sources);
  } catch {
    return {};
  }
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    list.flatMap((item: unknown) => {
      const { name, key, keys } = (item ?? {}) as { name?: unknown; key?: unknown; keys?: unknown };
      const first: unknown = Array.isArray(keys) ? keys[0] : key;
      return typeof name === 'string' && typeof first === 'string' ? [[name, first] as const] : [];
    }),
  );
}
