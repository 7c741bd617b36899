import type { Platform } from './post.ts';

/** What came back from a request. */
export type Exchange =
  | { kind: 'answer'; status: number; retryAfter: string | null; body: Uint8Array }
  /** No answer: connection refused, name not found, connection lost. */
  | { kind: 'network' }
  /** No answer in time. */
  | { kind: 'timeout' };

/**
 * One request and the beginning of its answer. Redirects are not followed. Never throws.
 *
 * @param limits milliseconds for the whole answer, and how many bytes of its body are read
 */
export async function exchange(
  url: string,
  init: RequestInit,
  limits: { timeout: number; bytes: number },
  platform: Platform,
): Promise<Exchange> {
  // Not AbortSignal.timeout, whose timer would keep a Durable Object awake for the rest of its time.
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limits.timeout);
  try {
    const response = await platform.fetch(url, { ...init, redirect: 'manual', signal: abort.signal });
    return {
      kind: 'answer',
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
      body: await firstBytes(response, limits.bytes),
    };
  } catch {
    return abort.signal.aborted ? { kind: 'timeout' } : { kind: 'network' };
  } finally {
    clearTimeout(timer);
  }
}

/** The first bytes of an answer. A body that breaks off is no reason to doubt the status. */
async function firstBytes(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = response.body?.getReader();
    while (reader !== undefined) {
      const part = await reader.read();
      if (part.done) break;
      // A response's body is a stream of bytes.
      const chunk = (part.value as Uint8Array).subarray(0, most - length);
      parts.push(chunk);
      length += chunk.byteLength;
      if (length === most) {
        await reader.cancel();
        break;
      }
    }
  } catch {
    // What has come so far is kept.
  }
  return Buffer.concat(parts);
}
