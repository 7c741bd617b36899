import { isSame } from '../http/is-same.ts';

/** Whether an `Authorization` header carries a token as Bearer (RFC 6750, section 2.1). The time that it takes tells nothing of it. */
export function holdsBearer(header: string | null | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (given === undefined || token === '') return false;
  return isSame(given, token);
}
