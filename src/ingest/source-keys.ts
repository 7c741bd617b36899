import { createHash, timingSafeEqual } from 'node:crypto';
import type { SourceConfig } from '../config/config.ts';

export type Authenticated =
  { ok: true; source: SourceConfig } | { ok: false; status: 401; code: 'NO_KEY' | 'WRONG_KEY'; message: string };

/** What a request shows: a key, and the name of the source where the scheme has room for one. */
interface Credential {
  user?: string;
  key: string;
}

/** To be sent with a 401 (RFC 9110, section 11.6.1). */
export const challenge = { 'WWW-Authenticate': 'Bearer, Basic realm="caliper-edge", charset="UTF-8"' };

/**
 * Finds the source whose key the request shows in `Authorization`: `Bearer <key>` (RFC 6750), `Basic` with the name of the
 * source as user and the key as password (RFC 7617), or `Basic <key>` as cmi5 content sends its opaque token. The time it
 * takes tells nothing of the keys: digests of equal length are compared, and all of them.
 */
export function authenticate(request: Request, sources: readonly SourceConfig[]): Authenticated {
  const header = request.headers.get('Authorization');
  if (header === null || header.trim() === '') {
    const message =
      'no key: send Authorization: Bearer <key>, or Basic with the name of the source as user and the key as password';
    return { ok: false, status: 401, code: 'NO_KEY', message };
  }
  const shown = credentials(header).map((credential) => ({ ...credential, digest: digest(credential.key) }));
  let found: SourceConfig | undefined;
  for (const source of sources) {
    const expected = digest(source.key);
    for (const credential of shown) {
      const same = timingSafeEqual(credential.digest, expected);
      if (same && (credential.user === undefined || credential.user === source.name)) found = source;
    }
  }
  if (found !== undefined) return { ok: true, source: found };
  const message =
    'the key is not one of a configured source: check the key and, with Basic, that the user is the name of the source';
  return { ok: false, status: 401, code: 'WRONG_KEY', message };
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
