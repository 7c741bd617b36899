import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an `Authorization` header carries a token as Bearer (RFC 6750, section 2.1). The time that it takes tells nothing of the
 * token: hashes of equal length are compared, in constant time.
 */
export function holdsBearer(header: string | null | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (given === undefined || token === '') return false;
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
