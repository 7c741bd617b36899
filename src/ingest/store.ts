import { problemResponse, type Problem } from '../http/problem.ts';
import type { AppendRequest, AppendResult } from '../outbox/messages.ts';

/** Seconds after which a sender may try again when the store did not answer at all. */
const retryAfterFault = 30;

/** Asks the store to keep a request; one that throws did not answer. */
export async function append(
  request: AppendRequest,
  store: { append(request: AppendRequest): Promise<AppendResult> },
): Promise<AppendResult> {
  try {
    return await store.append(request);
  } catch {
    return { ok: false, reason: 'unreachable', retryAfterSeconds: retryAfterFault };
  }
}

type NotStored = Extract<AppendResult, { ok: false }>;

const problems: Record<NotStored['reason'], Problem> = {
  full: {
    status: 503,
    code: 'OUTBOX_FULL',
    message: 'the outbox is full, since destinations take nothing: nothing was stored, send it again later',
  },
  unreachable: {
    status: 503,
    code: 'OUTBOX_UNREACHABLE',
    message: 'the outbox did not answer: send it again later; what was stored already is recognised',
  },
};

/** The 503 that says why nothing was stored: the one code that all shippers retry. */
export function notStored({ reason, retryAfterSeconds }: NotStored): Response {
  return problemResponse(problems[reason], { 'Retry-After': String(retryAfterSeconds) });
}
