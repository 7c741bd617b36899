import { problemResponse } from './problem.ts';

/** The answer to a method that an address does not take (RFC 9110, section 15.5.6). `allow` names those that it takes. */
export function methodNotAllowed(allow: string): Response {
  const message = `this address takes ${allow} only`;
  return problemResponse({ status: 405, code: 'METHOD_NOT_ALLOWED', message }, { Allow: allow });
}
