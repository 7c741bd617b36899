import { Agent, request } from 'node:http';
import type { Body } from './bodies.ts';

/** How long the answers to requests took, in milliseconds, sorted. */
export type Latencies = number[];

/**
 * Sends bodies from several senders at once, each of which waits for its answer. Throws when an answer is not 200.
 *
 * @param at port on 127.0.0.1 and path
 */
export async function sendAll(
  bodies: readonly Body[],
  senders: number,
  at: { port: number; path: string; headers: Record<string, string> },
): Promise<Latencies> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const latencies: Latencies = [];
  let next = 0;
  const send = (body: Body): Promise<void> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const headers = { ...at.headers, 'Content-Length': String(body.bytes.length) };
      const outgoing = request({ host: '127.0.0.1', port: at.port, path: at.path, method: 'POST', headers, agent });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        incoming.resume();
        incoming.on('end', () => {
          latencies.push(performance.now() - began);
          if (incoming.statusCode === 200) resolve();
          else reject(new Error(`a request of the bench was answered with ${incoming.statusCode ?? 0}`));
        });
      });
      outgoing.end(body.bytes);
    });
  const sender = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await send(body);
  };
  try {
    await Promise.all(Array.from({ length: senders }, sender));
  } finally {
    agent.destroy();
  }
  return latencies.sort((a, b) => a - b);
}

/** The value below which a share of the latencies lies. */
export function percentile(latencies: Latencies, share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
}
