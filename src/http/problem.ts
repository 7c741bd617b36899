/** What is said to a client whose request cannot be served (RFC 9457). */
export interface Problem {
  status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 503;
  /** Stable, UPPER_SNAKE. */
  code: string;
  /** What is wrong and what to do; no person value, no secret. */
  message: string;
}

const titles: Record<Problem['status'], string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  503: 'Service Unavailable',
};

/**
 * An `application/problem+json` response (RFC 9457, section 3) with the members `type`, `title`, `status`, `code`, `detail`.
 *
 * @param headers further header fields, e.g. `Retry-After`
 * @param members further members (RFC 9457, section 3.2)
 */
export function problemResponse(
  problem: Problem,
  headers: Record<string, string> = {},
  members: Record<string, unknown> = {},
): Response {
  const body = {
    type: 'about:blank',
    title: titles[problem.status],
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...members,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
}
