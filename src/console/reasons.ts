/** What a reason of a destination or a dead letter means, and what to do; the words of the interface stay in code. */
const reasons: Readonly<Record<string, string>> = {
  UNAUTHORIZED: 'The endpoint does not accept the credentials: mend the secret of the destination, then resume.',
  FORBIDDEN: 'The endpoint refuses us: ask its owner for access, then resume.',
  NOT_FOUND: 'There is nothing at the address: mend the url of the destination, then resume.',
  GONE: 'The endpoint says that it is gone for good: ask its owner, then resume.',
  REDIRECT: 'The endpoint redirects, which is not followed: set the new url, then resume.',
  TIMEOUT: 'The endpoint did not answer in time. It is tried again by itself.',
  NETWORK: 'The endpoint was not reached. It is tried again by itself.',
  REQUEST_NOT_MADE: 'The request could not be made. It is tried again by itself.',
  REFUSED: 'The endpoint refused this event; its answer says why.',
  ATTEMPTS_SPENT: 'The endpoint failed as often as is tried. Once it is well again, replay.',
  NO_V1P1_FORM: 'Caliper 1.1 has no such event; send Caliper 1.2 to this destination, or drop it.',
  TOO_LARGE: 'The event is too large to be stored; it can only be dropped.',
};

/** A sentence about a reason; for one that is not known, the empty text. */
export function explain(reason: string | null): string {
  if (reason === null) return '';
  const status = /^HTTP_(\d+)$/.exec(reason)?.[1];
  if (status !== undefined) return `The endpoint answers ${status}. It is tried again by itself.`;
  return Object.hasOwn(reasons, reason) ? (reasons[reason] ?? '') : '';
}
