import { createHash, timingSafeEqual } from 'node:crypto';
import type { SourceConfig } from '../config/config.ts';
import { checkToken, looksLikeToken } from './source-tokens.ts';
import type { TokenFault } from './source-tokens.ts';

export type Authenticated = { ok: true; source: SourceConfig } | Unauthenticated;

/** Why a request is not let in, and the header fields that go with the answer. */
export interface Unauthenticated {
  ok: false;
  status: 401 | 503;
  code: 'NO_KEY' | 'WRONG_KEY' | TokenFault;
  message: string;
  headers: Record<string, string>;
}

/** What a request shows: a key, and the name of the source where the scheme has room for one. */
interface Credential {
  user?: string;
  key: string;
}

/** To be sent with a 401 (RFC 9110, section 11.6.1). */
const challenge = { 'WWW-Authenticate': 'Bearer, Basic realm="caliper-edge", charset="UTF-8"' };

/**
 * Finds the source whose key the request shows in `Authorization`: `Bearer <key>` (RFC 6750), `Basic` with the name of the
 * source as user and the key as password (RFC 7617), or `Basic <key>` as cmi5 content sends its opaque token. The time it
 * takes tells nothing of the keys: digests of equal length are compared, and all of them. Where a source takes tokens, a Bearer
 * value that is no key and has the form of a JWT is checked as one; only then the answer has to be waited for.
 */
export function authenticate(
  request: Request,
  sources: readonly SourceConfig[],
): Authenticated | Promise<Authenticated> {
  const header = request.headers.get('Authorization');
  if (header === null || header.trim() === '') {
    const message =
      'no key: send Authorization: Bearer <key>, or Basic with the name of the source as user and the key as password';
    return { ok: false, status: 401, code: 'NO_KEY', message, headers: challenge };
  }
  const shown = credentials(header).map((credential) => ({ ...credential, digest: digest(credential.key) }));
  let found: SourceConfig | undefined;
  for (const source of sources) {
    for (const key of source.keys) {
      const expected = digest(key);
      for (const credential of shown) {
        const same = timingSafeEqual(credential.digest, expected);
        if (same && (credential.user === undefined || credential.user === source.name)) found = source;
      }
    }
  }
  if (found !== undefined) return { ok: true, source: found };
  const [token] = shown;
  if (token?.user === undefined && token !== undefined && looksLikeToken(token.key)) {
    const takers = sources.filter((source) => source.jwt !== undefined);
    if (takers.length > 0) return authenticateToken(token.key, takers);
  }
  const message =
    'the key is not one of a configured source: check the key and, with Basic, that the user is the name of the source';
  return { ok: false, status: 401, code: 'WRONG_KEY', message, headers: challenge };
}

async function authenticateToken(token: string, sources: readonly SourceConfig[]): Promise<Authenticated> {
  const checked = await checkToken(token, sources);
  if (checked.ok) return checked;
  const { code, message } = checked;
  if (code === 'JWKS_UNREACHABLE') return { ok: false, status: 503, code, message, headers: { 'Retry-After': '30' } };
  // RFC 6750, section 3.1.
  return { ok: false, status: 401, code, message, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } };
}

function credentials(header: string): Credential[] {
  const [, scheme = '', value = ''] = /^(\S+)\s+(.*)$/.exec(header.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return [{ key: value }];
    case 'basic': {
      const pair = decodeBase64(value);
      const colon = pair?.indexOf(':') ?? -1;
      if (pair === undefined || colon === -1) return [{ key: value }];
      return [{ key: value }, { user: pair.slice(0, colon), key: pair.slice(colon + 1) }];
    }
    default:
      return [];
  }
}

function decodeBase64(value: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(value), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
