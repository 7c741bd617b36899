import type { DestinationConfig, SigningKey } from '../config/config.ts';
import { RESPONSE_BYTES, cleanResponse } from './clean-response.ts';
import { SIGNATURE_HEADER, signDetached } from './detached-jws.ts';
import type { ResponseFacts } from './judge.ts';

/** Milliseconds that a destination has for its whole answer. */
export const ANSWER_TIMEOUT = 30_000;

/** Everything that delivery takes from outside. */
export interface Platform {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to, but without, 1. */
  random(): number;
  uuid(): string;
  fetch(url: string, init: RequestInit): Promise<Response>;
}

/**
 * One attempt: signs the exact bytes and posts them. Redirects are not followed. Never throws.
 *
 * @param key the current signing key
 * @param body the envelope
 */
export async function post(
  destination: DestinationConfig,
  key: SigningKey | undefined,
  body: Uint8Array,
  platform: Platform,
): Promise<ResponseFacts> {
  let headers: Record<string, string>;
  try {
    headers = await requestHeaders(destination, key, body, platform);
  } catch {
    return { kind: 'unsent' };
  }
  // Not AbortSignal.timeout, whose timer would keep a Durable Object awake for the rest of its time.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_TIMEOUT);
  try {
    const init = { method: 'POST', headers, body, redirect: 'manual', signal: abort.signal } as const;
    const response = await platform.fetch(destination.url, init);
    return {
      kind: 'answer',
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
      response: cleanResponse(await firstBytes(response), secretsOf(destination)),
    };
  } catch {
    return abort.signal.aborted ? { kind: 'timeout' } : { kind: 'network' };
  } finally {
    clearTimeout(timer);
  }
}

async function requestHeaders(
  destination: DestinationConfig,
  key: SigningKey | undefined,
  body: Uint8Array,
  platform: Platform,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = { ...destination.headers, 'Content-Type': 'application/json' };
  switch (destination.auth.scheme) {
    case 'none':
      break;
    case 'bearer':
      headers['Authorization'] = `Bearer ${destination.auth.token}`;
      break;
  }
  switch (destination.sign.method) {
    case 'none':
      break;
    case 'detached-jws': {
      if (key === undefined) throw new Error('no signing key');
      const iat = Math.floor(platform.now() / 1000);
      headers[SIGNATURE_HEADER] = await signDetached(key, body, { url: destination.url, iat, jti: platform.uuid() });
      break;
    }
  }
  return headers;
}

function secretsOf(destination: DestinationConfig): string[] {
  // A short value is a tenant or a flag, and would blank half of an answer's words.
  const secrets = Object.values(destination.headers).filter((value) => value.length >= 8);
  if (destination.auth.scheme === 'bearer') secrets.push(destination.auth.token);
  return secrets;
}

/** The first 2 KB of an answer. A body that breaks off is no reason to doubt the status. */
async function firstBytes(response: Response): Promise<Uint8Array> {
  const bytes = new Uint8Array(RESPONSE_BYTES);
  let length = 0;
  try {
    const reader = response.body?.getReader();
    while (reader !== undefined) {
      const part = await reader.read();
      if (part.done) break;
      // A response's body is a stream of bytes.
      const chunk = (part.value as Uint8Array).subarray(0, RESPONSE_BYTES - length);
      bytes.set(chunk, length);
      length += chunk.byteLength;
      if (length === RESPONSE_BYTES) {
        await reader.cancel();
        break;
      }
    }
  } catch {
    // What has come so far is kept.
  }
  return bytes.subarray(0, length);
}
