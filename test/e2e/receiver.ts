import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../scripts/ports.ts';

/** One request as it came. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The events of the envelope, in order. */
  events: { id: string; [key: string]: unknown }[];
}

/** What a receiver answers; 200 without a body unless told. `delay` in milliseconds. */
export interface Answer {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  delay?: number;
}

/** A Caliper endpoint that keeps what it gets. */
export interface Receiver {
  url: string;
  requests: Received[];
  /** Ids of the events in requests that were answered with 200, each once, sorted. */
  accepted(): string[];
  close(): Promise<void>;
}

/**
 * Starts an endpoint on 127.0.0.1.
 *
 * @param answer decides from the request and from how many came before it
 */
export async function startReceiver(
  answer: (request: Received, before: number) => Answer = () => ({}),
  port?: number,
): Promise<Receiver> {
  const requests: Received[] = [];
  const accepted = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = Buffer.concat(await incoming.toArray());
      // Only adapters of these tests send here.
      const { data } = JSON.parse(body.toString()) as { data: Received['events'] };
      const request = { headers: incoming.headers, body, events: data };
      const { status = 200, body: text = '', headers = {}, delay = 0 } = answer(request, requests.length);
      requests.push(request);
      await wait(delay, undefined, { ref: false });
      if (status === 200) for (const { id } of data) accepted.add(id);
      outgoing.writeHead(status, headers).end(text);
    })().catch(() => outgoing.destroy());
  });
  const at = port ?? (await freePort());
  server.listen(at, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${at}/caliper`,
    requests,
    accepted: () => [...accepted].sort(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
