import type { ClientCredentials } from '../config/config.ts';
import { exchange } from './exchange.ts';
import type { Verdict } from './judge.ts';
import type { Platform } from './post.ts';
import { members, serviceFault } from './service-fault.ts';
import type { Signer } from './signed-request.ts';
import { signJwt } from './signed-jwt.ts';

/** Milliseconds that a token endpoint or a profile service has, and bytes of its answer that are read. */
export const serviceLimits = { timeout: 10_000, bytes: 65_536 };

/** Seconds for which an assertion is good; RFC 7523 leaves it open, platforms refuse more than five minutes. */
const ASSERTION_LASTS = 180;

/** Milliseconds before its end at which a token is no longer used. */
const MARGIN = 60_000;

/** Seconds for which a token is kept that does not say how long it is good (RFC 6749, section 5.1). */
const UNSAID = 3600;

/** A token, and until when it is used, milliseconds since 1970. */
export type TokenFetched = { ok: true; token: string; until: number } | { ok: false; verdict: Verdict };

/**
 * Asks for a token by the client credentials grant (RFC 6749, section 4.4), with a secret (section 2.3.1) or an assertion (RFC 7523).
 * Never throws.
 */
export async function fetchToken(
  credentials: ClientCredentials,
  signer: Signer,
  platform: Platform,
): Promise<TokenFetched> {
  let request: { headers: Record<string, string>; body: string };
  try {
    request = await tokenRequest(credentials, signer, platform);
  } catch {
    return failed({ kind: 'retry', reason: 'REQUEST_NOT_MADE', status: null, retryAfter: null, response: '' });
  }
  const exchanged = await exchange(credentials.tokenUrl, { method: 'POST', ...request }, serviceLimits, platform);
  const fault = serviceFault('TOKEN', exchanged);
  if (fault !== undefined) return failed(fault);
  const answer = members(exchanged.kind === 'answer' ? exchanged.body : new Uint8Array());
  const token = answer.get('access_token');
  // RFC 6750, section 2.1; anything else cannot stand in the header.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    return failed({ kind: 'paused', reason: 'TOKEN_UNREADABLE' });
  }
  const type = answer.get('token_type') ?? 'Bearer';
  // RFC 6749, section 7.1: a client must not use a token of a type that it does not know.
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    return failed({ kind: 'paused', reason: 'TOKEN_OF_OTHER_TYPE' });
  }
  const lasts = lifetime(answer.get('expires_in')) * 1000;
  return { ok: true, token, until: platform.now() + lasts - Math.min(MARGIN, lasts / 2) };
}

async function tokenRequest(
  { tokenUrl, clientId, client, scope, audience }: ClientCredentials,
  signer: Signer,
  platform: Platform,
): Promise<{ headers: Record<string, string>; body: string }> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  const headers: Record<string, string> = {
    'Content-Type': 'application/x-www-form-urlencoded',
    Accept: 'application/json',
  };
  if (scope !== undefined) form.set('scope', scope);
  if (audience !== undefined) form.set('audience', audience);
  switch (client.style) {
    case 'basic': {
      const pair = `${formEncode(clientId)}:${formEncode(client.secret)}`;
      headers['Authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
      break;
    }
    case 'post':
      form.set('client_id', clientId);
      form.set('client_secret', client.secret);
      break;
    case 'private_key_jwt': {
      const key = client.key ?? signer.key;
      if (key === undefined) throw new Error(`no key for ${new URL(tokenUrl).hostname}`);
      const iat = Math.floor(platform.now() / 1000);
      // RFC 7523, section 3.
      const claims = { iss: clientId, sub: clientId, aud: client.audience, iat, exp: iat + ASSERTION_LASTS };
      const payload = JSON.stringify({ ...claims, jti: platform.uuid() });
      form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      form.set('client_assertion', await signJwt(key, 'JWT', payload));
    }
  }
  return { headers, body: form.toString() };
}

function failed(verdict: Verdict): TokenFetched {
  return { ok: false, verdict };
}

/** Seconds. Some servers write the number as text. */
function lifetime(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : UNSAID;
}

/** RFC 6749, section 2.3.1 and appendix B: form encoding, before they are joined with a colon. */
function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
