import { vi } from 'vitest';

/** One request as a receiver got it. */
export interface Received {
  url: string;
  headers: Headers;
  /** Event ids of the envelope, in order. */
  ids: string[];
  body: string;
}

/** What a receiver answers: decided from the request and from how many came before it at this URL. */
export type Answer = (request: Received, before: number) => Response | Promise<Response>;

/**
 * Receivers at URLs. Outbound `fetch` of the outbox is intercepted; the answer is built inside the call, since a response that was
 * made outside of a Durable Object cannot be read within.
 */
export function receivers(answers: Record<string, Answer>): { requests: Received[]; of(name: string): Received[] } {
  const requests: Received[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const envelope = JSON.parse(body) as { data: { id: string }[] };
    const received = { url: request.url, headers: request.headers, ids: envelope.data.map((event) => event.id), body };
    const before = requests.filter((other) => other.url === received.url).length;
    requests.push(received);
    const answer = answers[new URL(request.url).hostname.split('.')[0] ?? ''];
    if (answer === undefined) throw new TypeError('connection refused');
    return answer(received, before);
  });
  return { requests, of: (name) => requests.filter((request) => request.url.startsWith(`https://${name}.`)) };
}

export const ok: Answer = () => new Response(null, { status: 200 });
