/** What came back from one POST, as far as it decides what happens next. */
export type ResponseFacts =
  | {
      kind: 'answer';
      status: number;
      /** The `Retry-After` header as it stood there. */
      retryAfter: string | null;
      /** The first 2 KB of the body, cleaned. */
      response: string;
    }
  /** No answer: connection refused, name not found, connection lost. */
  | { kind: 'network' }
  /** No answer in time. */
  | { kind: 'timeout' }
  /** The request could not be made; a defect of ours or a wrong key. Nothing was sent. */
  | { kind: 'unsent' };

/** What an answer means for the envelope and for its destination. */
export type Verdict =
  | { kind: 'done' }
  /** The destination is to back off; the same envelope may succeed later. */
  | { kind: 'retry'; reason: string; status: number | null; retryAfter: string | null; response: string }
  /** Something in this envelope is at fault: `content` (an event), or `size` (the envelope as a whole). */
  | { kind: 'refused'; at: 'content' | 'size'; status: number; response: string }
  /** The destination itself is at fault (credentials, URL); no event will do better. */
  | { kind: 'paused'; reason: string };

/** Answers that say that the destination is not as configured, and the reason that the operator reads. */
const PAUSE_REASONS: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  410: 'GONE',
};

/** 409 is not in RFC 9110's list of repeatable errors; it speaks of the content, as 400 does. */
const REFUSALS: ReadonlySet<number> = new Set([400, 409, 415, 422]);

/** 408 and 425 (RFC 8470) ask for a repetition, 429 (RFC 6585) for a later one. */
const RETRIES: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Decides what an answer means: a pure function of the status (Caliper 1.2, "HTTP response status codes"; RFC 9110,
 * section 15). A redirect pauses, since following it would send learners' events to a URL that nobody configured.
 */
export function judge(facts: ResponseFacts): Verdict {
  switch (facts.kind) {
    case 'network':
      return { kind: 'retry', reason: 'NETWORK', status: null, retryAfter: null, response: '' };
    case 'timeout':
      return { kind: 'retry', reason: 'TIMEOUT', status: null, retryAfter: null, response: '' };
    case 'unsent':
      return { kind: 'retry', reason: 'REQUEST_NOT_MADE', status: null, retryAfter: null, response: '' };
    case 'answer':
      return judgeStatus(facts.status, facts.retryAfter, facts.response);
  }
}

function judgeStatus(status: number, retryAfter: string | null, response: string): Verdict {
  if (status >= 200 && status <= 299) return { kind: 'done' };
  if (status >= 300 && status <= 399) return { kind: 'paused', reason: 'REDIRECT' };
  if (RETRIES.has(status) || status >= 500) {
    return { kind: 'retry', reason: `HTTP_${status}`, status, retryAfter, response };
  }
  if (status === 413) return { kind: 'refused', at: 'size', status, response };
  if (REFUSALS.has(status)) return { kind: 'refused', at: 'content', status, response };
  return { kind: 'paused', reason: PAUSE_REASONS[status] ?? `HTTP_${status}` };
}
