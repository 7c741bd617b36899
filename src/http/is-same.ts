import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares secrets. The time that it takes tells nothing of them: hashes of equal length are compared, in constant time. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
