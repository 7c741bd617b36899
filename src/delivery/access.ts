import type { DestinationConfig } from '../config/config.ts';
import type { StaticAuth } from './authorization.ts';
import { fetchProfile } from './fetch-profile.ts';
import { fetchToken } from './fetch-token.ts';
import type { Verdict } from './judge.ts';
import type { Platform } from './post.ts';
import type { Signer } from './signed-request.ts';

/** A destination whose URL and credentials are known. */
export interface ReadyDestination extends Omit<DestinationConfig, 'auth'> {
  auth: StaticAuth;
}

/** A destination that can be posted to, or why it cannot be at the moment. */
export type Granted = { ok: true; ready: ReadyDestination } | { ok: false; verdict: Verdict };

/** What is remembered, in memory only, of how a destination lets in. */
export interface Access {
  /** The way in; fetched where it must be, and once however many ask at the same time. */
  get(): Promise<Granted>;
  /** Whether there is something to fetch anew. */
  renewable: boolean;
  /** Forgets a way in that was refused; one that was fetched in the meantime is kept. */
  forget(refused: ReadyDestination): void;
}

type Fetched = { ok: true; ready: ReadyDestination; until: number } | { ok: false; verdict: Verdict };

/** Makes the access of one destination. Nothing is fetched before it is asked for. */
export function createAccess(destination: DestinationConfig, signer: Signer, platform: Platform): Access {
  const { auth } = destination;
  switch (auth.scheme) {
    case 'oauth2':
      return fetchedAccess(platform, async () => {
        const fetched = await fetchToken(auth, signer, platform);
        if (!fetched.ok) return fetched;
        const ready: ReadyDestination = { ...destination, auth: { scheme: 'bearer', token: fetched.token } };
        return { ok: true, ready, until: fetched.until };
      });
    case 'profile-service':
      return fetchedAccess(platform, async () => {
        const fetched = await fetchProfile(auth, platform);
        if (!fetched.ok) return fetched;
        const { url, key, until } = fetched;
        const { word } = auth;
        const shown: StaticAuth = word === undefined ? { scheme: 'raw-key', key } : { scheme: 'custom', word, key };
        return { ok: true, ready: { ...destination, url, auth: shown }, until };
      });
    default: {
      const granted: Granted = { ok: true, ready: { ...destination, auth } };
      return { get: () => Promise.resolve(granted), renewable: false, forget: () => undefined };
    }
  }
}

function fetchedAccess(platform: Platform, fetchIt: () => Promise<Fetched>): Access {
  let kept: { ready: ReadyDestination; until: number } | undefined;
  let pending: Promise<Granted> | undefined;
  const fetchAndKeep = async (): Promise<Granted> => {
    try {
      const fetched = await fetchIt();
      if (fetched.ok) kept = fetched;
      return fetched;
    } finally {
      pending = undefined;
    }
  };
  return {
    renewable: true,
    async get() {
      if (kept !== undefined && platform.now() < kept.until) return { ok: true, ready: kept.ready };
      pending ??= fetchAndKeep();
      return pending;
    },
    forget(refused) {
      if (kept?.ready === refused) kept = undefined;
    },
  };
}
