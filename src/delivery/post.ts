import type { DestinationConfig } from '../config/config.ts';
import { RESPONSE_BYTES, cleanResponse } from './clean-response.ts';
import type { ResponseFacts } from './judge.ts';
import { signedPost } from './signed-request.ts';
import type { SignedPost, Signer } from './signed-request.ts';

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
 * @param envelope its bytes as JSON
 */
export async function post(
  destination: DestinationConfig,
  signer: Signer,
  envelope: Uint8Array,
  platform: Platform,
): Promise<ResponseFacts> {
  let request: SignedPost;
  try {
    request = await signedPost(destination, signer, envelope, platform.now(), platform.uuid());
  } catch {
    return { kind: 'unsent' };
  }
  // Not AbortSignal.timeout, whose timer would keep a Durable Object awake for the rest of its time.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_TIMEOUT);
  try {
    const { headers, body, secrets } = request;
    const init = { method: 'POST', headers, body, redirect: 'manual', signal: abort.signal } as const;
    const response = await platform.fetch(destination.url, init);
    return {
      kind: 'answer',
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
      response: cleanResponse(await firstBytes(response), secrets),
    };
  } catch {
    return abort.signal.aborted ? { kind: 'timeout' } : { kind: 'network' };
  } finally {
    clearTimeout(timer);
  }
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
