import type { ReadyDestination } from './access.ts';
import { RESPONSE_BYTES, cleanResponse } from './clean-response.ts';
import { exchange } from './exchange.ts';
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
  destination: ReadyDestination,
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
  const { headers, body, secrets } = request;
  const limits = { timeout: ANSWER_TIMEOUT, bytes: RESPONSE_BYTES };
  const exchanged = await exchange(destination.url, { method: 'POST', headers, body }, limits, platform);
  if (exchanged.kind !== 'answer') return exchanged;
  const { kind, status, retryAfter } = exchanged;
  return { kind, status, retryAfter, response: cleanResponse(exchanged.body, secrets) };
}
