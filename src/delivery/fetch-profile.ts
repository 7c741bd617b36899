import { isLocal } from '../config/addresses.ts';
import type { AuthConfig } from '../config/config.ts';
import { isFieldValue } from '../config/field-value.ts';
import { exchange } from './exchange.ts';
import { serviceLimits } from './fetch-token.ts';
import type { Verdict } from './judge.ts';
import { oauth1Authorization } from './oauth1.ts';
import type { Platform } from './post.ts';
import { members, serviceFault } from './service-fault.ts';

/** Milliseconds for which what a profile service told is used. */
const PROFILE_LASTS = 24 * 60 * 60 * 1000;

/** Where to post and with which key, and until when that is used, milliseconds since 1970. */
export type ProfileFetched = { ok: true; url: string; key: string; until: number } | { ok: false; verdict: Verdict };

/**
 * Asks an LTI 1.1 Caliper profile service where to post and with which key: a GET that is signed with OAuth 1.0a. Never throws.
 */
export async function fetchProfile(
  { profileUrl, consumerKey, secret }: Extract<AuthConfig, { scheme: 'profile-service' }>,
  platform: Platform,
): Promise<ProfileFetched> {
  const attempt = { timestamp: Math.floor(platform.now() / 1000), nonce: platform.uuid() };
  const credentials = { consumerKey, consumerSecret: secret };
  const headers = {
    Authorization: oauth1Authorization('GET', profileUrl, credentials, attempt),
    Accept: 'application/json',
  };
  const exchanged = await exchange(profileUrl, { method: 'GET', headers }, serviceLimits, platform);
  const fault = serviceFault('PROFILE', exchanged);
  if (fault !== undefined) return { ok: false, verdict: fault };
  const profile = members(exchanged.kind === 'answer' ? exchanged.body : new Uint8Array());
  // Caliper's own name, and the one of Kaltura's guide.
  const url = parseUrl(profile.get('eventStoreUrl') ?? profile.get('apiUrl'));
  const key = profile.get('apiKey');
  if (url === undefined || typeof key !== 'string' || !isFieldValue(key)) {
    return { ok: false, verdict: { kind: 'paused', reason: 'PROFILE_UNREADABLE' } };
  }
  // A service elsewhere must not send events to a port of this machine.
  const allowed = isLocal(url)
    ? /^https?:$/.test(url.protocol) && isLocal(new URL(profileUrl))
    : url.protocol === 'https:';
  if (!allowed || url.username !== '' || url.password !== '') {
    return { ok: false, verdict: { kind: 'paused', reason: 'PROFILE_URL_NOT_ALLOWED' } };
  }
  url.hash = '';
  return { ok: true, url: url.href, key, until: platform.now() + PROFILE_LASTS };
}

function parseUrl(value: unknown): URL | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
}
