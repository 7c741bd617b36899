import { createHmac } from 'node:crypto';
import { isSame } from '../http/is-same.ts';

/** Name of the cookie. */
export const COOKIE = 'caliper-edge-console';

/** Seconds that a session lasts. */
export const SESSION_SECONDS = 12 * 3600;

/** Somebody who showed the admin token. */
export interface Session {
  /** Stands in each form of this session, so that no other page can make one. */
  csrf: string;
}

/**
 * Makes the value of the cookie: when it ends, a random part, and an HMAC of both under a key from the admin token. Nothing is
 * stored, and a new admin token ends every session.
 *
 * @param now milliseconds since 1970
 * @param random something that is different each time, without a dot
 */
export function openSession(adminToken: string, now: number, random: string): string {
  const stated = `${Math.floor(now / 1000) + SESSION_SECONDS}.${random}`;
  return `${stated}.${mac(adminToken, 'session', stated)}`;
}

/** The session of a cookie's value; undefined when it is not ours, or over. */
export function readSession(adminToken: string, value: string | undefined, now: number): Session | undefined {
  const [, stated, ends, given] = /^((\d{1,12})\.[\w-]{1,64})\.([\w-]{43})$/.exec(value ?? '') ?? [];
  if (stated === undefined || given === undefined || adminToken === '') return undefined;
  if (!isSame(given, mac(adminToken, 'session', stated)) || Number(ends) * 1000 <= now) return undefined;
  return { csrf: mac(adminToken, 'form', stated) };
}

/** The purpose keeps one use from standing in for another. */
function mac(adminToken: string, purpose: string, text: string): string {
  return createHmac('sha256', adminToken).update(`caliper-edge console ${purpose}\n${text}`).digest('base64url');
}
