import { retryAfterMilliseconds } from '../../delivery/retry-after.ts';
import type { Answer } from '../../ingest/answer.ts';
import { isObject } from '../../ingest/json.ts';
import { AdapterError } from '../command.ts';
import type { Io } from '../io.ts';

/** What the adapter made of one request. */
export type Posted =
  /** Stored. `answer` is undefined for xAPI, where an LRS answers with ids. */
  | { kind: 'stored'; answer: Answer | undefined }
  /** Nothing in it could be read. */
  | { kind: 'unreadable'; answer: Answer }
  /** Statements that refuse their request, by position; nothing was stored. */
  | { kind: 'invalid'; problems: { index: number; code: string; message: string }[] }
  /** Over a limit of the adapter. */
  | { kind: 'too-large'; message: string }
  /** The person interrupted while it waited to try again. */
  | { kind: 'interrupted' };

/** How requests are made. */
export interface Sending {
  /** Path and all. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Milliseconds for which a request is tried again before it is given up. */
  patience: number;
  io: Pick<Io, 'fetch' | 'now' | 'sleep' | 'random'>;
  interrupted: AbortSignal;
  /** Is told before each wait: what was wrong, and for how many milliseconds. */
  onWait: (why: string, milliseconds: number) => Promise<void>;
}

const firstWait = 1000;
const longestWait = 60_000;
/** An hour: who asks for more is asked again after it. */
const longestAsked = 3_600_000;
const timeout = 120_000;

/** What passes by itself (RFC 9110, section 15; RFC 6585, section 4). */
const temporary: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Posts until the adapter has taken it, with a growing wait between attempts, or the wait that it asks for.
 *
 * @throws AdapterError when it refuses for a reason that will not pass, or patience is at its end
 */
export async function post(body: Uint8Array, sending: Sending): Promise<Posted> {
  const { io, patience, interrupted, onWait } = sending;
  let since: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const tried = await once(body, sending);
    if (tried.kind !== 'again') return tried;
    const now = io.now();
    since ??= now;
    const grown = Math.min(longestWait, firstWait * 2 ** attempt) * (0.8 + 0.4 * io.random());
    // "At once" would be a request a millisecond: of proxies that say so, or of clocks that differ.
    const asked = tried.asked === undefined || tried.asked < firstWait ? grown : tried.asked;
    const wait = Math.round(Math.min(longestAsked, asked));
    if (now + wait - since > patience) {
      throw new AdapterError(`${tried.why}. What was taken is recorded: run the same command again to go on`);
    }
    await onWait(tried.why, wait);
    await io.sleep(wait);
    if (interrupted.aborted) return { kind: 'interrupted' };
  }
}

type Tried = Posted | { kind: 'again'; why: string; asked: number | undefined };

async function once(body: Uint8Array, { url, headers, io }: Sending): Promise<Tried> {
  let response: Response;
  let text: string;
  try {
    response = await io.fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    text = await response.text();
  } catch (error) {
    return { kind: 'again', why: `the adapter cannot be reached (${reasonOf(error)})`, asked: undefined };
  }
  const { status } = response;
  const problem = objectIn(text);
  const said = saidBy(problem);
  if (temporary.has(status)) {
    return {
      kind: 'again',
      why: `the adapter answers ${status}${said}`,
      asked: retryAfterMilliseconds(response.headers.get('Retry-After'), io.now()),
    };
  }
  if (status === 200) return stored(text, problem);
  if (status === 413) return { kind: 'too-large', message: `the adapter answers 413${said}` };
  if (status === 400 && problem?.['code'] === 'NOTHING_READABLE')
    return { kind: 'unreadable', answer: rejected(problem) };
  if (status === 400 && problem?.['code'] === 'INVALID_STATEMENT') {
    return { kind: 'invalid', problems: problemsOf(problem) };
  }
  throw new AdapterError(`the adapter answers ${status}${said}${remedies[status] ?? ''}`);
}

const remedies: Readonly<Record<number, string>> = {
  301: '. It moved: look at --to',
  302: '. Something else answers in its place: look at --to',
  307: '. It moved: look at --to',
  308: '. It moved: look at --to',
  401: '. Look at --key: it is the key of a source',
  403: '. Something before the adapter may refuse: look at the rules of its firewall',
  404: '. There is no adapter at this address: look at --to',
};

function stored(text: string, answer: Record<string, unknown> | undefined): Posted {
  // An LRS answers with a list of ids.
  if (text.trimStart().startsWith('[')) return { kind: 'stored', answer: undefined };
  const sums = ['received', 'emitted', 'skipped', 'unmapped', 'failed', 'rejected', 'duplicates', 'events'] as const;
  if (
    answer !== undefined &&
    Array.isArray(answer['problems']) &&
    sums.every((name) => typeof answer[name] === 'number')
  ) {
    return { kind: 'stored', answer: answer as unknown as Answer }; // its numbers and its list were looked at
  }
  throw new AdapterError('what answers there is no adapter: look at --to');
}

function rejected(problem: Record<string, unknown>): Answer {
  const omitted = typeof problem['problemsOmitted'] === 'number' ? problem['problemsOmitted'] : 0;
  const problems = problemsOf(problem).map((item) => ({ ...item, outcome: 'rejected' as const }));
  const count = problems.length + omitted;
  const none = { emitted: 0, skipped: 0, unmapped: 0, failed: 0, duplicates: 0, events: 0 };
  const answer: Answer = { received: count, ...none, rejected: count, problems };
  return omitted === 0 ? answer : { ...answer, problemsOmitted: omitted };
}

function problemsOf(problem: Record<string, unknown>): { index: number; code: string; message: string }[] {
  const list: unknown = problem['problems'];
  return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((item) => {
    if (!isObject(item) || typeof item['index'] !== 'number') return [];
    return [{ index: item['index'], code: String(item['code']), message: String(item['message']) }];
  });
}

/** What an answer of the adapter says of itself, for the end of a sentence. */
export function saidBy(problem: Record<string, unknown> | undefined): string {
  if (problem === undefined || typeof problem['code'] !== 'string') return '';
  return ` ${problem['code']}: ${typeof problem['detail'] === 'string' ? problem['detail'] : ''}`.trimEnd();
}

export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** E.g. `ECONNREFUSED`; what fetch says itself is only that it failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for an unknown reason';
  if (error.name === 'TimeoutError') return `no answer within ${timeout / 1000} seconds`;
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}
